//! Writes the list of files into the service worker: names with a hash of their contents, so that a new
//! build fetches what changed and drops what is gone, and an old page never meets a new file by accident.

use std::path::Path;

use crate::say::{self, Failure, Outcome};
use crate::{fingerprint, workspace};

const WORKER: &str = "sw.js";
/// The line of `static/sw.js` that the list replaces.
const PLACE: &str = "const BUILD = { version: 'none', shell: [], later: [], wanted: [] };";

/// Fills in the list in `dist/sw.js`.
pub fn write(dist: &Path) -> Outcome<()> {
    let (mut shell, mut later, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
    let mut all = String::new();
    for file in workspace::files(dist)? {
        let name = workspace::web_path(dist, &file);
        if name == WORKER {
            continue;
        }
        let bytes = workspace::read(&file)?;
        let hash = fingerprint::of_bytes(&bytes);
        all.push_str(&format!("{name} {hash}\n"));
        let entry = (bytes.len(), serde_json::json!([name, hash]));
        if belongs_to_shell(&name) {
            shell.push(entry);
        } else if is_kept_when_wanted(&name) {
            wanted.push(entry);
        } else {
            later.push(entry);
        }
    }
    // Small files first: an interrupted first visit has then the most lessons that work.
    later.sort_by_key(|(size, _)| *size);
    let entries = |list: Vec<(usize, serde_json::Value)>| -> serde_json::Value {
        list.into_iter().map(|(_, entry)| entry).collect()
    };
    let files = shell.len() + later.len() + wanted.len();
    let build = serde_json::json!({
        "version": fingerprint::of_bytes(all.as_bytes()),
        "shell": entries(shell),
        "later": entries(later),
        "wanted": entries(wanted),
    });
    let path = dist.join(WORKER);
    let text = String::from_utf8_lossy(&workspace::read(&path)?).into_owned();
    if !text.contains(PLACE) {
        return Err(Failure::new(
            "the service worker has no place for the list of files",
            format!("Keep this line in static/sw.js as it is: {PLACE}"),
        ));
    }
    let text = text.replacen(PLACE, &format!("const BUILD = {build};"), 1);
    workspace::write(&path, text.as_bytes())?;
    say::note(format!("{files} files"));
    Ok(())
}

/// The shell is what the page needs to appear; everything else comes after it, in the background.
fn belongs_to_shell(name: &str) -> bool {
    !name.starts_with("assets/") || name.starts_with("assets/fonts/")
}

/// What is large and not for everyone is fetched, and kept, when a learner first needs it: languages and the editor.
fn is_kept_when_wanted(name: &str) -> bool {
    ["assets/runtimes/nodejs/", "assets/runtimes/python/", "assets/editor/"]
        .iter()
        .any(|folder| name.starts_with(folder))
}

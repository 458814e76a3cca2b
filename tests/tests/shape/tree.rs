//! The project's own files: what is tracked, or would be.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The project's root folder.
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the tests crate lies in the root folder").to_path_buf()
}

/// Paths of all files of the project, relative to its root, with forward slashes.
///
/// Asks git, because git knows what is ignored; a copy without git is walked instead.
pub fn paths() -> Vec<String> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
    let asked = Command::new("git").args(list).current_dir(root()).output();
    let listed = asked.ok().filter(|answer| answer.status.success()).map(|answer| {
        let text = String::from_utf8_lossy(&answer.stdout).into_owned();
        text.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect()
    });
    let mut paths: Vec<String> = listed.unwrap_or_else(|| walk(&root()));
    paths.sort();
    // A file that was deleted and not yet committed is listed, and is not there.
    paths.retain(|path| root().join(path).is_file());
    paths
}

/// A file's text; nothing when it is no text.
pub fn text(path: &str) -> Option<String> {
    String::from_utf8(std::fs::read(root().join(path)).ok()?).ok()
}

/// Fails with every fault at once, because mending one at a time wastes a run each.
#[track_caller]
pub fn none(faults: &[String], mend: &str) {
    assert!(faults.is_empty(), "\n{}\n\n{mend}\n", faults.join("\n"));
}

fn walk(root: &Path) -> Vec<String> {
    const IGNORED: [&str; 5] = ["target", "dist", "node_modules", ".git", ".tools"];
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if !path.is_dir() {
                let below = path.strip_prefix(root).expect("walked from the root");
                found.push(below.to_string_lossy().replace('\\', "/"));
            } else if !IGNORED.iter().any(|name| path.ends_with(name)) {
                folders.push(path);
            }
        }
    }
    found
}

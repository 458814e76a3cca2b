//! `target/site`, which becomes `dist/assets`: all that the page loads beside its own code.

mod editor;
mod function;
mod samples;

use std::path::{Path, PathBuf};

use crate::process;
use crate::say::{self, Outcome};
use crate::{fingerprint, workspace};

/// Makes every part of `target/site`, and the page's one style sheet.
pub fn prepare() -> Outcome<()> {
    let site = workspace::site();
    workspace::make_folder(&site)?;
    function::prepare(&site.join("functions"))?;
    runtimes(&site.join("runtimes"))?;
    fonts(&site.join("fonts"))?;
    editor::prepare(&site.join("editor"))?;
    samples::prepare(&site.join("samples"))?;
    styles(&workspace::root().join("target/styles/coldstart.css"))
}

/// The bootstraps of the sandboxes. `runtimes/build.mjs` makes them where they need making; else they are
/// served as they are.
fn runtimes(to: &Path) -> Outcome<()> {
    let from = workspace::root().join("runtimes");
    let script = from.join("build.mjs");
    workspace::make_folder(to)?;
    if !script.is_file() {
        return workspace::mirror(&from, to);
    }
    say::step("Make the sandboxes' runtimes", || {
        let mut node = process::command("node")?;
        process::run(node.arg(&script).arg(to), "Mend what the message above names in runtimes/.")
    })
}

fn fonts(to: &Path) -> Outcome<()> {
    let fingerprint = fingerprint::of(&["package-lock.json", "xtask/src/site/fonts.mjs"], "")?;
    fingerprint::once("fonts", &fingerprint, &to.join("inter.woff2"), || {
        say::step("Cut the fonts", || {
            workspace::make_folder(to)?;
            let mut node = process::command("node")?;
            process::run(node.arg("xtask/src/site/fonts.mjs").arg(to), "Look at Node's message above.")
        })
    })
    .map(drop)
}

/// What is loaded later than the page, with its own styles inside.
const WITH_OWN_STYLES: [&str; 4] = ["src/bench", "src/client", "src/panels/table/table.css", "src/widgets/editor"];

/// One style sheet from many: the tokens, then `static/css`, then the components' own, each in order of
/// path. A component brings its css along and nobody lists it anywhere.
fn styles(to: &Path) -> Outcome<()> {
    let root = workspace::root();
    let mut sheets: Vec<PathBuf> = workspace::files(&root.join("static/css"))?;
    sheets.extend(workspace::files(&root.join("src"))?);
    let later = |file: &Path| WITH_OWN_STYLES.iter().any(|folder| file.starts_with(root.join(folder)));
    sheets.retain(|file| file.extension().is_some_and(|end| end == "css") && !later(file));
    sheets.sort_by_key(|file| (!file.ends_with("tokens.css"), !file.starts_with(root.join("static"))));
    let mut all = Vec::new();
    for sheet in &sheets {
        all.extend(format!("/* {} */\n", workspace::web_path(&root, sheet)).bytes());
        all.extend(workspace::read(sheet)?);
        all.push(b'\n');
    }
    workspace::write(to, &all)
}

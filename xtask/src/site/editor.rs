//! The code editor: CodeMirror and what the page adds to it, bundled so that it is loaded when a learner opens code.

use std::path::Path;

use crate::process;
use crate::say::{self, Outcome};
use crate::{fingerprint, workspace};

const SCRIPTS: &str = "src/widgets/editor";

/// Puts `editor.js` and the parts that it loads later into the folder.
pub fn prepare(to: &Path) -> Outcome<()> {
    let fingerprint = fingerprint::of(&["package-lock.json", SCRIPTS], "")?;
    fingerprint::once("editor", &fingerprint, &to.join("editor.js"), || {
        say::step("Bundle the editor", || {
            workspace::make_folder(to)?;
            let mut node = process::command("node")?;
            node.arg(format!("{SCRIPTS}/build.mjs")).arg(to);
            process::run(&mut node, "Mend the first error above; the editor's scripts are in src/widgets/editor.")
        })
    })
    .map(drop)
}

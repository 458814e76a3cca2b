//! wasm-opt, from npm's binaryen, told what it may use.

use std::path::Path;

use crate::process;
use crate::say::Outcome;

/// What every current browser has; wasm-opt's `--all-features` is ahead of them. `index.html` says the same for the part
/// that Trunk optimises.
const FEATURES: &[&str] = &[
    "--mvp-features",
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-reference-types",
    "--enable-extended-const",
    "--enable-simd",
];

/// Optimises `from` into `to`, at a level such as `-Oz`, and leaves names and notes out.
pub fn optimise(level: &str, from: &Path, to: &Path) -> Outcome<()> {
    let mut command = process::command("wasm-opt")?;
    command.args([level, "--strip-debug", "--strip-producers"]).args(FEATURES);
    process::run(command.arg(from).arg("-o").arg(to), "Look at wasm-opt's message above.")
}

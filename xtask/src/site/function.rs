//! The Rust Lambda functions: compiled for speed, where the page is compiled for size.

use std::path::Path;

use crate::process::{self, WASM};
use crate::say::{self, Outcome};
use crate::{fingerprint, wasm_opt, workspace};

const INPUTS: &[&str] = &["Cargo.toml", "Cargo.lock", "crates/cloud", "crates/functions", "xtask/src/site/function.rs"];

/// The sandbox owns the memory, so that it can be measured and capped, and knows its first size (32 pages, see
/// `runtimes/provided/worker.js`); SIMD halves a thumbnail's time.
const FLAGS: &str = "-C target-feature=+simd128 -C link-arg=--import-memory -C link-arg=--initial-memory=2097152";

/// Puts `thumbnail.wasm` into the folder.
pub fn prepare(to: &Path) -> Outcome<()> {
    let made = to.join("thumbnail.wasm");
    let fingerprint = fingerprint::of(INPUTS, FLAGS)?;
    fingerprint::once("function", &fingerprint, &made, || say::step("Build the Rust function", || compile(&made)))
        .map(drop)
}

fn compile(to: &Path) -> Outcome<()> {
    let mend = "Mend the compiler's first error above; the function is crates/functions.";
    let mut cargo = process::command("cargo")?;
    cargo.args(["build", "--quiet", "--package", "functions", "--lib", "--profile", "function"]);
    // Its flags differ from the page's, so it builds in a folder of its own; else each build would undo the other.
    cargo.args(["--target", WASM, "--target-dir", "target/functions"]);
    cargo.env("RUSTFLAGS", FLAGS);
    process::run(&mut cargo, mend)?;
    let built = workspace::root().join(format!("target/functions/{WASM}/function/functions.wasm"));
    if let Some(folder) = to.parent() {
        workspace::make_folder(folder)?;
    }
    wasm_opt::optimise("-O3", &built, to)
}

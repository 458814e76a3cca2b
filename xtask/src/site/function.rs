//! The Rust Lambda functions, and what Pillow computes with: compiled for speed, where the page is compiled for size.

use std::path::Path;

use crate::process::{self, WASM};
use crate::say::{self, Outcome};
use crate::{fingerprint, wasm_opt, workspace};

const INPUTS: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "crates/cloud",
    "crates/functions",
    "crates/imaging",
    "crates/jpeg",
    "xtask/src/site/function.rs",
];

/// Each package with the name of its file.
const MODULES: &[(&str, &str)] = &[("functions", "thumbnail.wasm"), ("imaging", "imaging.wasm")];

/// The sandbox owns the memory, so that it can be measured and capped, and knows its first size (32 pages, see
/// `runtimes/provided/worker.js`); SIMD halves a thumbnail's time.
const FLAGS: &str = "-C target-feature=+simd128 -C link-arg=--import-memory -C link-arg=--initial-memory=2097152";

/// Puts `thumbnail.wasm` and `imaging.wasm` into the folder.
pub fn prepare(to: &Path) -> Outcome<()> {
    let fingerprint = fingerprint::of(INPUTS, FLAGS)?;
    for (package, name) in MODULES {
        let made = to.join(name);
        let step = format!("Build {name}");
        fingerprint::once(package, &fingerprint, &made, || say::step(&step, || compile(package, &made)))?;
    }
    Ok(())
}

fn compile(package: &str, to: &Path) -> Outcome<()> {
    let mend = format!("Mend the compiler's first error above; the module is crates/{package}.");
    let mut cargo = process::command("cargo")?;
    cargo.args(["build", "--quiet", "--package", package, "--lib", "--profile", "function"]);
    // Its flags differ from the page's, so it builds in a folder of its own; else each build would undo the other.
    cargo.args(["--target", WASM, "--target-dir", "target/functions"]);
    cargo.env("RUSTFLAGS", FLAGS);
    process::run(&mut cargo, &mend)?;
    let built = workspace::root().join(format!("target/functions/{WASM}/function/{package}.wasm"));
    if let Some(folder) = to.parent() {
        workspace::make_folder(folder)?;
    }
    wasm_opt::optimise("-O3", &built, to)
}

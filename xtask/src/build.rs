//! `cargo xtask build`: from sources to `dist/`, which any static host serves, from any path.

use std::fs::File;

use crate::process;
use crate::say::{self, Failure, Outcome};
use crate::{fingerprint, offline, setup, site, split, weigh, workspace};

/// All that the page is made from. What is not named here does not cause a new build.
const INPUTS: &[&str] = &[
    ".cargo/config.toml",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "crates/cloud",
    "crates/functions",
    "crates/lessons",
    "index.html",
    "lessons",
    "package-lock.json",
    "runtimes",
    "src",
    "static",
    "xtask/src",
];

/// Builds what changed and returns what the first load weighs.
pub fn build() -> Outcome<weigh::Weight> {
    let _alone = alone()?;
    setup::for_build()?;
    let fingerprint = fingerprint::of(INPUTS, "release")?;
    let dist = workspace::dist();
    let built = fingerprint::once("dist", &fingerprint, &dist.join("index.html"), || {
        site::prepare()?;
        say::step("Build the page", trunk)?;
        say::step("Place the parts", || split::place(&dist))?;
        say::step("List what works offline", || offline::write(&dist))
    })?;
    if !built {
        say::note("dist/ is up to date");
    }
    weigh::weigh(&dist, &fingerprint)
}

/// Lets one build at a time into the project: two would write over each other's `dist/`. The lock goes with the
/// returned file, also when the process is killed.
fn alone() -> Outcome<File> {
    let path = workspace::stamps().join("lock");
    workspace::make_folder(&workspace::stamps())?;
    let failed = |error: std::io::Error| Failure::file("lock", &path, &error);
    let file = File::create(&path).map_err(failed)?;
    if file.try_lock().is_err() {
        say::note("another build is running; waiting for it");
        file.lock().map_err(failed)?;
    }
    Ok(file)
}

fn trunk() -> Outcome<()> {
    let mut trunk = process::command("trunk")?;
    trunk.args(["build", "--release", "--log", "error"]);
    // Trunk reads NO_COLOR as a boolean and stops at the usual `NO_COLOR=1`.
    trunk.env_remove("NO_COLOR");
    // A compiler error needs no stack trace of the tool that called the compiler.
    trunk.env("RUST_BACKTRACE", "0");
    split::intercept(&mut trunk)?;
    process::run(
        &mut trunk,
        "Mend the compiler's first error above. If a tool's version is at fault, Trunk.toml, Cargo.toml and\n\
         package.json name the versions that belong together.",
    )
}

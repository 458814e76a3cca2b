//! `cargo xtask build`: from sources to `dist/`, which any static host serves, from any path.

use crate::process;
use crate::say::{self, Outcome};
use crate::{fingerprint, offline, setup, site, weigh, workspace};

/// All that the page is made from. What is not named here does not cause a new build.
const INPUTS: &[&str] = &[
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
    setup::for_build()?;
    let fingerprint = fingerprint::of(INPUTS, "release")?;
    let dist = workspace::dist();
    let built = fingerprint::once("dist", &fingerprint, &dist.join("index.html"), || {
        site::prepare()?;
        say::step("Build the page", trunk)?;
        say::step("List what works offline", || offline::write(&dist))
    })?;
    if !built {
        say::note("dist/ is up to date");
    }
    weigh::weigh(&dist, &fingerprint)
}

fn trunk() -> Outcome<()> {
    let mut trunk = process::command("trunk")?;
    trunk.args(["build", "--release", "--log", "error"]);
    // Trunk reads NO_COLOR as a boolean and stops at the usual `NO_COLOR=1`.
    trunk.env_remove("NO_COLOR");
    // A compiler error needs no stack trace of the tool that called the compiler.
    trunk.env("RUST_BACKTRACE", "0");
    process::run(
        &mut trunk,
        "Mend the compiler's first error above. If a tool's version is at fault, Trunk.toml, Cargo.toml and\n\
         package.json name the versions that belong together.",
    )
}

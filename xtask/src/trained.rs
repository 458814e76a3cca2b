//! `cargo xtask server`: the server as fast as it gets.
//!
//! A request runs through more code than a processor's instruction cache holds, and through most of it once. So it counts how
//! that code lies in memory, which the compiler must be told. A first build counts what runs while AWS's own clients do
//! their work, the suites of `tests/clients`, and while a plain client reads and writes in a loop. A second build
//! lays what ran together, and makes the rest small.

use std::path::{Path, PathBuf};

use crate::say::{self, Failure, Outcome};
use crate::{clients, fingerprint, process, workspace};

/// All that makes the server what it is. What it is trained with moves its code a little, and is not worth a build.
const SOURCES: [&str; 3] = ["Cargo.toml", "Cargo.lock", "crates"];

/// Builds the server, unless it is there, and says where it lies.
pub fn server() -> Outcome<PathBuf> {
    let rustc =
        process::output(process::command("rustc")?.arg("-vV"), "Install Rust with rustup, from https://rustup.rs.")?;
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default().to_owned();
    let folder = workspace::root().join("target/trained");
    let program = folder.join(&host).join("serve").join(format!("serve{}", std::env::consts::EXE_SUFFIX));
    fingerprint::once("trained", &fingerprint::of(&SOURCES, &rustc)?, &program, || {
        let counts = say::step("Count what the server's work runs through", || counted(&host))?;
        say::step("Build the server by those counts", || {
            built(&host, &folder, &format!("-Cprofile-use={}", counts.display())).map(drop)
        })
    })?;
    Ok(program)
}

/// Runs a build that counts, and gives the file of its counts.
fn counted(host: &str) -> Outcome<PathBuf> {
    let folder = workspace::root().join("target/counted");
    let (raw, counts) = (folder.join("raw"), folder.join("serve.profdata"));
    // What is missing is told before the build, which takes minutes.
    let mut merge = process::command(&merger(host)?.to_string_lossy())?;
    let program = built(host, &folder, &format!("-Cprofile-generate={}", raw.display()))?;
    // Counts of another program, or of a run that was broken off.
    let _ = std::fs::remove_dir_all(&raw);
    let (good, _) = clients::against(&program)?;
    if !good {
        return Err(Failure::new(
            "a suite of AWS's own clients failed, so that the server was not trained",
            "Mend what it says above; `cargo xtask test --only clients` runs the suites alone.",
        ));
    }
    let mut python = process::command("python3")?;
    python.arg("tests/bench/emulators.py").arg(&program).args(["--quick", "--alone"]);
    process::output(&mut python, "Linux and Python are wanted; mend what is said above.")?;
    merge.args(["merge", "--output"]).arg(&counts).arg(&raw);
    process::run(&mut merge, "Delete target/counted, and run this again.")?;
    Ok(counts)
}

/// Builds the server with a flag for what is compiled for `host`; what runs while it is built is compiled without.
fn built(host: &str, folder: &Path, flag: &str) -> Outcome<PathBuf> {
    let target = folder.to_string_lossy();
    let asked = ["build", "--package", "serve", "--profile", "serve", "--target", host, "--target-dir", &target];
    process::built_with("serve", &asked, &[("RUSTFLAGS", flag)])
}

/// LLVM's program that makes one file of counts out of many, of the compiler's own version.
fn merger(host: &str) -> Outcome<PathBuf> {
    let mend = "Install Rust with rustup, from https://rustup.rs, so that it can add its llvm-tools.";
    let root = process::output(process::command("rustc")?.args(["--print", "sysroot"]), mend)?;
    let tools = Path::new(root.trim()).join("lib/rustlib").join(host).join("bin");
    let program = tools.join(format!("llvm-profdata{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        say::step("Add Rust's llvm-tools", || {
            process::run(process::command("rustup")?.args(["component", "add", "llvm-tools"]), mend)
        })?;
    }
    Ok(program)
}

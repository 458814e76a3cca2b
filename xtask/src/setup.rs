//! Sets up what is missing: the wasm target, Trunk, wasm-bindgen, npm's packages, the crates' sources.
//! Each is looked for first, so that a machine that has it all loses no time here.

use std::process::Stdio;

use crate::fingerprint;
use crate::process::{self, WASM};
use crate::say::{self, Failure, Outcome};
use crate::workspace;

/// Trunk 0.22 needs a newer Rust than ours.
const TRUNK: &str = "0.21.14";
/// Must equal the version of the `wasm-bindgen` crate in Cargo.toml, or the output cannot be read.
const WASM_BINDGEN: &str = "0.2.126";
const OLDEST_NODE: u32 = 20;

/// Everything that a build of the page needs.
pub fn for_build() -> Outcome<()> {
    wasm_target()?;
    npm_packages()?;
    cargo_tool("trunk", "trunk", TRUNK)?;
    cargo_tool("wasm-bindgen", "wasm-bindgen-cli", WASM_BINDGEN)?;
    crates()
}

/// The standard library for the browser's machine.
pub fn wasm_target() -> Outcome<()> {
    let no_rustup = "Install Rust with rustup, from https://rustup.rs, so that it can add the browser's target.\n\
                     With another Rust, install its standard library for wasm32-unknown-unknown.";
    let mut ask = process::command("rustc")?;
    ask.args(["--print", "target-libdir", "--target", WASM]);
    let folder = process::output(&mut ask, no_rustup)?;
    if std::path::Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    say::step("Add Rust's wasm target", || {
        let mut add = process::command("rustup")?;
        process::run(add.args(["target", "add", WASM]), no_rustup)
    })
}

/// The page's npm packages.
pub fn npm_packages() -> Outcome<()> {
    npm_packages_of(".")
}

/// The npm packages of a folder of the project, exactly as its lock file names them.
pub fn npm_packages_of(folder: &str) -> Outcome<()> {
    node()?;
    let named = ["package.json", "package-lock.json"].map(|file| format!("{folder}/{file}"));
    let fingerprint = fingerprint::of(&[&named[0], &named[1]], "")?;
    let folder = workspace::root().join(folder);
    // The stamp lies in node_modules, because that is the folder it speaks of.
    let stamp = folder.join("node_modules/.coldstart");
    if std::fs::read_to_string(&stamp).is_ok_and(|known| known == fingerprint) {
        return Ok(());
    }
    say::step("Install npm packages", || {
        let mut npm = process::command("npm")?;
        npm.current_dir(&folder);
        npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
        // Browsers are looked for later, and only where a test needs one.
        npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        process::run(
            &mut npm,
            "Look at npm's message above. Without a network, run this once where there is one;\n\
             if package.json was edited, run `npm install` and commit package-lock.json.",
        )?;
        workspace::write(&stamp, fingerprint.as_bytes())
    })
}

fn node() -> Outcome<()> {
    let mend = "Install Node.js 20 or newer, from https://nodejs.org or your system's packages.";
    let mut ask = process::command("node")?;
    let version = process::output(ask.arg("--version"), mend)?;
    let major = version.trim().trim_start_matches('v').split('.').next();
    match major.and_then(|text| text.parse::<u32>().ok()) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(Failure::new(format!("Node.js {} is too old", version.trim()), mend)),
    }
}

/// A program from crates.io, in the tools folder unless the right version is on PATH already.
fn cargo_tool(program: &str, package: &str, version: &str) -> Outcome<()> {
    if has_version(program, version)? {
        return Ok(());
    }
    say::step(&format!("Install {package} {version}"), || {
        let tools = workspace::tools()?;
        workspace::make_folder(&tools)?;
        let mut install = process::command("cargo")?;
        if process::find("cargo-binstall").is_some() {
            install.args(["binstall", "--no-confirm", "--force"]);
        } else {
            say::note("built from source, once: about five minutes for Trunk, two for wasm-bindgen");
            install.args(["install", "--locked", "--force", "--quiet"]);
        }
        install.args([package, "--version", &format!("={version}"), "--root"]).arg(tools);
        process::run(
            &mut install,
            &format!(
                "Look at the message above: a network and a C compiler are needed, this once.\n\
                 Or install it yourself: cargo install {package} --version {version} --locked"
            ),
        )?;
        if has_version(program, version)? {
            return Ok(());
        }
        Err(Failure::new(
            format!("{program} was installed, but does not say that it is {version}"),
            format!("Run `{program} --version`, and remove an older one that stands before it on PATH."),
        ))
    })
}

fn has_version(program: &str, version: &str) -> Outcome<bool> {
    let mut ask = process::command(program)?;
    let answer = ask.arg("--version").stderr(Stdio::null()).output();
    // A program that is not there is an answer too.
    let Ok(answer) = answer else { return Ok(false) };
    let said = String::from_utf8_lossy(&answer.stdout);
    Ok(said.split_whitespace().any(|word| word == version))
}

/// The crates' sources. Trunk works offline, so that it downloads no tools behind our back; the crates must
/// be there before it starts.
fn crates() -> Outcome<()> {
    let lock = workspace::root().join("Cargo.lock");
    let fingerprint = fingerprint::of(&["Cargo.lock"], "")?;
    fingerprint::once("crates", &fingerprint, &lock, || {
        say::step("Fetch the crates' sources", || {
            let mut fetch = process::command("cargo")?;
            process::run(
                fetch.args(["fetch", "--quiet"]),
                "Look at Cargo's message above; without a network, run this once where there is one.",
            )
        })
    })
    .map(drop)
}

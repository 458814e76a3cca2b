//! Finds a Chromium or Chrome for the browser tests, and sets one up where there is none; finds a Firefox.

use std::path::{Path, PathBuf};

use crate::process;
use crate::say::{self, Failure, Outcome};

const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge"];

const PLACES: &[&str] = &[
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

const FIREFOX: &[&str] = &["firefox-esr", "firefox"];

const FIREFOX_PLACES: &[&str] =
    &["/Applications/Firefox.app/Contents/MacOS/firefox", "C:\\Program Files\\Mozilla Firefox\\firefox.exe"];

/// A Firefox, where there is one: it is not set up. `COLDSTART_FIREFOX` names another.
pub fn firefox() -> Option<PathBuf> {
    found("COLDSTART_FIREFOX", FIREFOX, FIREFOX_PLACES)
}

/// The browser to test with. `COLDSTART_BROWSER` names another.
pub fn find_or_install() -> Outcome<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    say::step("Set up Chromium", install)?;
    find().or_else(playwrights_own).ok_or_else(no_browser)
}

fn find() -> Option<PathBuf> {
    found("COLDSTART_BROWSER", NAMES, PLACES)
}

/// The program that a variable of the environment names, or the first of these names or places that is one.
fn found(variable: &str, names: &[&str], places: &[&str]) -> Option<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    named
        .filter(|path| path.is_file())
        .or_else(|| names.iter().find_map(|name| process::find(name)))
        .or_else(|| places.iter().map(PathBuf::from).find(|path| path.is_file()))
}

fn install() -> Outcome<()> {
    let mend = "Install Chromium or Chrome yourself, or set COLDSTART_BROWSER to the path of one.";
    if process::find("apt-get").is_some() && is_root() {
        process::run(process::command("apt-get")?.args(["-qq", "update"]), mend)?;
        let mut install = process::command("apt-get")?;
        install.env("DEBIAN_FRONTEND", "noninteractive");
        return process::run(install.args(["-qq", "install", "-y", "chromium"]), mend);
    }
    process::run(process::command("npx")?.args(["playwright", "install", "chromium"]), mend)
}

/// Where `npx playwright install` put its browser.
fn playwrights_own() -> Option<PathBuf> {
    let script = "import('playwright-core').then(p => console.log(p.chromium.executablePath()))";
    let mut node = process::command("node").ok()?;
    let path = process::output(node.args(["-e", script]), "").ok()?;
    Some(PathBuf::from(path.trim())).filter(|path| path.is_file())
}

/// Only root may install packages, and only root must start Chromium without its sandbox.
fn is_root() -> bool {
    let mut ask = std::process::Command::new("id");
    ask.arg("-u");
    ask.output().is_ok_and(|answer| answer.stdout.trim_ascii() == b"0") && Path::new("/etc").exists()
}

fn no_browser() -> Failure {
    Failure::new(
        "no Chromium or Chrome was found",
        "Debian and Ubuntu: sudo apt-get install chromium. Fedora: sudo dnf install chromium.\n\
         macOS: brew install --cask chromium. Windows: winget install Google.Chrome.\n\
         Or set COLDSTART_BROWSER to the path of one.",
    )
}

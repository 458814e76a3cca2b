//! `cargo xtask serve`: the page on this machine, built if anything changed.

use std::process::Stdio;

use crate::process;
use crate::say::{self, Outcome};
use crate::{build, server};

/// The port when none is asked for.
pub const PORT: u16 = 8080;

/// What the command line asked for.
#[derive(Debug)]
pub struct Request {
    /// The port to listen at.
    pub port: u16,
    /// Whether to open a browser.
    pub open: bool,
    /// Whether to build first.
    pub build: bool,
    /// The path below which the page is served.
    pub below: String,
}

/// Serves until the process is ended.
pub fn serve(request: &Request) -> Outcome<()> {
    if request.build {
        // The limits of size are `test`'s to enforce; whoever tries something out is only told.
        if let Err(failure) = build::build()?.check() {
            failure.print();
        }
    }
    let page = server::built_page()?;
    let running = server::start(&page, request.port, &request.below)?;
    println!("\n  Coldstart is at {}", running.address);
    println!("  Ctrl-C ends it. After an edit, run this again: only what changed is built.\n");
    if request.open {
        open(&running.address);
    }
    loop {
        std::thread::park();
    }
}

/// Opens a browser where there is a screen; elsewhere the printed address has to do.
fn open(address: &str) {
    let has = |name: &str| std::env::var_os(name).is_some();
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else if has("DISPLAY") || has("WAYLAND_DISPLAY") {
        "xdg-open"
    } else {
        return;
    };
    let started = process::command(program).and_then(|mut command| {
        command.arg(address).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().map_err(|error| crate::say::Failure::new(error.to_string(), ""))
    });
    if started.is_err() {
        say::note("No browser could be opened; open the address yourself.");
    }
}

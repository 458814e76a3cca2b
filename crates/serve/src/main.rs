//! The simulated AWS behind a port of this machine: `AWS_ENDPOINT_URL=http://127.0.0.1:4566 aws s3 ls`.
//!
//! This crate owns what the cloud must not know: connections, clocks, files, signals. One thread does everything, so
//! that the cloud is asked one thing after another.

mod admin;
mod body;
mod clock;
mod coverage;
mod front;
mod host;
mod options;
mod patient;
mod record;
mod routing;
mod state;
mod watch;
mod wire;

use std::process::ExitCode;

use crate::front::Front;
use crate::options::{Asked, Options, USAGE};

/// A request makes some hundred small values and drops them at once, which is most of what it costs with the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let options = match options::read(std::env::args().skip(1)) {
        Ok(Asked::Serve(options)) => options,
        Ok(Asked::Help) => {
            say(USAGE);
            return ExitCode::SUCCESS;
        }
        Ok(Asked::Coverage) => {
            say(&coverage::table());
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("{error}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match serve(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(options: Options) -> Result<(), Box<dyn std::error::Error>> {
    let template = options.template.as_deref().map(state::read_template).transpose()?;
    let front =
        Front::new(state::start(options.seed, template, options.state.as_deref())?, options.auth, options.patience);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let served =
        runtime.block_on(tokio::task::LocalSet::new().run_until(std::rc::Rc::clone(&front).serve(options.port)));
    // What was asked before a failure is worth keeping too.
    if let Some(path) = &options.state {
        state::save(path, &front.host())?;
        say(&format!("Saved to {}.", path.display()));
    }
    Ok(served?)
}

/// Writes a line to the standard output. Whoever started the server may have stopped reading, which is no reason to end.
fn say(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout(), "{line}");
}

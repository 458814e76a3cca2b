//! `cargo xtask serve | test | build | server | bench`: sets up what is missing, then does it.
//!
//! Made for a fresh machine that has rustup's Rust and Node.js and nothing else. Every step says what it
//! does and how long it took, and a step that fails says how to mend it. It must not know what the page
//! or the cloud do: it only knows how they are built, weighed, served and tested.

mod bench;
mod browser;
mod build;
mod clients;
mod fingerprint;
mod offline;
mod process;
mod say;
mod serve;
mod server;
mod setup;
mod site;
mod split;
mod test;
mod trained;
mod wasm_opt;
mod weigh;
mod workspace;

use std::process::ExitCode;

use say::{Failure, Outcome};

const HELP: &str = "\
cargo xtask COMMAND

  serve   build the page if anything changed, and serve it
            --port N      the port to use (8080)
            --no-open     do not open a browser
            --no-build    serve dist/ as it is
            --at PATH     serve below a path, such as /learn/
  test    run everything: format, lints, Rust tests, AWS's own clients, the page's build, browser tests
            --only NAME   run one step: fmt, clippy, rust, clients, build or browser
  build   make dist/, which any static host serves, from any path
  server  build the server for AWS's own clients as fast as it gets, and say where it lies: a quarter of an hour
  bench   measure, print a table, and write BENCHMARKS.md
            --only NAME   one kind: native, browser or server
";

fn main() -> ExitCode {
    if let Some(done) = split::stand_in() {
        return done;
    }
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Err(failure) = run(&words) {
        failure.print();
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn run(words: &[String]) -> Outcome<()> {
    let Some((command, options)) = words.split_first() else {
        print!("{HELP}");
        return Ok(());
    };
    let mut options = Options::new(options);
    match command.as_str() {
        "serve" => {
            let request = serve::Request {
                port: options.number("--port")?.unwrap_or(serve::PORT),
                open: !options.flag("--no-open"),
                build: !options.flag("--no-build"),
                below: options.value("--at")?.unwrap_or_else(|| "/".to_owned()),
            };
            options.end()?;
            serve::serve(&request)
        }
        "test" => {
            let only = options.value("--only")?;
            options.end()?;
            test::test(only.as_deref())
        }
        "build" => {
            options.end()?;
            build::build().map(drop)
        }
        "server" => {
            options.end()?;
            println!("{}", trained::server()?.display());
            Ok(())
        }
        "bench" => {
            let only = options.value("--only")?;
            options.end()?;
            bench::bench(only.as_deref())
        }
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(Failure::new(format!("there is no command '{other}'"), "Run `cargo xtask help` for the list.")),
    }
}

/// What follows the command's name; whatever is not asked for by the end is refused, so that a mistyped
/// option is never ignored.
struct Options {
    words: Vec<String>,
}

impl Options {
    fn new(words: &[String]) -> Self {
        Self { words: words.to_vec() }
    }

    fn flag(&mut self, name: &str) -> bool {
        let found = self.words.iter().position(|word| word == name);
        found.map(|at| self.words.remove(at)).is_some()
    }

    fn value(&mut self, name: &str) -> Outcome<Option<String>> {
        let Some(at) = self.words.iter().position(|word| word == name) else {
            return Ok(None);
        };
        self.words.remove(at);
        if at < self.words.len() {
            return Ok(Some(self.words.remove(at)));
        }
        Err(Failure::new(format!("{name} needs a value"), "Run `cargo xtask help` for the list."))
    }

    fn number(&mut self, name: &str) -> Outcome<Option<u16>> {
        let Some(text) = self.value(name)? else {
            return Ok(None);
        };
        let number = text
            .parse()
            .map_err(|_| Failure::new(format!("{name} {text} is no port"), "Give a number from 1 to 65535."))?;
        Ok(Some(number))
    }

    fn end(&self) -> Outcome<()> {
        match self.words.first() {
            None => Ok(()),
            Some(word) => {
                Err(Failure::new(format!("'{word}' is no option here"), "Run `cargo xtask help` for the list."))
            }
        }
    }
}

//! `cargo xtask test`: everything that a change must pass, in the order that tells soonest.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::process::{self, WASM};
use crate::say::{self, Failure, Outcome};
use crate::{browser, build, clients, server, setup, workspace};

/// The page is tested below a path, because a school puts it wherever it has room.
const BELOW: &str = "/learn/coldstart/";

/// The steps, in their order.
const STEPS: [&str; 8] = ["fmt", "clippy", "rust", "clients", "build", "runtimes", "hostile", "browser"];

/// What the steps counted. A step that is no test runner counts as one when it fails.
#[derive(Default)]
struct Count {
    passed: usize,
    failed: usize,
    failures: Vec<Failure>,
}

/// Runs every step, also after one failed, and ends with the sum of all that was counted.
pub fn test(only: Option<&str>) -> Outcome<()> {
    let wanted = |name: &str| only.is_none_or(|only| only == name);
    if let Some(name) = only.filter(|name| !STEPS.contains(name)) {
        return Err(Failure::new(format!("there is no step '{name}'"), format!("The steps are {}.", STEPS.join(", "))));
    }
    let mut count = Count::default();
    setup::wasm_target()?;
    let ahead = only.is_none().then(Ahead::begin).transpose()?;
    if wanted("fmt") {
        count.check("Format", format);
    }
    if wanted("clippy") {
        count.check("Lints, native", lints);
        count.check("Lints, the page", page_lints);
    }
    if wanted("rust") {
        count.tests("Rust tests", rust_tests);
    }
    if wanted("clients") {
        count.tests("AWS's own clients", clients::run);
    }
    if ["build", "runtimes", "hostile", "browser"].iter().any(|name| wanted(name)) {
        if let Some(ahead) = ahead {
            ahead.tell()?;
        }
        let mut weight = None;
        let built = count.check("The page", || build::build().map(|built| weight = Some(built)));
        if let Some(weight) = weight {
            count.check("The page's weight", || weight.check());
        }
        if built && wanted("runtimes") {
            count.tests("Handlers of Node", || handlers(&["nodejs"], browser::find_or_install()?));
            count.tests("Handlers of Python", || handlers(&["python"], browser::find_or_install()?));
            count.tests("Pillow", pillow);
        }
        if built && only.is_none() {
            // All of them take a quarter of an hour, so that they run only when they are asked for.
            count.tests("A few handlers of each kind that mean harm", || {
                hostile(&["chromium", "--brief"], browser::find_or_install()?)
            });
        }
        if built && only == Some("hostile") {
            count.tests("Handlers that mean harm, in Chromium", || hostile(&["chromium"], browser::find_or_install()?));
            match browser::firefox() {
                Some(firefox) => {
                    count.tests("Handlers that mean harm, in Firefox", || hostile(&["firefox"], firefox.clone()));
                    count.tests("Handlers of Node, in Firefox", || handlers(&["nodejs", "--firefox"], firefox));
                }
                None => say::note("no Firefox was found: handlers that mean harm were not tried in it"),
            }
        }
        if built && wanted("browser") {
            count.tests("Browser tests", browser_tests);
        }
    }
    count.close()
}

/// A build of the page beside the first steps. Its longest part, the linker's, is the work of one thread.
struct Ahead {
    build: Child,
    said: PathBuf,
}

impl Ahead {
    fn begin() -> Outcome<Self> {
        let said = workspace::stamps().join("build.log");
        workspace::make_folder(&workspace::stamps())?;
        let failed = |error: std::io::Error| Failure::file("write", &said, &error);
        let log = File::create(&said).map_err(failed)?;
        let again = log.try_clone().map_err(failed)?;
        let program = std::env::current_exe().map_err(failed)?;
        let build = Command::new(program).arg("build").stdin(Stdio::null()).stdout(log).stderr(again).spawn();
        Ok(Self { build: build.map_err(failed)?, said })
    }

    /// Waits for its end and passes on what it said. What has failed is built, and told, by the step that comes then.
    fn tell(mut self) -> Outcome<()> {
        let failed = |error: std::io::Error| Failure::file("read", &self.said, &error);
        self.build.wait().map_err(failed)?;
        for line in std::fs::read_to_string(&self.said).map_err(failed)?.lines() {
            println!("{line}");
        }
        Ok(())
    }
}

impl Count {
    fn check(&mut self, name: &str, work: impl FnOnce() -> Outcome<()>) -> bool {
        let outcome = say::step(name, work);
        let good = outcome.is_ok();
        if let Err(failure) = outcome {
            self.failed += 1;
            self.failures.push(failure);
        }
        good
    }

    fn tests(&mut self, name: &str, work: impl FnOnce() -> Outcome<(bool, String)>) {
        let outcome = say::step(name, || {
            let (good, text) = work()?;
            let (passed, failed) = counted(&text);
            self.passed += passed;
            self.failed += failed;
            if good {
                return Ok(());
            }
            // A runner that could not start its tests has failed although it counted none.
            self.failed += usize::from(failed == 0);
            Err(Failure::new(
                format!("{name}: {} failed", failed.max(1)),
                "The runner's output above names each test and how to run it alone.",
            ))
        });
        if let Err(failure) = outcome {
            self.failures.push(failure);
        }
    }

    fn close(self) -> Outcome<()> {
        for failure in &self.failures {
            failure.print();
        }
        // A failed set-up reached no runner, and is a failure all the same.
        let failed = self.failed.max(self.failures.len());
        println!("\n{} passed, {failed} failed", self.passed);
        if failed == 0 {
            return Ok(());
        }
        std::process::exit(1);
    }
}

fn format() -> Outcome<()> {
    let mut cargo = process::command("cargo")?;
    process::run(cargo.args(["fmt", "--all", "--check"]), "Run `cargo fmt --all`.")
}

fn lints() -> Outcome<()> {
    clippy(&["--workspace", "--all-targets"])
}

fn page_lints() -> Outcome<()> {
    clippy(&["--package", "coldstart", "--target", WASM])
}

fn clippy(what: &[&str]) -> Outcome<()> {
    let mut cargo = process::command("cargo")?;
    cargo.args(["clippy", "--quiet"]).args(what).args(["--", "-D", "warnings"]);
    process::run(&mut cargo, "Mend what clippy names above; its messages say how.")
}

fn rust_tests() -> Outcome<(bool, String)> {
    let mut cargo = process::command("cargo")?;
    if process::find("cargo-nextest").is_some() {
        cargo.args(["nextest", "run", "--workspace", "--no-fail-fast", "--no-tests=pass"]);
        cargo.args(["--status-level", "fail", "--final-status-level", "fail", "--cargo-quiet"]);
    } else {
        cargo.args(["test", "--quiet", "--workspace", "--no-fail-fast"]);
    }
    process::tee(&mut cargo, "Rust's own `cargo` must be on PATH.")
}

/// The module that Pillow's tests and the handlers with pictures need, as the page has it.
const IMAGING: &str = "assets/functions/imaging.wasm";

/// The table of handlers of a language, in the cage alone.
fn handlers(words: &[&str], browser: PathBuf) -> Outcome<(bool, String)> {
    let page = server::built_page()?;
    let mut node = process::command("node")?;
    node.arg("tests/runtimes/run.mjs").args(words).env("COLDSTART_BROWSER", browser);
    node.env("COLDSTART_RUNTIMES", page.join("assets/runtimes")).env("COLDSTART_IMAGING", page.join(IMAGING));
    process::tee(&mut node, "Run the same line by itself with a part of a handler's name to see it alone.")
}

/// Handlers that mean harm, in the built page in a browser.
fn hostile(words: &[&str], browser: PathBuf) -> Outcome<(bool, String)> {
    let mut node = process::command("node")?;
    node.arg("tests/runtimes/hostile.mjs").args(words).env("COLDSTART_BROWSER", browser);
    node.env("COLDSTART_DIST", server::built_page()?);
    process::tee(&mut node, "Run the same line by itself with a part of a handler's name to see it alone.")
}

/// Pillow over our module beside Pillow's own.
fn pillow() -> Outcome<(bool, String)> {
    let mut node = process::command("node")?;
    node.args(["tests/pillow/run.mjs", "--wasm"]).arg(server::built_page()?.join(IMAGING));
    process::tee(&mut node, "Run the same line by itself with --only and a part of a case's name.")
}

fn browser_tests() -> Outcome<(bool, String)> {
    let browser = browser::find_or_install()?;
    // What runs in the page as a learner's program is the SDK that the clients' tests use.
    setup::npm_packages_of("tests/clients")?;
    let page = server::start(&server::built_page()?, 0, BELOW)?;
    say::note(format!("{} opens {}", browser.display(), page.address));
    let mut playwright: Command = process::command("playwright")?;
    playwright.arg("test");
    playwright.env("COLDSTART_BROWSER", browser).env("COLDSTART_URL", page.address);
    process::tee(&mut playwright, "Delete node_modules and run this again.")
}

/// Adds up the closing lines of nextest, cargo test, Playwright, pytest and our reporter for Node's tests.
fn counted(text: &str) -> (usize, usize) {
    let (mut passed, mut failed) = (0, 0);
    for whole in text.lines() {
        let line = whole.trim().trim_matches('=').trim();
        let closes = line.starts_with("Summary [")
            // Indented, it is the output of a failed test, whose runner counts it.
            || whole.starts_with("test result:")
            || line.starts_with(|first: char| first.is_ascii_digit());
        if !closes {
            continue;
        }
        let words: Vec<&str> = line.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
        for pair in words.windows(2) {
            let Ok(number) = pair[0].parse::<usize>() else {
                continue;
            };
            match pair[1] {
                "passed" => passed += number,
                "failed" => failed += number,
                _ => {}
            }
        }
    }
    (passed, failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_added_up() {
        let nextest = "     Summary [   0.2s] 12 tests run: 10 passed (1 slow), 2 failed, 1 skipped";
        let cargo = "test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured";
        let within = "  stdout ───\n    test result: FAILED. 0 passed; 1 failed\n     Summary [ 1.0s] 2 tests run: 1 passed, 1 failed";
        let playwright = "  1 failed\n    shell.spec.mjs:3:1 › loads\n  4 passed (3.2s)";
        assert_eq!(counted(nextest), (10, 2));
        assert_eq!(counted(cargo), (3, 1));
        assert_eq!(counted(within), (1, 1));
        assert_eq!(counted(playwright), (4, 1));
        assert_eq!(counted("===== 1 failed, 9 passed, 2 skipped in 3.21s ====="), (9, 1));
        assert_eq!(counted("the name of a test that passed, 3 passed"), (0, 0));
    }
}

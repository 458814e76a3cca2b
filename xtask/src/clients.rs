//! `cargo xtask test --only clients`: AWS's own clients, unmodified, against `crates/serve`.
//!
//! Each suite of `tests/clients` gets a server of its own, empty and on a free port, and runs as its client's users
//! would run it. Two suites run side by side. It must not know what they test.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use crate::say::{self, Failure, Outcome};
use crate::{fingerprint, process, setup, workspace};

/// The suites, those that take longest first: a folder of `tests/clients`, and what runs it.
const SUITES: [(&str, Runner); 6] = [
    ("awscli", Runner::Python),
    ("boto3", Runner::Python),
    ("sdk-v3", Runner::Node),
    ("sdk-v2", Runner::Node),
    ("terraform", Runner::Python),
    ("templates", Runner::Python),
];
/// How long a server may take to end.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many suites run at once. Each has its client and its server at work.
const AT_ONCE: usize = 2;
/// Keys that the server takes, and nothing of the user's own settings.
const ENVIRONMENT: [(&str, &str); 8] = [
    ("AWS_ACCESS_KEY_ID", "test"),
    ("AWS_SECRET_ACCESS_KEY", "test"),
    ("AWS_DEFAULT_REGION", "us-east-1"),
    ("AWS_REGION", "us-east-1"),
    ("AWS_EC2_METADATA_DISABLED", "true"),
    ("AWS_MAX_ATTEMPTS", "1"),
    ("NO_PROXY", "127.0.0.1,localhost"),
    ("NODE_NO_WARNINGS", "1"),
];
/// What would make a client act as someone else, or elsewhere.
const NOT_THE_USERS: [&str; 4] = ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_CA_BUNDLE", "AWS_DEFAULT_OUTPUT"];

const NO_PYTHON: &str = "Install Python 3.10 or newer with its venv module, from https://www.python.org or your system's\n\
                         packages; on Debian and Ubuntu: apt-get install python3 python3-venv";

#[derive(Clone, Copy)]
enum Runner {
    Python,
    Node,
}

/// Builds the server and runs every suite. Returns whether all passed, and what they printed.
pub fn run() -> Outcome<(bool, String)> {
    // The Rust tests have built it: asked for by itself, it would be built once more, with other features.
    against(&process::built("serve", &["test", "--no-run", "--workspace"])?)
}

/// Installs the clients and runs every suite against servers of this program.
pub fn against(server: &Path) -> Outcome<(bool, String)> {
    let python = virtual_environment()?;
    setup::npm_packages_of("tests/clients")?;
    let waiting = Mutex::new(SUITES.iter());
    let done = Mutex::new(Vec::new());
    thread::scope(|threads| {
        for _ in 0..AT_ONCE {
            threads.spawn(|| {
                loop {
                    let next = waiting.lock().expect("no thread panics with it").next();
                    let Some((name, runner)) = next else { return };
                    let outcome = suite(name, *runner, &python, server);
                    done.lock().expect("no thread panics with it").push(outcome);
                }
            });
        }
    });
    let mut all = (true, String::new());
    for outcome in done.into_inner().expect("no thread panics with it") {
        let (good, text) = outcome?;
        all.0 &= good;
        all.1.push_str(&text);
    }
    Ok(all)
}

/// Runs one suite against a server of its own, and prints what it printed when it is done, so that two do not mix.
fn suite(name: &str, runner: Runner, python: &Path, server: &Path) -> Outcome<(bool, String)> {
    let folder = workspace::root().join("tests/clients");
    let server = Server::start(server)?;
    let mut command = match runner {
        Runner::Python => {
            let mut command = Command::new(python);
            command.args(["-m", "pytest", "-v", name]);
            command.env("PYTHONDONTWRITEBYTECODE", "1");
            command
        }
        Runner::Node => {
            let mut command = process::command("node")?;
            command.args(["--test", "--test-timeout=60000", "--test-reporter=./reporter.mjs"]);
            command.args(tests_in(&folder.join(name))?);
            command
        }
    };
    let nothing = if cfg!(windows) { "NUL" } else { "/dev/null" };
    command.current_dir(&folder).stdin(Stdio::null()).envs(ENVIRONMENT).env("AWS_ENDPOINT_URL", &server.address);
    command.env("AWS_CONFIG_FILE", nothing).env("AWS_SHARED_CREDENTIALS_FILE", nothing);
    for variable in NOT_THE_USERS {
        command.env_remove(variable);
    }
    let mend = "Delete target/clients and tests/clients/node_modules, and run this again.";
    let output =
        command.output().map_err(|error| Failure::new(format!("{name} could not be started: {error}"), mend))?;
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    say::note(format!("{name}, against {}:", server.address));
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        say::note(format!("  {line}"));
    }
    Ok((output.status.success(), text))
}

/// A Python of our own, with what `tests/clients/requirements.txt` names.
fn virtual_environment() -> Outcome<PathBuf> {
    let folder = workspace::root().join("target/clients/python");
    let (python, program) = if cfg!(windows) { ("python", "Scripts/python.exe") } else { ("python3", "bin/python") };
    let version = process::output(process::command(python)?.arg("--version"), NO_PYTHON)?;
    let program = folder.join(program);
    let fingerprint = fingerprint::of(&["tests/clients/requirements.txt"], &version)?;
    fingerprint::once("clients-python", &fingerprint, &program, || {
        say::step("Install boto3, the AWS CLI, cfn-lint and the SAM translator", || {
            let mut make = process::command(python)?;
            process::run(make.args(["-m", "venv", "--clear"]).arg(&folder), NO_PYTHON)?;
            let mut install = Command::new(&program);
            install.current_dir(workspace::root());
            install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
            process::run(
                install.args(["--requirement", "tests/clients/requirements.txt"]),
                "Look at pip's message above. Without a network, run this once where there is one.",
            )
        })
    })?;
    Ok(program)
}

/// A suite's test files, in order.
fn tests_in(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = workspace::files(folder)?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    Ok(files)
}

/// A running server; dropped, it is ended.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(program: &Path) -> Outcome<Self> {
        let mend = "Run `cargo run -p serve` and look at what it says.";
        let failed = |what: String| Failure::new(format!("the server could not be started: {what}"), mend);
        let mut child = Command::new(program)
            .args(["--port", "0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        let mut line = String::new();
        let stdout = child.stdout.take().expect("standard output was piped");
        let read = BufReader::new(stdout).read_line(&mut line);
        match line.trim().split_once(" is at ") {
            Some((_, address)) if read.is_ok() => Ok(Self { child, address: address.to_owned() }),
            _ => Err(failed(format!("it said {line:?}"))),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that counts what it runs through writes that at its end, so it is asked to end first.
        let asked = cfg!(unix) && Command::new("kill").arg(self.child.id().to_string()).status().is_ok();
        let until = Instant::now() + PATIENCE;
        while asked && Instant::now() < until && matches!(self.child.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! Running other programs: found on a PATH that has our own tools first, and silent unless they fail.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use crate::say::{Failure, Outcome};
use crate::workspace;

/// Where Cargo is told to build for the browser.
pub const WASM: &str = "wasm32-unknown-unknown";

/// A command that runs in the project's root, with our tools and npm's first on its PATH.
pub fn command(program: &str) -> Outcome<Command> {
    let path = search_path()?;
    // Windows names npm's and npx's scripts `.cmd`, which a bare name does not find.
    let found = find_in(&path, program).unwrap_or_else(|| PathBuf::from(program));
    let mut command = Command::new(found);
    command.current_dir(workspace::root()).env("PATH", path);
    // Cargo describes the xtask package to us by these; another cargo must not take them for its own.
    for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "CARGO_PKG_VERSION"] {
        command.env_remove(name);
    }
    Ok(command)
}

/// Whether a program is on our PATH, and where.
pub fn find(program: &str) -> Option<PathBuf> {
    find_in(&search_path().ok()?, program)
}

fn search_path() -> Outcome<OsString> {
    let mut folders = vec![workspace::tools()?.join("bin"), workspace::root().join("node_modules/.bin")];
    if let Some(path) = std::env::var_os("PATH") {
        folders.extend(std::env::split_paths(&path));
    }
    std::env::join_paths(folders).map_err(|error| {
        Failure::new(
            format!("PATH cannot be extended: {error}"),
            "Remove the folder with a separator in its name from PATH.",
        )
    })
}

fn find_in(path: &OsString, program: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ""] } else { &[""] };
    std::env::split_paths(path)
        .flat_map(|folder| endings.iter().map(move |end| folder.join(format!("{program}{end}"))))
        .find(|file| file.is_file())
}

/// Runs a command whose output goes straight to the terminal.
pub fn run(command: &mut Command, mend: &str) -> Outcome<()> {
    let name = name_of(command);
    let status = command.status().map_err(|error| cannot_start(&name, &error, mend))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("{name} ended with {status}"), mend))
}

/// Runs a command and returns what it wrote to standard output; its standard error goes to the terminal.
pub fn output(command: &mut Command, mend: &str) -> Outcome<String> {
    let name = name_of(command);
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| cannot_start(&name, &error, mend))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Failure::new(format!("{name} ended with {}", output.status), mend))
}

/// Builds a program of ours with what else cargo is told to build, and says where it lies.
pub fn built(program: &str, asked: &[&str]) -> Outcome<PathBuf> {
    built_with(program, asked, &[])
}

/// As [`built`], with variables of cargo's environment.
pub fn built_with(program: &str, asked: &[&str], environment: &[(&str, &str)]) -> Outcome<PathBuf> {
    let mut cargo = command("cargo")?;
    cargo.envs(environment.iter().copied()).args(asked).args(["--quiet", "--message-format=json-render-diagnostics"]);
    let mend = "Mend what the compiler names above.";
    let messages = output(&mut cargo, mend)?;
    let executable = messages.lines().rev().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let is_it = message["target"]["name"] == program && message["profile"]["test"] == false;
        is_it.then(|| message["executable"].as_str().map(PathBuf::from)).flatten()
    });
    executable.ok_or_else(|| Failure::new(format!("cargo did not say where {program} is"), mend))
}

/// Runs a command, passes its output on as it comes, and also returns it with whether it succeeded:
/// for test runners, whose closing line is counted.
pub fn tee(command: &mut Command, mend: &str) -> Outcome<(bool, String)> {
    let name = name_of(command);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| cannot_start(&name, &error, mend))?;
    let stdout = child.stdout.take().expect("standard output was piped");
    let stderr = child.stderr.take().expect("standard error was piped");
    let errors = thread::spawn(move || pass_on(stderr, &mut std::io::stderr()));
    let mut text = pass_on(stdout, &mut std::io::stdout());
    text.push_str(&errors.join().expect("copying lines does not panic"));
    let status = child.wait().map_err(|error| cannot_start(&name, &error, mend))?;
    Ok((status.success(), text))
}

fn pass_on(from: impl Read, to: &mut impl Write) -> String {
    let mut text = String::new();
    for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        // A closed terminal is no reason to lose the count.
        let _ = writeln!(to, "{line}");
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn name_of(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(program.as_os_str()).to_string_lossy();
    let first = command.get_args().next().map(|word| word.to_string_lossy());
    first.map_or_else(|| name.to_string(), |first| format!("{name} {first}"))
}

fn cannot_start(name: &str, error: &std::io::Error, mend: &str) -> Failure {
    Failure::new(format!("{name} could not be started: {error}"), mend)
}

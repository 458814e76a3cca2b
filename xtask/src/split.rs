//! Cuts the page's wasm into parts where `src/parts.rs` says so, so that the entrance does not wait for the rest.
//!
//! The cut must be made between the compiler and wasm-bindgen, where Trunk has no hook. So this program stands in for
//! wasm-bindgen while Trunk runs: it cuts, hands the main part on to the real one, and keeps the other parts until
//! Trunk is done with `dist/`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use wasm_split_cli_support as splitter;

use crate::process;
use crate::say::{self, Failure, Outcome};
use crate::{fingerprint, wasm_opt, workspace};

const NAME: &str = "wasm-bindgen";
/// Where the stand-in finds the real wasm-bindgen, and where it puts the parts.
const REAL: &str = "COLDSTART_WASM_BINDGEN";
const PARTS: &str = "COLDSTART_PARTS";
/// What the loader calls the main module until Trunk has named it.
const MAIN: &str = "./main.js";
/// How the loader's and the parts' names begin in `dist/`.
pub const PREFIX: &str = "part-";

fn parts() -> PathBuf {
    workspace::root().join("target/parts")
}

/// Lets Trunk meet the stand-in where it looks for wasm-bindgen.
pub fn intercept(trunk: &mut Command) -> Outcome<()> {
    let real = process::find(NAME).ok_or_else(|| {
        Failure::new("wasm-bindgen is not there", "Run `cargo xtask build` again, which installs it.")
    })?;
    let folder = workspace::root().join("target/stand-in");
    workspace::make_folder(&folder)?;
    let own = std::env::current_exe().map_err(|error| Failure::file("find", Path::new("xtask"), &error))?;
    let stand_in = folder.join(format!("{NAME}{}", std::env::consts::EXE_SUFFIX));
    // A running program's file cannot be written over on every system; a new one can take its name.
    let _ = fs::remove_file(&stand_in);
    fs::copy(&own, &stand_in).map_err(|error| Failure::file("copy", &own, &error))?;
    let path = trunk.get_envs().find_map(|(name, value)| (name == "PATH").then_some(value?.to_owned()));
    let path = path.unwrap_or_default();
    let folders = std::iter::once(folder).chain(std::env::split_paths(&path));
    let path = std::env::join_paths(folders)
        .map_err(|error| Failure::new(format!("PATH cannot be extended: {error}"), "Rename the folder it names."))?;
    trunk.env("PATH", path).env(REAL, real).env(PARTS, parts());
    Ok(())
}

/// Does wasm-bindgen's work when this program was started by its name; else nothing.
pub fn stand_in() -> Option<ExitCode> {
    let mut words = std::env::args_os();
    let called = PathBuf::from(words.next()?);
    if called.file_stem()? != NAME {
        return None;
    }
    let words: Vec<OsString> = words.collect();
    Some(hand_on(words).unwrap_or_else(|failure| {
        failure.print();
        ExitCode::FAILURE
    }))
}

fn hand_on(mut words: Vec<OsString>) -> Outcome<ExitCode> {
    let (Some(real), Some(parts)) = (std::env::var_os(REAL), std::env::var_os(PARTS)) else {
        return Err(Failure::new(
            "this wasm-bindgen is a stand-in that only `cargo xtask build` may call",
            "Remove target/stand-in from PATH.",
        ));
    };
    if let Some(input) = words.iter_mut().find(|word| Path::new(word).extension().is_some_and(|end| end == "wasm")) {
        *input = cut(Path::new(&input), Path::new(&parts))?.into_os_string();
        // The parts share the main part's memory and table.
        words.push("--keep-lld-exports".into());
    }
    let status = Command::new(&real).args(words).status();
    let status = status.map_err(|error| Failure::file("start", Path::new(&real), &error))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Cuts `input` into files of the folder; gives the main part's.
fn cut(input: &Path, folder: &Path) -> Outcome<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| Failure::file("empty", folder, &error))?;
    }
    workspace::make_folder(folder)?;
    let wasm = workspace::read(input)?;
    let main = folder.join(input.file_name().unwrap_or_default());
    // Named by what it loads, so that an old page never meets a new loader.
    let loader = format!("./{PREFIX}{}.js", fingerprint::of_bytes(&wasm));
    let mut options = splitter::Options::new(&wasm);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = &loader;
    options.main_module = MAIN;
    splitter::transform(options).map_err(|error| {
        Failure::new(
            format!("the wasm could not be cut into parts: {error:#}"),
            "The linker must keep its relocations: see `--emit-relocs` in .cargo/config.toml.",
        )
    })?;
    Ok(main)
}

/// Puts the parts and their loader beside the main part, which Trunk has named by now.
pub fn place(dist: &Path) -> Outcome<()> {
    let folder = parts();
    let main = workspace::files(dist)?
        .iter()
        .map(|file| workspace::web_path(dist, file))
        .find(|name| !name.contains('/') && name.starts_with("coldstart") && name.ends_with(".js"));
    let main = main.ok_or_else(|| {
        Failure::new("dist/ has no script of the page", "Look at Trunk's messages above; it names it coldstart-….js.")
    })?;
    let files = workspace::files(&folder)?;
    let ends = |file: &Path, end: &str| file.extension().is_some_and(|is| is == end);
    let Some(loader) = files.iter().find(|file| ends(file, "js")) else {
        return Err(Failure::new(
            "the wasm was not cut into parts",
            "Remove dist/ and target/stamps, and build again.",
        ));
    };
    let mut script = String::from_utf8_lossy(&workspace::read(loader)?).replace(MAIN, &format!("./{main}"));
    for part in
        files.iter().filter(|file| ends(file, "wasm") && file.file_stem().is_some_and(|stem| stem != "coldstart"))
    {
        let stem = part.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let small = part.with_extension("small");
        wasm_opt::optimise("-Oz", part, &small)?;
        let bytes = workspace::read(&small)?;
        let name = format!("{PREFIX}{}-{}.wasm", stem.trim_start_matches("split_"), fingerprint::of_bytes(&bytes));
        workspace::write(&dist.join(&name), &bytes)?;
        script = script.replace(&format!("./{stem}.wasm"), &format!("./{name}"));
        say::note(format!("{name}, {}", say::size(bytes.len())));
    }
    let name = loader.file_name().unwrap_or_default();
    workspace::write(&dist.join(name), script.as_bytes())
}

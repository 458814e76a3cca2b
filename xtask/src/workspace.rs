//! Where things are: the project's folders, and the folder of tools that outlives `target/`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::say::{Failure, Outcome};

/// The project's root folder.
pub fn root() -> PathBuf {
    // Cargo sets this when it runs us, so that a project which was moved is found where it is now.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    here.and_then(|xtask| xtask.parent().map(Path::to_path_buf)).unwrap_or_else(|| PathBuf::from("."))
}

/// What Trunk copies to `dist/assets`.
pub fn site() -> PathBuf {
    root().join("target/site")
}

/// The finished page.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Fingerprints of what was built from what.
pub fn stamps() -> PathBuf {
    root().join("target/stamps")
}

/// Trunk and wasm-bindgen live in the user's cache folder: they take minutes to build, and a `cargo clean`
/// must not cost them.
pub fn tools() -> Outcome<PathBuf> {
    let home = || std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
    let variable = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let cache = variable("XDG_CACHE_HOME").or_else(|| {
        if cfg!(windows) {
            variable("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            home().map(|home| home.join("Library/Caches"))
        } else {
            home().map(|home| home.join(".cache"))
        }
    });
    let cache = cache.ok_or_else(|| {
        Failure::new(
            "no cache folder: this user has no home folder",
            "Set XDG_CACHE_HOME to a folder that you can write to.",
        )
    })?;
    Ok(cache.join("coldstart"))
}

/// Makes a folder and all above it.
pub fn make_folder(path: &Path) -> Outcome<()> {
    fs::create_dir_all(path).map_err(|error| Failure::file("make the folder", path, &error))
}

/// Reads a whole file.
pub fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| Failure::file("read", path, &error))
}

/// Writes a whole file, making its folder first.
pub fn write(path: &Path, bytes: &[u8]) -> Outcome<()> {
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    fs::write(path, bytes).map_err(|error| Failure::file("write", path, &error))
}

/// Every file below a folder, sorted by path; nothing when there is no such folder.
pub fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        let entries = fs::read_dir(&folder).map_err(|e| Failure::file("list", &folder, &e))?;
        for entry in entries {
            let path = entry.map_err(|e| Failure::file("list", &folder, &e))?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Makes `to` hold just what `from` holds.
pub fn mirror(from: &Path, to: &Path) -> Outcome<()> {
    if to.exists() {
        fs::remove_dir_all(to).map_err(|error| Failure::file("empty", to, &error))?;
    }
    for file in files(from)? {
        let name = file.strip_prefix(from).expect("listed below this folder");
        write(&to.join(name), &read(&file)?)?;
    }
    Ok(())
}

/// A path below `folder` as the web writes it, with forward slashes.
pub fn web_path(folder: &Path, file: &Path) -> String {
    let below = file.strip_prefix(folder).unwrap_or(file);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

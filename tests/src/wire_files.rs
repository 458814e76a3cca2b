//! The wire cases' folders and requests, and any folder's entries, in the order of their names.

use std::fs;
use std::path::{Path, PathBuf};

/// What lies in `folder`.
///
/// # Panics
/// When it cannot be read.
#[must_use]
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}

/// The folder of each case: `tests/wire/<service>/<case>`.
///
/// # Panics
/// When one cannot be read.
#[must_use]
pub fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("wire");
    entries(&root).iter().flat_map(|service| entries(service)).collect()
}

/// The files of a case's requests.
///
/// # Panics
/// When the folder cannot be read.
#[must_use]
pub fn requests(case: &Path) -> Vec<PathBuf> {
    entries(case).into_iter().filter(|path| path.extension().is_some_and(|end| end == "request")).collect()
}

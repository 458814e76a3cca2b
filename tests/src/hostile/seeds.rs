//! Good requests to begin with: those of the wire cases.

use std::fs;
use std::path::{Path, PathBuf};

use cloud::http::Request;

use crate::http_text;

/// Every request of the wire cases, in the order of their files.
///
/// # Panics
/// When a file cannot be read, or is no request.
#[must_use]
pub fn requests() -> Vec<Request> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("wire")];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "request") {
                found.push(path);
            }
        }
    }
    found.sort();
    found.iter().map(read).collect()
}

fn read(path: &PathBuf) -> Request {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    http_text::request(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())).request
}

//! Knowing that nothing changed: a hash of all that a step reads, kept beside what it made.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::say::Outcome;
use crate::workspace;

/// A hash over the names and contents of files and folders of the project.
pub fn of(paths: &[&str], more: &str) -> Outcome<String> {
    let root = workspace::root();
    let mut hash = Sha256::new();
    hash.update(more.as_bytes());
    for path in paths {
        let path = root.join(path);
        let files: Vec<PathBuf> = if path.is_file() { vec![path] } else { workspace::files(&path)? };
        for file in files {
            let bytes = workspace::read(&file)?;
            hash.update(workspace::web_path(&root, &file).as_bytes());
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(&bytes);
        }
    }
    Ok(short(&hash.finalize()))
}

/// A hash of bytes, long enough to tell builds apart and short enough to read.
pub fn of_bytes(bytes: &[u8]) -> String {
    short(&Sha256::digest(bytes))
}

fn short(digest: &[u8]) -> String {
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Does `work` unless `made` exists and was made from the same fingerprint. Returns whether it worked.
pub fn once(name: &str, fingerprint: &str, made: &Path, work: impl FnOnce() -> Outcome<()>) -> Outcome<bool> {
    let stamp = workspace::stamps().join(name);
    let known = std::fs::read_to_string(&stamp).unwrap_or_default();
    if known == fingerprint && made.exists() {
        return Ok(false);
    }
    // A step that fails half-way must run again, whatever it left behind.
    let _ = std::fs::remove_file(&stamp);
    work()?;
    workspace::write(&stamp, fingerprint.as_bytes())?;
    Ok(true)
}

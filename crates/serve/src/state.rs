//! The state file: read at start, written at stop, never half.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use crate::clock;
use crate::host::{Host, HostError};
use crate::record::{self, RecordError};

/// Why the server cannot start, or cannot keep its state.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The state file is damaged.
    #[error("{}, {reason}.\nThe file is left as it is. Move it away to start with an empty cloud.", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where and how.
        reason: RecordError,
    },
    /// The state file cannot be written.
    #[error("{} cannot be written: {reason}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: io::Error,
    },
    /// The template cannot be read.
    #[error("{} cannot be read: {reason}", path.display())]
    Template {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: io::Error,
    },
    /// What was kept cannot be brought back, or the template not be deployed.
    #[error(transparent)]
    Host(#[from] HostError),
}

/// What a server starts with, and returns to when it is reset.
pub struct Start {
    /// The cloud.
    pub host: Host,
    /// The template that an emptied cloud is given.
    pub template: Option<String>,
}

/// Reads a template.
///
/// # Errors
/// When the file cannot be read as UTF-8.
pub fn read_template(path: &Path) -> Result<String, StateError> {
    fs::read_to_string(path).map_err(|reason| StateError::Template { path: path.to_owned(), reason })
}

/// Brings back what `state` has, or begins anew with `seed` and `template`. A record has its own seed, and the
/// template that it began with.
///
/// # Errors
/// When the file is damaged or cannot be written, or the template does not deploy.
pub fn start(seed: u64, template: Option<String>, state: Option<&Path>) -> Result<Start, StateError> {
    if let Some(path) = state.filter(|path| path.exists()) {
        let damaged = |reason| StateError::Damaged { path: path.to_owned(), reason };
        let file = File::open(path).map_err(|error| damaged(error.into()))?;
        let record = record::read(BufReader::new(file)).map_err(damaged)?;
        return Ok(Start { host: Host::replay(record)?, template });
    }
    let mut host = Host::new(seed);
    if state.is_none() {
        host = host.without_record();
    }
    host.pass_to(clock::wall())?;
    if let Some(template) = &template {
        host.deploy(template)?;
    }
    // A folder that does not exist is better told now than after an afternoon's work.
    if let Some(path) = state {
        save(path, &host)?;
    }
    Ok(Start { host, template })
}

/// Writes the state: to a file beside it first, so that what was kept before is lost only once the new is whole.
///
/// # Errors
/// When it cannot be written; what was kept before is still there.
pub fn save(path: &Path, host: &Host) -> Result<(), StateError> {
    let mut beside: OsString = path.to_owned().into();
    beside.push(".new");
    let write = || -> io::Result<()> {
        let mut file = BufWriter::new(File::create(&beside)?);
        record::write(&host.record(), &mut file)?;
        file.flush()?;
        file.get_ref().sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(|reason| StateError::Unwritable { path: path.to_owned(), reason })
}

//! A function's files as the zip that Lambda takes.

use std::io::{Cursor, Write};

use bytes::Bytes;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The files, by their paths, as a zip that is the same whenever it is made.
///
/// # Errors
/// What the writer reports, such as a path that is too long.
pub fn zip(files: &[(&str, &str)]) -> Result<Bytes, ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in files {
        writer.start_file(*path, options)?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner().into())
}

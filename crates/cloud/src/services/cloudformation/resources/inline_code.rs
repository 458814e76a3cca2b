//! Code that stands in a template, as the zip that CloudFormation makes of it.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html>
//!
//! One file, stored as it is: a library that writes zips is as heavy as this whole service in the page's first visit.

use crate::protocol::crc::crc32;

/// The version that reading needs: 1.0, since nothing is packed.
const VERSION: u16 = 10;
/// 1 January 1980, the first day that a zip knows.
const DAY: u16 = 0x21;

/// The file's name by the runtime that reads it.
fn name(runtime: &str) -> &'static str {
    if runtime.starts_with("python") { "index.py" } else { "index.js" }
}

/// The zip of a function's code.
pub fn zip(runtime: &str, code: &str) -> Vec<u8> {
    let name = name(runtime);
    let length = u32::try_from(code.len()).unwrap_or(u32::MAX).to_le_bytes();
    let mut entry = Vec::new();
    for number in [VERSION, 0, 0, 0, DAY] {
        entry.extend(number.to_le_bytes());
    }
    entry.extend(crc32(code.as_bytes()).to_le_bytes());
    entry.extend([length, length].concat());
    entry.extend([u16::try_from(name.len()).unwrap_or_default(), 0].map(u16::to_le_bytes).concat());

    let mut zip = [&b"PK\x03\x04"[..], &entry, name.as_bytes(), code.as_bytes()].concat();
    let directory_at = zip.len();
    // The directory says who made it, then repeats the entry; no comment, the first disk, no attributes, at the start.
    zip.extend([&b"PK\x01\x02"[..], &VERSION.to_le_bytes(), &entry, &[0; 14], name.as_bytes()].concat());
    let sizes =
        [zip.len() - directory_at, directory_at].map(|size| u32::try_from(size).unwrap_or(u32::MAX).to_le_bytes());
    // One entry on this disk, one in all.
    zip.extend([&b"PK\x05\x06"[..], &[0, 0, 0, 0, 1, 0, 1, 0], &sizes.concat(), &[0, 0]].concat());
    zip
}

//! Which parts a `CompleteMultipartUpload` names, held against those that were sent.

use std::sync::Arc;

use super::checksum::Kind;
use super::error::Error;
use super::limits::MIN_PART_BYTES;
use super::present::part_number;
use super::upload::{Part, Upload};
use crate::http::Request;
use crate::protocol::xml::{self, Element};

/// The parts of an object, with their numbers, in order.
pub type Chosen = Vec<(u16, Arc<Part>)>;

/// The parts that `request` names.
///
/// # Errors
/// When it names none, names them out of order, or names others than were sent; when one that is not the last is too
/// small; when its checksums are not those of the upload.
pub fn chosen(request: &Request, upload: &Upload) -> Result<Chosen, Error> {
    let root = xml::parse(&request.body).map_err(|_| Error::MalformedXml)?;
    if root.name != "CompleteMultipartUpload" {
        return Err(Error::MalformedXml);
    }
    let elements: Vec<&Element> = root.children_named("Part").collect();
    if elements.is_empty() {
        return Err(Error::request("You must specify at least one part"));
    }
    check_mode(request, upload)?;
    let mut chosen: Chosen = Vec::with_capacity(elements.len());
    for element in elements {
        let number = part_number(element.child_text("PartNumber").ok_or(Error::MalformedXml)?.trim())?;
        if chosen.last().is_some_and(|(before, _)| *before >= number) {
            return Err(Error::InvalidPartOrder(Arc::clone(&upload.id)));
        }
        let etag = element.child_text("ETag").ok_or(Error::MalformedXml)?.trim().trim_matches('"');
        let part = upload.parts.get(&number).filter(|part| part.digest.hex() == etag);
        let invalid = || Error::InvalidPart { upload: Arc::clone(&upload.id), number, etag: etag.to_owned() };
        let part = part.ok_or_else(invalid)?;
        check_checksum(element, upload, number, part)?;
        chosen.push((number, Arc::clone(part)));
    }
    let all_but_last = chosen.split_last().map_or(&[][..], |(_, rest)| rest);
    match all_but_last.iter().find(|(_, part)| part.body.len() < MIN_PART_BYTES) {
        Some((number, part)) => {
            Err(Error::EntityTooSmall { size: part.body.len(), number: *number, etag: part.digest.hex() })
        }
        None => Ok(chosen),
    }
}

/// A request that says what checksum it completes must say what the upload was begun with.
fn check_mode(request: &Request, upload: &Upload) -> Result<(), Error> {
    let mode = upload.checksum.map_or("null", |(_, kind)| kind.name());
    match request.headers.get("x-amz-checksum-type") {
        Some(stated) if stated != mode => Err(Error::request(format!(
            "The upload was created using the {mode} checksum mode. The complete request must use the same checksum \
             mode."
        ))),
        _ => Ok(()),
    }
}

fn check_checksum(element: &Element, upload: &Upload, number: u16, part: &Part) -> Result<(), Error> {
    let Some((algorithm, kind)) = upload.checksum else { return Ok(()) };
    let name = algorithm.name.to_ascii_lowercase();
    let kept = part.checksum.as_ref().map(|checksum| &*checksum.value);
    match element.child_text(algorithm.element) {
        None if kind == Kind::Composite => Err(Error::request(format!(
            "The upload was created using a {name} checksum. The complete request must include the checksum for each \
             part. It was missing for part {number} in the request."
        ))),
        Some(stated) if Some(stated.trim()) != kept => Err(Error::BadPartChecksum(format!(
            "The {name} you specified for part {number} did not match what we received."
        ))),
        _ => Ok(()),
    }
}

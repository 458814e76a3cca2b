//! `UploadPartCopy`.

use std::ops::Range;

use super::copy_object::source_of;
use super::upload_part::{keep, number, part};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, xml::Document};
use crate::services::s3::copy_source::CopySource;
use crate::services::s3::error::Error;
use crate::services::s3::present::quoted;
use crate::services::s3::{NAMESPACE, conditions, find};

const HEADER: &str = "x-amz-copy-source-range";
const FORM: &str = "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are \
                    the zero-based offsets of the first and last bytes to copy";

/// Takes bytes of an object as one part of an upload. They are shared, not copied.
pub fn upload_part_copy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let number = number(call)?;
    let upload = find::upload(context, call)?;
    let source = CopySource::read(call.request)?;
    let original = source_of(context, &source)?;
    conditions::for_copying(call.request, &original)?;
    let body = match call.request.headers.get(HEADER) {
        Some(header) => original.body.slice(range(header, original.body.len())?),
        None => original.body.clone(),
    };
    let part = part(context, &upload, body, None);
    let mut document = Document::new("CopyPartResult", NAMESPACE);
    document.text("LastModified", &context.now.iso8601()).text("ETag", &quoted(&part.digest.hex()));
    if let Some(checksum) = &part.checksum {
        document.text(checksum.element, &checksum.value);
    }
    keep(context, call, &upload, number, part);
    let mut response = rest_xml::answer(200, document).with_header("x-amz-server-side-encryption", "AES256");
    if let Some(version) = find::told_version(context, &source.bucket, &original) {
        response.headers.set("x-amz-copy-source-version-id", version);
    }
    Ok(Answer::Now(response))
}

/// The range of a source of `length` bytes; unlike a read's, it must lie within.
fn range(header: &str, length: usize) -> Result<Range<usize>, Error> {
    let ends = header.strip_prefix("bytes=").and_then(|range| range.split_once('-'));
    let ends = ends.and_then(|(first, last)| Some((first.parse::<usize>().ok()?, last.parse::<usize>().ok()?)));
    match ends.filter(|(first, last)| first <= last) {
        None => Err(Error::argument(FORM, HEADER, header)),
        Some((first, _)) if first >= length => {
            Err(Error::request("The specified copy range is invalid for the source object size"))
        }
        Some((_, last)) if last >= length => {
            let text = format!("Range specified is not valid for source object of size: {length}");
            Err(Error::argument(text, HEADER, header))
        }
        Some((first, last)) => Ok(first..last + 1),
    }
}

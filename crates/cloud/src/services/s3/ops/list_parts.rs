//! `ListParts`.

use crate::account::CANONICAL_USER_ID;
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, uri::parameter, xml::Document};
use crate::services::s3::error::Error;
use crate::services::s3::limits::MAX_LISTED;
use crate::services::s3::present::quoted;
use crate::services::s3::{NAMESPACE, find};

/// Lists one page of the parts sent for an upload.
pub fn list_parts(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let upload = find::upload(context, call)?;
    let max = number(call, "max-parts")?.map_or(MAX_LISTED, |max| max.min(MAX_LISTED));
    let marker = number(call, "part-number-marker")?.unwrap_or(0);
    let mut parts = upload.parts.iter().filter(|(number, _)| usize::from(**number) > marker).peekable();

    let mut document = Document::new("ListPartsResult", NAMESPACE);
    document
        .text("Bucket", &call.name)
        .text("Key", &call.key)
        .text("UploadId", &upload.id)
        .text("PartNumberMarker", &marker.to_string());
    let page: Vec<_> = parts.by_ref().take(max).collect();
    let next = page.last().map_or(0, |(number, _)| **number);
    document
        .text("NextPartNumberMarker", &next.to_string())
        .text("MaxParts", &max.to_string())
        .text("IsTruncated", if max > 0 && parts.peek().is_some() { "true" } else { "false" });
    for (number, part) in page {
        document
            .open("Part")
            .text("PartNumber", &number.to_string())
            .text("LastModified", &part.modified.iso8601())
            .text("ETag", &quoted(&part.digest.hex()))
            .text("Size", &part.body.len().to_string());
        if let Some(checksum) = &part.checksum {
            document.text(checksum.element, &checksum.value);
        }
        document.close();
    }
    for who in ["Initiator", "Owner"] {
        document.open(who).text("ID", CANONICAL_USER_ID).close();
    }
    document.text("StorageClass", upload.attributes.storage_class.as_deref().unwrap_or("STANDARD"));
    if let Some((algorithm, kind)) = upload.checksum {
        document.text("ChecksumAlgorithm", algorithm.name).text("ChecksumType", kind.name());
    }
    Ok(Answer::Now(rest_xml::answer(200, document)))
}

fn number(call: &Call<'_>, name: &'static str) -> Result<Option<usize>, Error> {
    let Some(text) = parameter(&call.request.query, name).filter(|text| !text.is_empty()) else { return Ok(None) };
    let message = "Provided argument is not an integer or within integer range";
    text.parse().map(Some).map_err(|_| Error::argument(message, name, text))
}

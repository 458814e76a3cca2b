//! `GetObjectAttributes`.

use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, xml::Document};
use crate::services::s3::error::Error;
use crate::services::s3::limits::MAX_LISTED;
use crate::services::s3::object::{Object, PartOf};
use crate::services::s3::{NAMESPACE, customer_key, find};

const HEADER: &str = "x-amz-object-attributes";
const MISSING: &str = "The x-amz-object-attributes header specifying the attributes to be retrieved is either missing \
                       or empty";
/// What may be asked for, in the order of the answer.
const ATTRIBUTES: [&str; 5] = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];

/// Answers with those properties of an object that are asked for.
pub fn get_object_attributes(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let object = find::named(context, call)?;
    let header = call.request.headers.get(HEADER).filter(|header| !header.trim().is_empty());
    let asked: Vec<&str> = header.ok_or_else(|| Error::request(MISSING))?.split(',').map(str::trim).collect();
    if let Some(unknown) = asked.iter().find(|name| !ATTRIBUTES.contains(name)) {
        return Err(Error::argument("Invalid attribute name specified.", HEADER, *unknown).into());
    }
    customer_key::check(&object, call.request, customer_key::OWN)?;
    let page = Page::read(call.request)?;
    let mut document = Document::new("GetObjectAttributesResponse", NAMESPACE);
    for name in ATTRIBUTES.iter().filter(|name| asked.contains(name)) {
        write(&mut document, name, &object, page);
    }
    let mut response = rest_xml::answer(200, document).with_header("last-modified", object.modified.rfc1123());
    if let Some(version) = find::told_version(context, &call.name, &object) {
        response.headers.set("x-amz-version-id", version);
    }
    Ok(Answer::Now(response))
}

/// Which of an object's parts are asked for.
#[derive(Clone, Copy)]
struct Page {
    after: u16,
    max: usize,
}

impl Page {
    fn read(request: &Request) -> Result<Self, Error> {
        let number = |name: &'static str, default: usize| match request.headers.get(name) {
            None => Ok(default),
            Some(text) => text.trim().parse().map_err(|_| {
                let message = format!("Provided {name} not an integer or within integer range");
                Error::argument(message, name, text)
            }),
        };
        let max = number("x-amz-max-parts", MAX_LISTED)?.min(MAX_LISTED);
        let after = number("x-amz-part-number-marker", 0)?;
        Ok(Self { after: u16::try_from(after).unwrap_or(u16::MAX), max })
    }
}

/// Writes how many parts there are; and the parts themselves, where each has a checksum.
fn write_parts(document: &mut Document, parts: &[PartOf], page: Page) {
    if parts.iter().all(|part| part.checksum.is_some()) {
        let rest: Vec<&PartOf> = parts.iter().filter(|part| part.number > page.after).collect();
        let shown = &rest[..rest.len().min(page.max)];
        let last = shown.last().map_or(page.after, |part| part.number);
        document
            .text("IsTruncated", if shown.len() < rest.len() { "true" } else { "false" })
            .text("MaxParts", &page.max.to_string())
            .text("NextPartNumberMarker", &last.to_string())
            .text("PartNumberMarker", &page.after.to_string());
        for part in shown {
            document.open("Part");
            if let Some(checksum) = &part.checksum {
                document.text(checksum.element, &checksum.value);
            }
            document.text("PartNumber", &part.number.to_string()).text("Size", &part.size.to_string()).close();
        }
    }
    document.text("PartsCount", &parts.len().to_string());
}

fn write(document: &mut Document, name: &str, object: &Object, page: Page) {
    match name {
        "ETag" => {
            document.text("ETag", &object.etag);
        }
        "Checksum" => {
            if let Some(checksum) = &object.checksum {
                document.open("Checksum").text(checksum.element, &checksum.value);
                document.text("ChecksumType", checksum.kind.name()).close();
            }
        }
        "ObjectParts" => {
            if let Some(parts) = &object.parts {
                document.open("ObjectParts");
                write_parts(document, parts, page);
                document.close();
            }
        }
        "StorageClass" => {
            document.text("StorageClass", object.storage_class());
        }
        _ => {
            document.text("ObjectSize", &object.size().to_string());
        }
    }
}

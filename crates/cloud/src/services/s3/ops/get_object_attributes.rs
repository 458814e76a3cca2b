//! `GetObjectAttributes`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, xml::Document};
use crate::services::s3::error::Error;
use crate::services::s3::object::Object;
use crate::services::s3::{NAMESPACE, find};

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
    let mut document = Document::new("GetObjectAttributesResponse", NAMESPACE);
    for name in ATTRIBUTES.iter().filter(|name| asked.contains(name)) {
        write(&mut document, name, &object);
    }
    let mut response = rest_xml::answer(200, document).with_header("last-modified", object.modified.rfc1123());
    if let Some(version) = find::told_version(context, &call.name, &object) {
        response.headers.set("x-amz-version-id", version);
    }
    Ok(Answer::Now(response))
}

fn write(document: &mut Document, name: &str, object: &Object) {
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
                document.open("ObjectParts").text("PartsCount", &parts.len().to_string());
                // The parts themselves are told only where each has a checksum.
                for part in parts.iter().filter(|part| part.checksum.is_some()) {
                    document.open("Part");
                    if let Some(checksum) = &part.checksum {
                        document.text(checksum.element, &checksum.value);
                    }
                    document.text("PartNumber", &part.number.to_string()).text("Size", &part.size.to_string()).close();
                }
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

//! `CreateMultipartUpload`.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use imbl::OrdMap;

use super::put_object::{requested_tags, tell_encryption};
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, xml::Document};
use crate::services::s3::attributes::attributes;
use crate::services::s3::checksum::{Algorithm, Kind};
use crate::services::s3::error::Error;
use crate::services::s3::upload::Upload;
use crate::services::s3::{NAMESPACE, extras, find, lifecycle};
use crate::sim::rng::Rng;

const UNSUPPORTED: &str = "Checksum algorithm provided is unsupported. Please try again with any of the valid types: \
                           [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]";
const TYPE_ALONE: &str = "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.";
/// Eights of bytes behind an upload's id.
const ID_WORDS: usize = 12;

/// Begins an upload in parts.
pub fn create_multipart_upload(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    find::bucket(context, call)?;
    let checksum = checksum(call.request)?;
    let upload = Upload {
        id: new_id(context.rng),
        key: Arc::clone(&call.key),
        initiated: context.now,
        attributes: Arc::new(attributes(call.request)?),
        tags: requested_tags(call.request)?,
        extras: extras::extras(context, call)?,
        checksum,
        parts: OrdMap::new(),
        key_was_deleted: false,
    };
    let mut document = Document::new("InitiateMultipartUploadResult", NAMESPACE);
    document.text("Bucket", &call.name).text("Key", &call.key).text("UploadId", &upload.id);
    let extras = upload.extras.clone();
    context.world.s3_mut().change(&call.name, |bucket| bucket.put_upload(upload));
    lifecycle::watch(context, &call.name, &call.key);
    context.changed(format!("{}/{}: upload", call.name, call.key), None, Some("unfinished".to_owned()));
    let mut response = rest_xml::answer(200, document);
    tell_encryption(&mut response, extras.as_deref());
    if let Some((algorithm, kind)) = checksum {
        response.headers.set("x-amz-checksum-algorithm", algorithm.name);
        response.headers.set("x-amz-checksum-type", kind.name());
    }
    Ok(Answer::Now(response))
}

/// The checksum that the parts are to carry, and what the object's is worked out over.
fn checksum(request: &Request) -> Result<Option<(&'static Algorithm, Kind)>, Error> {
    let kind = request.headers.get("x-amz-checksum-type");
    let Some(name) = request.headers.get("x-amz-checksum-algorithm") else {
        return if kind.is_some() { Err(Error::request(TYPE_ALONE)) } else { Ok(None) };
    };
    let algorithm = Algorithm::named(&name.to_ascii_uppercase()).ok_or(Error::request(UNSUPPORTED))?;
    let kind = match (kind, algorithm.name) {
        (Some("FULL_OBJECT"), "SHA1" | "SHA256") | (Some("COMPOSITE"), "CRC64NVME") => {
            let (kind, name) = (kind.unwrap_or_default(), algorithm.name.to_ascii_lowercase());
            let text = format!("The {kind} checksum type cannot be used with the {name} checksum algorithm.");
            return Err(Error::request(text));
        }
        (Some("FULL_OBJECT"), _) | (None, "CRC64NVME") => Kind::FullObject,
        (Some("COMPOSITE") | None, _) => Kind::Composite,
        (Some(other), _) => {
            let message = "Value for x-amz-checksum-type header is invalid.";
            return Err(Error::argument(message, "x-amz-checksum-type", other));
        }
    };
    Ok(Some((algorithm, kind)))
}

fn new_id(rng: &mut Rng) -> Arc<str> {
    let mut bytes = [0; ID_WORDS * 8];
    for eight in bytes.chunks_exact_mut(8) {
        eight.copy_from_slice(&rng.next_u64().to_le_bytes());
    }
    URL_SAFE_NO_PAD.encode(bytes).replace('-', ".").into()
}

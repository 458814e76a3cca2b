//! `CompleteMultipartUpload`.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use super::put_object::tell_encryption;
use crate::account::REGION;
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, uri, xml::Document};
use crate::services::s3::checksum::{Checksum, Kind};
use crate::services::s3::completion::{Chosen, chosen};
use crate::services::s3::digest::Digest;
use crate::services::s3::error::Error;
use crate::services::s3::notification::Event;
use crate::services::s3::object::{Object, PartOf};
use crate::services::s3::present::quoted;
use crate::services::s3::upload::Upload;
use crate::services::s3::{NAMESPACE, conditions, find, lifecycle, store::store};

/// Puts an object together from the parts that the request names, in order.
pub fn complete_multipart_upload(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let upload = find::upload(context, call)?;
    let current = context.world.s3().object(&call.name, &call.key).map(Arc::clone);
    conditions::for_writing(call.request, &call.key, current.as_deref())?;
    if upload.key_was_deleted && call.request.headers.get("if-none-match").is_some() {
        return Err(Error::ConditionalRequestConflict(Arc::clone(&call.key)).into());
    }
    let chosen = chosen(call.request, &upload)?;
    let body = joined(&chosen);
    check_size(call.request, body.len())?;
    let checksum = checksum(call.request, &upload, &chosen, &body)?;
    let digests: Vec<u8> = chosen.iter().flat_map(|(_, part)| part.digest.0).collect();
    let etag: Arc<str> = format!("{}-{}", Digest::of(&digests).hex(), chosen.len()).into();

    let host = format!("{}.s3.{REGION}.amazonaws.com", call.name);
    let mut document = Document::new("CompleteMultipartUploadResult", NAMESPACE);
    document
        .text("Location", &format!("https://{host}/{}", uri::encode_path(&call.key)))
        .text("Bucket", &call.name)
        .text("Key", &call.key)
        .text("ETag", &quoted(&etag));
    if let Some(checksum) = &checksum {
        document.text(checksum.element, &checksum.value).text("ChecksumType", checksum.kind.name());
    }
    let parts = chosen.iter().map(|(number, part)| PartOf {
        number: *number,
        size: part.body.len(),
        checksum: part.checksum.clone(),
    });
    let object = Object {
        key: Arc::clone(&call.key),
        body,
        etag,
        attributes: Arc::clone(&upload.attributes),
        checksum,
        tags: Arc::clone(&upload.tags),
        extras: upload.extras.clone(),
        parts: Some(parts.collect()),
        version: None,
        modified: context.now,
        sequencer: context.world.s3_mut().next_sequencer(context.now),
    };
    context.world.s3_mut().change(&call.name, |bucket| bucket.remove_upload(&upload.id));
    let version = store(context, &call.name, object, Event::CompleteMultipartUpload);
    let mut response = rest_xml::answer(200, document);
    tell_encryption(&mut response, upload.extras.as_deref());
    lifecycle::tell_expiration(context, &call.name, &call.key, &mut response);
    if let Some(version) = version {
        response.headers.set("x-amz-version-id", &*version);
    }
    Ok(Answer::Now(response))
}

fn joined(chosen: &Chosen) -> Bytes {
    if let [(_, part)] = chosen.as_slice() {
        return part.body.clone();
    }
    let mut joined = BytesMut::with_capacity(chosen.iter().map(|(_, part)| part.body.len()).sum());
    for (_, part) in chosen {
        joined.extend_from_slice(&part.body);
    }
    joined.freeze()
}

fn check_size(request: &Request, size: usize) -> Result<(), Error> {
    match request.headers.get("x-amz-mp-object-size") {
        Some(stated) if stated.trim().parse() != Ok(size) => Err(Error::request(format!(
            "The provided 'x-amz-mp-object-size' header value {stated} does not match what was computed: {size}"
        ))),
        _ => Ok(()),
    }
}

/// The object's checksum, held against the one that the request states.
fn checksum(request: &Request, upload: &Upload, chosen: &Chosen, body: &[u8]) -> Result<Option<Checksum>, Error> {
    let Some((algorithm, kind)) = upload.checksum else { return Ok(None) };
    let checksum = match kind {
        Kind::FullObject => algorithm.of(body),
        Kind::Composite => {
            let values = chosen.iter().filter_map(|(_, part)| part.checksum.as_ref()).map(|checksum| &*checksum.value);
            algorithm.of_parts(values)
        }
    };
    match request.headers.get(algorithm.header) {
        Some(stated) if stated.split('-').next() != checksum.value.split('-').next() => {
            let name = algorithm.name.to_ascii_lowercase();
            let text = format!("The {name} you specified did not match the calculated checksum.");
            Err(Error::BadPartChecksum(text))
        }
        _ => Ok(Some(checksum)),
    }
}

//! `UploadPart`, and what it shares with `UploadPartCopy`.

use std::sync::Arc;

use bytes::Bytes;

use super::put_object::{check_md5, tell_encryption};
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::protocol::uri::parameter;
use crate::services::s3::checksum::{Checksum, Kind, checksum};
use crate::services::s3::error::Error;
use crate::services::s3::payload::payload;
use crate::services::s3::present::{part_number, quoted};
use crate::services::s3::upload::{Part, Upload};
use crate::services::s3::{customer_key, find};

/// Takes one part of an upload, in place of any that was sent under its number.
pub fn upload_part(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let number = number(call)?;
    let upload = find::upload(context, call)?;
    check_key(call, &upload)?;
    let payload = payload(call.request)?;
    let sent = checksum(call.request, &payload)?;
    check_algorithm(&upload, sent.as_ref())?;
    let part = part(context, &upload, payload.body, sent);
    check_md5(call.request, part.digest)?;

    let mut response =
        Response::new(200).with_header("etag", quoted(&part.digest.hex())).with_header("content-length", "0");
    tell_encryption(&mut response, upload.extras.as_deref());
    if let Some(checksum) = &part.checksum {
        response.headers.set(checksum.header, &*checksum.value);
    }
    keep(context, call, &upload, number, part);
    Ok(Answer::Now(response))
}

/// Refuses a part that comes without the customer's key with which its upload was begun.
///
/// # Errors
/// When the key is missing, or another.
pub fn check_key(call: &Call<'_>, upload: &Upload) -> Result<(), Error> {
    let given = customer_key::of_request(call.request, customer_key::OWN)?;
    match (upload.extras.as_ref().and_then(|extras| extras.customer_key.as_ref()), given) {
        (Some(_), None) => Err(Error::request(
            "The multipart upload initiate requested encryption. Subsequent part requests must include the \
             appropriate encryption parameters.",
        )),
        (begun, given) if begun == given.as_ref() => Ok(()),
        _ => Err(Error::request("The provided encryption parameters did not match the ones used originally.")),
    }
}

/// Refuses a checksum by another algorithm than the upload's. An upload that names none takes any: SDKs add theirs to
/// each part unasked.
fn check_algorithm(upload: &Upload, sent: Option<&Checksum>) -> Result<(), Error> {
    let Some((expected, kind)) = upload.checksum else { return Ok(()) };
    let given = sent.map_or("null", |checksum| checksum.algorithm);
    // Of a part without a checksum S3 works one out, unless the object's is to be made of those that were sent.
    if given == expected.name || sent.is_none() && kind == Kind::FullObject {
        return Ok(());
    }
    Err(Error::request(format!(
        "Checksum Type mismatch occurred, expected checksum Type: {}, actual checksum Type: {}",
        expected.name.to_ascii_lowercase(),
        given.to_ascii_lowercase()
    )))
}

/// The number of the part that `call` sends.
pub fn number(call: &Call<'_>) -> Result<u16, Error> {
    part_number(&parameter(&call.request.query, "partNumber").unwrap_or_default())
}

/// The part that `body` makes, with the checksum that was sent or the upload's own.
pub fn part(context: &mut Context<'_>, upload: &Upload, body: Bytes, sent: Option<Checksum>) -> Part {
    let digest = context.world.s3_mut().digest_of(&body);
    let checksum = sent.or_else(|| upload.checksum.map(|(algorithm, _)| algorithm.of(&body)));
    Part { body, digest, checksum, modified: context.now }
}

/// Keeps `part` with its upload.
pub fn keep(context: &mut Context<'_>, call: &Call<'_>, upload: &Upload, number: u16, part: Part) {
    let after = format!("{} bytes", part.body.len());
    let mut upload = Upload::clone(upload);
    let before = upload.parts.insert(number, Arc::new(part)).map(|part| format!("{} bytes", part.body.len()));
    context.world.s3_mut().change(&call.name, |bucket| bucket.put_upload(upload));
    context.changed(format!("{}/{}: part {number}", call.name, call.key), before, Some(after));
}

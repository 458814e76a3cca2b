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
    let expected = upload.checksum.map_or("null".to_owned(), |(algorithm, _)| algorithm.name.to_ascii_lowercase());
    let given = sent.as_ref().map_or("null".to_owned(), |checksum| checksum.algorithm.to_ascii_lowercase());
    // Of a part without a checksum S3 works one out, unless the object's is to be made of those that were sent.
    let may_be_left_out = upload.checksum.is_none_or(|(_, kind)| kind == Kind::FullObject);
    if given != expected && !(sent.is_none() && may_be_left_out) {
        let text = format!(
            "Checksum Type mismatch occurred, expected checksum Type: {expected}, actual checksum Type: {given}"
        );
        return Err(Error::request(text).into());
    }
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

//! Uploads from HTML forms: what a form asks for, as the PUT that would do the same.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html>

pub mod policy;

use std::sync::Arc;

use super::access::object_arn;
use super::error::{Error, particular};
use super::tags;
use crate::http::Request;
use crate::operation::{Access, Call, PolicyOf};
use crate::protocol::form_data::{self, Form, FormError, MAX_FIELDS_BYTES};
use crate::protocol::sigv4::refusal::missing_field;

/// What stands for the file's name within a field.
const FILE_NAME: &str = "${filename}";

/// Fields that are stored with the object as the headers of the same names.
const HEADERS: [&str; 6] =
    ["cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires"];

/// Reads the form that `request` carries.
///
/// # Errors
/// When it is none, or has neither key nor file.
pub fn form(request: &Request) -> Result<Form, Error> {
    let form = form_data::read(request.headers.get("content-type"), &request.body).map_err(|error| match error {
        FormError::NotMultipart => {
            Error::PreconditionFailed("Bucket POST must be of the enclosure-type multipart/form-data")
        }
        FormError::Malformed => particular::MALFORMED_POST.error(Vec::new()),
        FormError::FieldsTooLong => {
            let details = vec![("MaxPostPreDataLengthBytes", MAX_FIELDS_BYTES.to_string())];
            particular::POST_FIELDS_TOO_LONG.error(details)
        }
        FormError::NoFile => Error::argument("POST requires exactly one file upload per request.", "file", "0"),
    })?;
    match form.get("key") {
        Some(key) if !key.is_empty() => Ok(form),
        _ => Err(Error::argument(missing_field("key"), "key", "")),
    }
}

/// The key that a form asks for. Where the file has a name, it stands for `${filename}`, without the folders that old
/// browsers send with it.
#[must_use]
pub fn key(form: &Form) -> String {
    let key = form.get("key").unwrap_or_default();
    match &form.file_name {
        Some(name) => key.replace(FILE_NAME, name.rsplit(['/', '\\']).next().unwrap_or_default()),
        None => key.to_owned(),
    }
}

/// Leave to write what a form uploads. One that cannot be read is refused when it runs; until then there is nothing to
/// ask about it.
#[must_use]
pub fn access(call: &Call<'_>) -> Vec<Access> {
    let Ok(form) = form(call.request) else { return Vec::new() };
    vec![Access {
        action: "s3:PutObject",
        resource: object_arn(&call.name, &key(&form)),
        policy_of: PolicyOf::Bucket(Arc::clone(&call.name)),
    }]
}

/// The PUT that stores what `form` carries, for the bucket of `call`.
///
/// # Errors
/// When the tags of the form are none.
pub fn as_put(call: &Call<'_>, form: &Form) -> Result<Request, Error> {
    let mut request = Request {
        method: "PUT".to_owned(),
        host: call.request.host.clone(),
        path: call.request.path.clone(),
        body: form.file.clone(),
        ..Request::default()
    };
    for (name, value) in &form.fields {
        let name = name.to_ascii_lowercase();
        if name == "acl" {
            request.headers.set("x-amz-acl", value.as_str());
        } else if name == "tagging" {
            request.headers.set("x-amz-tagging", tags::header(&tags::from_form(value)?));
        } else if HEADERS.contains(&name.as_str()) || is_of_amazon(&name) {
            request.headers.set(name, value.as_str());
        }
    }
    Ok(request)
}

/// Whether a field is a header of S3's own that says something of the object, and not of who sent it or how.
fn is_of_amazon(name: &str) -> bool {
    let of_sending = [
        "x-amz-algorithm",
        "x-amz-content-sha256",
        "x-amz-credential",
        "x-amz-date",
        "x-amz-security-token",
        "x-amz-signature",
    ];
    name.starts_with("x-amz-") && !of_sending.contains(&name)
}

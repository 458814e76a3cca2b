//! `PostObject`: an upload from an HTML form.

use std::sync::Arc;

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::protocol::form_data::Form;
use crate::protocol::rest_xml;
use crate::protocol::uri::{encode, encode_form};
use crate::protocol::xml::Document;
use crate::services::s3::name::check_key;
use crate::services::s3::notification::Event;
use crate::services::s3::ops::put_object::put;
use crate::services::s3::post::{as_put, form, key, policy};

/// Stores the file of a form, if the form keeps to its policy. Who signed the policy was asked before.
pub fn post_object(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = form(call.request)?;
    let key: Arc<str> = key(&form).into();
    check_key(&key)?;
    policy::check(&form, &call.name, &key)?;
    let request = as_put(call, &form)?;
    let put_call = Call { request: &request, name: Arc::clone(&call.name), key: Arc::clone(&key), json: None, ..*call };
    let stored = put(context, &put_call, Event::Post)?;
    Ok(Answer::Now(told(call, &key, &form, stored)))
}

/// The answer as the form wants it: a redirection, a document, or nothing.
fn told(call: &Call<'_>, key: &str, form: &Form, mut stored: Response) -> Response {
    let etag = stored.headers.get("etag").unwrap_or_default().to_owned();
    let redirect = form.get("success_action_redirect").or_else(|| form.get("redirect"));
    // An address that is none is passed over, as if it had not been given.
    if let Some(target) = redirect.filter(|target| target.contains("://")) {
        let mark = if target.contains('?') { '&' } else { '?' };
        let (bucket, key, etag) = (encode_form(&call.name), encode_form(key), encode_form(&etag));
        stored.status = 303;
        // A line end would begin a header of the form's own making.
        let target = target.replace(['\r', '\n'], "");
        stored.headers.set("location", format!("{target}{mark}bucket={bucket}&key={key}&etag={etag}"));
        return stored;
    }
    // Where the bucket stands in the path, it stays there.
    let path = call.request.path.trim_matches('/');
    let slash = if path.is_empty() { "" } else { "/" };
    let location = format!("https://{}{slash}{path}/{}", call.request.host, encode(key));
    stored.headers.set("location", location.as_str());
    match form.get("success_action_status") {
        Some("200") => stored.status = 200,
        Some("201") => {
            let mut document = Document::new("PostResponse", "");
            document.text("Location", &location).text("Bucket", &call.name).text("Key", key).text("ETag", &etag);
            let answer = rest_xml::answer(201, document);
            stored.status = answer.status;
            stored.body = answer.body;
            stored.headers.set("content-type", "application/xml");
            stored.headers.set("content-length", stored.body.len().to_string());
        }
        _ => stored.status = 204,
    }
    stored
}

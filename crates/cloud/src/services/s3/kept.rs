//! Documents that configure a bucket and are given back as they were sent: what keeping them has in common.

use std::sync::Arc;

use super::error::{Error, Setting};
use super::find;
use super::payload::payload;
use super::settings::KeptDocument;
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::protocol::xml::Element;

/// Answers with a document.
///
/// # Errors
/// When the bucket has none.
pub fn get(context: &Context<'_>, call: &Call<'_>, setting: Setting) -> Result<Response, ServiceError> {
    let document = find::bucket(context, call)?.settings.documents.get(&setting);
    let document = document.ok_or_else(|| Error::NotConfigured(setting, Arc::clone(&call.name)))?;
    Ok(shown(document))
}

/// The answer with a document, as it was sent.
#[must_use]
pub fn shown(document: &KeptDocument) -> Response {
    Response::new(200).with_header("content-type", "application/xml").with_body(document.text.clone())
}

/// Keeps a document in place of any that was there, once `check` has nothing against it.
///
/// # Errors
/// When it is no document, or not one called `root`, or what `check` says.
pub fn put(
    context: &mut Context<'_>,
    call: &Call<'_>,
    setting: Setting,
    root: &str,
    check: fn(&Element) -> Result<(), Error>,
) -> Result<Response, ServiceError> {
    find::bucket(context, call)?;
    let document = read(call, root)?;
    check(&document.root)?;
    Ok(keep(context, call, setting, document))
}

/// Keeps a document that was read and has been checked, in the bucket of `call`, which exists.
pub fn keep(context: &mut Context<'_>, call: &Call<'_>, setting: Setting, document: Arc<KeptDocument>) -> Response {
    context.changed(format!("{}: {}", call.name, document.root.name), None, Some("replaced".to_owned()));
    context.world.s3_mut().configure(&call.name, |settings| {
        settings.documents.insert(setting, document);
    });
    Response::new(200).with_header("content-length", "0")
}

/// The document called `root` that a call carries.
///
/// # Errors
/// When it carries none, or another.
pub fn read(call: &Call<'_>, root: &str) -> Result<Arc<KeptDocument>, Error> {
    let document = KeptDocument::of(payload(call.request)?.body);
    if document.root.name == root { Ok(document) } else { Err(Error::MalformedXml) }
}

/// Forgets a document. One that is not there is forgotten too.
///
/// # Errors
/// When there is no such bucket.
pub fn delete(context: &mut Context<'_>, call: &Call<'_>, setting: Setting) -> Result<Answer, ServiceError> {
    find::bucket(context, call)?;
    context.world.s3_mut().configure(&call.name, |settings| {
        settings.documents.remove(&setting);
    });
    Ok(Answer::Now(Response::new(204)))
}

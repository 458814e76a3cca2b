//! Static websites: the endpoint that answers browsers with pages instead of documents of the API.
//!
//! It knows nobody: every visitor is a stranger, whoever signed the request, and reads what the bucket's policy lets
//! strangers read. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html>

mod page;
mod redirect;

pub use page::error_page;

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;

use super::access::object_arn;
use super::error::{Error, Setting};
use super::find;
use super::object::Object;
use super::present::present;
use crate::http::{Request, Response};
use crate::operation::{Access, Call, Context, PolicyOf};
use crate::protocol::{uri, xml::Element};
use crate::services::iam;
use crate::verdict::Principal;

/// Where a stored object sends its visitors.
const REDIRECT: &str = "x-amz-website-redirect-location";

/// Answers a visitor with a page or with a redirection.
///
/// # Errors
/// When there is no such page or site, strangers may not read it, or the method is none that websites know.
pub fn visit(context: &Context<'_>, call: &Call<'_>) -> Result<Response, Error> {
    if !matches!(call.request.method.as_str(), "GET" | "HEAD") {
        return Err(Error::MethodNotAllowed { method: call.request.method.clone(), resource: "OBJECT" });
    }
    let site = configuration(context, &call.name)?;
    if let Some(all) = site.child("RedirectAllRequestsTo") {
        return Ok(redirect::of_all(all, call.request));
    }
    if let Some(rule) = redirect::matching(site, &call.key, None) {
        return Ok(redirect::by_rule(rule, call));
    }
    page(context, call, site).or_else(|error| match redirect::matching(site, &call.key, Some(error.status())) {
        Some(rule) => Ok(redirect::by_rule(rule, call)),
        None => Err(error),
    })
}

/// The website configuration of a bucket.
fn configuration<'a>(context: &'a Context<'_>, bucket: &Arc<str>) -> Result<&'a Element, Error> {
    let found = context.world.s3().bucket(bucket).ok_or_else(|| Error::NoSuchBucket(Arc::clone(bucket)))?;
    let root = found.settings.root(Setting::Website);
    root.ok_or_else(|| Error::NotConfigured(Setting::Website, Arc::clone(bucket)))
}

/// The page under the key that was asked for; of a folder its index.
fn page(context: &Context<'_>, call: &Call<'_>, site: &Element) -> Result<Response, Error> {
    let index = site.child("IndexDocument").and_then(|index| index.child_text("Suffix")).unwrap_or_default();
    let is_folder = call.key.is_empty() || call.key.ends_with('/');
    let key: Arc<str> = if is_folder { [&*call.key, index].concat().into() } else { Arc::clone(&call.key) };
    match read(context, &call.name, &key) {
        Ok(object) => shown(context, call, &object),
        // A folder that was asked for by its name alone has its pages one level further down.
        Err(Error::NoSuchKey(_)) if !is_folder && has_index(context, &call.name, &call.key, index) => {
            let location = format!("/{}/", uri::encode_path(&call.key));
            Ok(Response::new(302).with_header("location", location).with_header("content-length", "0"))
        }
        Err(error) => Err(error),
    }
}

fn has_index(context: &Context<'_>, bucket: &Arc<str>, folder: &str, index: &str) -> bool {
    read(context, bucket, &[folder, "/", index].concat().into()).is_ok()
}

/// An object as strangers read it.
fn read(context: &Context<'_>, bucket: &Arc<str>, key: &Arc<str>) -> Result<Arc<Object>, Error> {
    let access = Access {
        action: "s3:GetObject",
        resource: object_arn(bucket, key),
        policy_of: PolicyOf::Bucket(Arc::clone(bucket)),
    };
    let verdict = iam::authorise(context.world, &Principal::Anonymous, &access);
    if verdict.allowed {
        find::object_for(context, &Principal::Anonymous, bucket, key)
    } else {
        Err(find::denied(&verdict))
    }
}

/// The answer with `object`: itself, or where it sends its visitors.
fn shown(context: &Context<'_>, call: &Call<'_>, object: &Object) -> Result<Response, Error> {
    if let Some((_, target)) = object.attributes.headers.iter().find(|(name, _)| *name == REDIRECT) {
        return Ok(Response::new(301).with_header("location", &**target).with_header("content-length", "0"));
    }
    // What a query says to the API it does not say to a website.
    let request = Request { query: String::new(), ..call.request.clone() };
    let call =
        Call { request: &request, name: Arc::clone(&call.name), key: Arc::clone(&object.key), json: None, ..*call };
    let mut response = present(context, &call, object)?;
    if request.method == "HEAD" {
        response.body = Bytes::new();
    }
    Ok(response)
}

/// The page that a website shows instead of what was not found or may not be read: its status, its text and what it is.
fn error_document(context: &Context<'_>, bucket: &str) -> Option<Result<Arc<Object>, Error>> {
    let bucket: Arc<str> = bucket.into();
    let site = configuration(context, &bucket).ok()?;
    let key = site.child("ErrorDocument")?.child_text("Key")?;
    Some(read(context, &bucket, &key.into()).map_err(|error| match error {
        Error::NoSuchKey(_) => Error::NoSuchKey(key.into()),
        other => other,
    }))
}

/// `text` with what HTML takes for its own escaped.
fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Cow::Owned(text.replace('"', "&quot;").replace('\'', "&#39;"))
}

//! What few objects have: a list of grants, a lock, a customer's key. Most have none, and pay for none.

use std::sync::Arc;

use super::access::object_arn;
use super::acl::{self, Acl};
use super::archive::Restored;
use super::bucket::Bucket;
use super::customer_key;
use super::error::Error;
use super::lock::{self, Retention};
use super::object::Object;
use crate::operation::{Call, Context};
use crate::protocol::sigv4::moment::write_long;

/// What few objects have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// Whom its list grants what; none is the owner alone.
    pub acl: Option<Acl>,
    /// Until when it is kept from deletion.
    pub retention: Option<Retention>,
    /// Whether it is kept from deletion until further notice; none when that was never said.
    pub legal_hold: Option<bool>,
    /// A copy that can be read, of an object that lies in an archive.
    pub restored: Option<Restored>,
    /// The MD5, base64, of the customer's key that it is encrypted with.
    pub customer_key: Option<Arc<str>>,
}

/// The extras that the request of `call` asks for, for an object in its bucket.
///
/// # Errors
/// When the bucket does not take what is asked, or it cannot be.
pub fn extras(context: &Context<'_>, call: &Call<'_>) -> Result<Option<Arc<Extras>>, Error> {
    let Some(bucket) = context.world.s3().bucket(&call.name) else { return Ok(None) };
    let request = call.request;
    let extras = Extras {
        acl: acl_of(bucket, context, call)?,
        retention: lock::retention(bucket, request, context.now)?,
        legal_hold: lock::legal_hold(bucket, request)?,
        restored: None,
        customer_key: customer_key::of_request(request, customer_key::OWN)?,
    };
    Ok((extras != Extras::default()).then(|| Arc::new(extras)))
}

/// The list that the request asks for. Where lists are switched off, the two that change nothing may be named.
fn acl_of(bucket: &Bucket, context: &Context<'_>, call: &Call<'_>) -> Result<Option<Acl>, Error> {
    let Some(acl) = acl::from_headers(call.request)? else { return Ok(None) };
    let harmless = matches!(call.request.headers.get("x-amz-acl"), Some("private" | "bucket-owner-full-control"));
    if harmless && !acl::are_enabled(bucket) {
        return Ok(None);
    }
    let arn = object_arn(&call.name, &call.key);
    acl::check(bucket, &acl, context.principal, "s3:PutObject", &arn)?;
    Ok((acl != Acl::default()).then_some(acl))
}

/// The same object with other extras.
#[must_use]
pub fn changed(object: &Object, change: impl FnOnce(&mut Extras)) -> Object {
    let mut extras = object.extras.as_deref().cloned().unwrap_or_default();
    change(&mut extras);
    Object { extras: Some(Arc::new(extras)), ..object.clone() }
}

/// Puts a changed copy of `object` in its place.
pub fn replace(context: &mut Context<'_>, call: &Call<'_>, object: Object, what: &str) {
    context.world.s3_mut().change(&call.name, |bucket| bucket.replace(object));
    context.changed(format!("{}/{}: {what}", call.name, call.key), None, Some("replaced".to_owned()));
}

/// The headers that tell of an object's extras to whoever may read them.
#[must_use]
pub fn headers(object: &Object) -> Vec<(&'static str, String)> {
    let mut headers = Vec::new();
    let Some(extras) = &object.extras else { return headers };
    if let Some(retention) = &extras.retention {
        headers.push(("x-amz-object-lock-mode", retention.mode.name().to_owned()));
        headers.push(("x-amz-object-lock-retain-until-date", write_long(retention.until_s)));
    }
    if let Some(on) = extras.legal_hold {
        headers.push(("x-amz-object-lock-legal-hold", lock::switch(on).to_owned()));
    }
    headers
}

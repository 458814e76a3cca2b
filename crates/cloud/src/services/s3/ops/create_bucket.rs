//! `CreateBucket`.

use std::sync::Arc;

use bytes::Bytes;

use crate::account::REGION;
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::protocol::xml::{self, Element};
use crate::services::s3::access::bucket_arn;
use crate::services::s3::acl;
use crate::services::s3::error::{Error, Setting};
use crate::services::s3::object::Tags;
use crate::services::s3::settings::KeptDocument;
use crate::services::s3::version::Versioning;
use crate::services::s3::{limits, name, tags};

const LOCK: &[u8] = b"<ObjectLockConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
    <ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>";
const SYSTEM_TAG: &str = "User-defined tag keys can't start with \"aws:\". This prefix is reserved for system tags. Remove \
                          \"aws:\" from your tag keys and try again.";

/// Creates a bucket. One that the account already has is answered as if it were new, as us-east-1 has always done.
pub fn create_bucket(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    if !name::is_valid(&call.name) {
        return Err(Error::InvalidBucketName(Arc::clone(&call.name)).into());
    }
    let configuration = configuration(&call.request.body)?;
    check_location(&configuration)?;
    let tags = requested_tags(&configuration)?;
    let ownership = ownership(call)?;
    let list = acl::from_headers(call.request)?;
    let state = context.world.s3();
    if state.bucket(&call.name).is_none() {
        if state.bucket_count() >= limits::MAX_BUCKETS {
            return Err(Error::TooManyBuckets.into());
        }
        context.world.s3_mut().create_bucket(Arc::clone(&call.name), context.now);
        context.changed(&*call.name, None, Some("an empty bucket".to_owned()));
        let is_locked = call.request.headers.get("x-amz-bucket-object-lock-enabled");
        let is_locked = is_locked.is_some_and(|value| value.eq_ignore_ascii_case("true"));
        context.world.s3_mut().configure(&call.name, |settings| {
            settings.tags = tags;
            settings.acl = list.filter(|list| *list != acl::Acl::default());
            let lock = is_locked.then_some((Setting::ObjectLock, Bytes::from_static(LOCK)));
            let documents = ownership.map(|ownership| (Setting::Ownership, ownership)).into_iter().chain(lock);
            settings.documents.extend(documents.map(|(setting, text)| (setting, KeptDocument::of(text))));
        });
        if is_locked {
            context.world.s3_mut().change(&call.name, |bucket| bucket.versioning = Versioning::Enabled);
        }
    }
    Ok(Answer::Now(
        Response::new(200)
            .with_header("location", format!("/{}", call.name))
            .with_header("x-amz-bucket-arn", &*bucket_arn(&call.name))
            .with_header("content-length", "0"),
    ))
}

/// The document that the request carries; an empty one when it carries none.
fn configuration(body: &[u8]) -> Result<Element, Error> {
    if body.is_empty() {
        return Ok(Element::default());
    }
    let root = xml::parse(body).map_err(|_| Error::MalformedXml)?;
    if root.name == "CreateBucketConfiguration" { Ok(root) } else { Err(Error::MalformedXml) }
}

/// In us-east-1 a location constraint is left out; it may not even say us-east-1.
fn check_location(configuration: &Element) -> Result<(), Error> {
    match configuration.child_text("LocationConstraint") {
        None | Some("") => Ok(()),
        Some(location) if location == REGION => Err(Error::InvalidLocationConstraint(location.to_owned())),
        Some(location) => Err(Error::IllegalLocationConstraint(location.to_owned())),
    }
}

fn requested_tags(configuration: &Element) -> Result<Option<Tags>, Error> {
    let Some(set) = configuration.child("Tags") else { return Ok(None) };
    let tags = tags::of_elements(&set.children)?;
    if tags.iter().any(|(name, _)| name.starts_with("aws:")) {
        return Err(Error::InvalidTag(SYSTEM_TAG, Vec::new()));
    }
    tags::check(&tags, tags::On::Bucket)?;
    Ok(Some(tags))
}

/// The ownership controls that a header asks for.
fn ownership(call: &Call<'_>) -> Result<Option<Bytes>, Error> {
    let Some(ownership) = call.request.headers.get("x-amz-object-ownership") else { return Ok(None) };
    if !matches!(ownership, "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter") {
        let message = format!("Invalid x-amz-object-ownership header: {ownership}");
        return Err(Error::argument_named(message, "x-amz-object-ownership"));
    }
    let rule = format!("<Rule><ObjectOwnership>{ownership}</ObjectOwnership></Rule>");
    let opening = "<OwnershipControls xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">";
    Ok(Some([opening, &rule, "</OwnershipControls>"].concat().into()))
}

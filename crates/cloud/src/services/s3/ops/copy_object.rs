//! `CopyObject`.

use std::sync::Arc;

use super::put_object::{requested_tags, tell_encryption};
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, xml::Document};
use crate::services::s3::attributes::attributes;
use crate::services::s3::checksum::Algorithm;
use crate::services::s3::copy_source::CopySource;
use crate::services::s3::digest::Digest;
use crate::services::s3::error::Error;
use crate::services::s3::notification::Event;
use crate::services::s3::object::{Attributes, Object};
use crate::services::s3::present::quoted;
use crate::services::s3::{NAMESPACE, archive, conditions, customer_key, extras, find, lifecycle, store::store};

/// The header that belongs to the copy alone, whatever the source has.
const REDIRECT: &str = "x-amz-website-redirect-location";

const OF_A_MARKER: &str = "The source of a copy request may not specifically refer to a delete marker by version id.";

const ONTO_ITSELF: &str = "This copy request is illegal because it is trying to copy an object to itself without \
                           changing the object's metadata, storage class, website redirect location or encryption \
                           attributes.";

/// Writes an object with the bytes of another. They are shared, not copied.
pub fn copy_object(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let bucket = find::bucket(context, call)?;
    let current = bucket.object(&call.key).map(Arc::clone);
    let source = CopySource::read(call.request)?;
    let original = source_of(context, &source)?;
    conditions::for_copying(call.request, &original)?;
    conditions::for_writing(call.request, &call.key, current.as_deref())?;
    let replaces = replaces_metadata(call.request)?;
    customer_key::check(&original, call.request, customer_key::OF_SOURCE)?;
    let requested = attributes(call.request)?;
    let extras = extras::extras(context, call)?;
    // A version of its own may be copied over an object, which is how an older one is restored.
    let onto_itself = source.bucket == call.name && source.key == call.key && source.version.is_none();
    if onto_itself && !replaces && !changes_anything(call.request) {
        return Err(Error::request(ONTO_ITSELF).into());
    }

    let attributes = if replaces { Arc::new(requested) } else { inherited(&original.attributes, requested) };
    let tags = if replaces_tags(call.request)? { requested_tags(call.request)? } else { Arc::clone(&original.tags) };
    // What was put together from parts becomes whole, with the MD5 and the checksum of its bytes.
    let whole = original.parts.is_none();
    let etag = if whole { Arc::clone(&original.etag) } else { Digest::of(&original.body).hex().into() };
    let checksum = match &original.checksum {
        Some(checksum) if !whole => Algorithm::named(checksum.algorithm).map(|algorithm| algorithm.of(&original.body)),
        checksum => checksum.clone(),
    };
    let sequencer = context.world.s3_mut().next_sequencer(context.now);
    let object = Object {
        key: Arc::clone(&call.key),
        body: original.body.clone(),
        etag,
        attributes,
        checksum,
        tags,
        extras: extras.clone(),
        parts: None,
        version: None,
        modified: context.now,
        sequencer,
    };
    let mut document = Document::new("CopyObjectResult", NAMESPACE);
    document.text("LastModified", &context.now.iso8601()).text("ETag", &quoted(&object.etag));
    if let Some(checksum) = &object.checksum {
        document.text(checksum.element, &checksum.value).text("ChecksumType", checksum.kind.name());
    }
    let version = store(context, &call.name, object, Event::Copy);
    let mut response = rest_xml::answer(200, document);
    if let Some(version) = version {
        response.headers.set("x-amz-version-id", &*version);
    }
    if let Some(version) = find::told_version(context, &source.bucket, &original) {
        response.headers.set("x-amz-copy-source-version-id", version);
    }
    tell_encryption(&mut response, extras.as_deref());
    lifecycle::tell_expiration(context, &call.name, &call.key, &mut response);
    Ok(Answer::Now(response))
}

/// The object that is to be copied.
///
/// # Errors
/// When it is not there. A delete marker cannot be copied.
pub fn source_of(context: &Context<'_>, source: &CopySource) -> Result<Arc<Object>, Error> {
    match find::version(context, &source.bucket, &source.key, source.version.as_deref(), "GET") {
        Err(Error::MethodNotAllowed { .. }) => Err(Error::request(OF_A_MARKER)),
        outcome => {
            let object = outcome?;
            archive::check_readable(&object, context.now)?;
            Ok(object)
        }
    }
}

/// Whether the copy takes its tags from the request instead of from the source.
fn replaces_tags(request: &Request) -> Result<bool, Error> {
    match request.headers.get("x-amz-tagging-directive") {
        None | Some("COPY") => Ok(false),
        Some("REPLACE") => Ok(true),
        Some(other) => Err(Error::argument("Unknown tagging directive.", "x-amz-tagging-directive", other)),
    }
}

/// Whether the copy takes its metadata from the request instead of from the source.
fn replaces_metadata(request: &Request) -> Result<bool, Error> {
    match request.headers.get("x-amz-metadata-directive") {
        None | Some("COPY") => Ok(false),
        Some("REPLACE") => Ok(true),
        Some(other) => Err(Error::argument("Unknown metadata directive.", "x-amz-metadata-directive", other)),
    }
}

fn changes_anything(request: &Request) -> bool {
    let key = "x-amz-server-side-encryption-customer-key";
    ["x-amz-storage-class", REDIRECT, "x-amz-server-side-encryption", key]
        .iter()
        .any(|name| request.headers.get(name).is_some())
}

/// The source's attributes, shared where they are all that the copy has. Storage class and redirect are not copied.
fn inherited(source: &Arc<Attributes>, requested: Attributes) -> Arc<Attributes> {
    let redirect = |headers: &[(&'static str, Box<str>)]| headers.iter().find(|(name, _)| *name == REDIRECT).cloned();
    if source.storage_class == requested.storage_class && redirect(&source.headers) == redirect(&requested.headers) {
        return Arc::clone(source);
    }
    let mut attributes = Attributes::clone(source);
    attributes.storage_class = requested.storage_class;
    attributes.headers.retain(|(name, _)| *name != REDIRECT);
    attributes.headers.extend(redirect(&requested.headers));
    Arc::new(attributes)
}

//! `DeleteObjects`.

use std::sync::Arc;

use super::put_object::check_md5;
use crate::error::ServiceError;
use crate::operation::{Access, Answer, Call, Context, PolicyOf};
use crate::protocol::{rest_xml, xml, xml::Document};
use crate::services::iam;
use crate::services::s3::access::{object_arn, versioned};
use crate::services::s3::digest::Digest;
use crate::services::s3::error::Error;
use crate::services::s3::limits::MAX_DELETED;
use crate::services::s3::payload::payload;
use crate::services::s3::store::{Cause, Deleted, delete, delete_version};
use crate::services::s3::version::check_id;
use crate::services::s3::{NAMESPACE, checksum, find, lock};

/// A key, and perhaps one version of it, that is to be deleted.
struct Doomed {
    key: Arc<str>,
    version: Option<String>,
}

/// Deletes many objects or versions. Each is permitted or refused by itself.
pub fn delete_objects(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    find::bucket(context, call)?;
    let payload = payload(call.request)?;
    let checked = checksum::checksum(call.request, &payload)?.is_some();
    if !checked && call.request.headers.get("content-md5").is_none() {
        return Err(Error::request("Missing required header for this request: Content-MD5").into());
    }
    check_md5(call.request, Digest::of(&payload.body))?;
    let (quiet, doomed) = read(&payload.body)?;
    let mut document = Document::new("DeleteResult", NAMESPACE);
    for doomed in doomed {
        let outcome = delete_one(context, call, &doomed);
        let version = doomed.version.as_deref();
        match outcome {
            Ok(_) if quiet => {}
            Ok(deleted) => write_deleted(&mut document, &doomed.key, version, &deleted),
            Err(error) => {
                document.open("Error").text("Key", &doomed.key);
                if let Some(version) = version {
                    document.text("VersionId", version);
                }
                document.text("Code", error.code()).text("Message", &error.message()).close();
            }
        }
    }
    Ok(Answer::Now(rest_xml::answer(200, document)))
}

fn delete_one(context: &mut Context<'_>, call: &Call<'_>, doomed: &Doomed) -> Result<Deleted, Error> {
    let action = "s3:DeleteObject";
    let access = Access {
        action: if doomed.version.is_some() { versioned(action) } else { action },
        resource: object_arn(&call.name, &doomed.key),
        policy_of: PolicyOf::Bucket(Arc::clone(&call.name)),
    };
    let verdict = iam::authorise(context.world, context.principal, &access);
    if !verdict.allowed {
        return Err(find::denied(&verdict));
    }
    if let Some(bucket) = context.world.s3().bucket(&call.name) {
        lock::check_deletion(bucket, call.request, &doomed.key, doomed.version.as_deref(), context.now)?;
    }
    match &doomed.version {
        Some(id) => {
            check_id(id)?;
            Ok(delete_version(context, &call.name, &doomed.key, id, Cause::Request))
        }
        None => Ok(delete(context, &call.name, &doomed.key, Cause::Request)),
    }
}

fn write_deleted(document: &mut Document, key: &str, asked: Option<&str>, deleted: &Deleted) {
    document.open("Deleted").text("Key", key);
    if let Some(asked) = asked {
        document.text("VersionId", asked);
    }
    if deleted.marker {
        document.text("DeleteMarker", "true");
        if let Some(version) = &deleted.version {
            document.text("DeleteMarkerVersionId", version);
        }
    }
    document.close();
}

/// Reads a `Delete` document: whether only errors are to be told, and what is to be deleted.
fn read(document: &[u8]) -> Result<(bool, Vec<Doomed>), Error> {
    let root = xml::parse(document).map_err(|_| Error::MalformedXml)?;
    if root.name != "Delete" {
        return Err(Error::MalformedXml);
    }
    let doomed: Result<Vec<Doomed>, Error> = root
        .children_named("Object")
        .map(|object| {
            let key = object.child_text("Key").filter(|key| !key.is_empty()).ok_or(Error::MalformedXml)?;
            let version = object.child_text("VersionId").filter(|version| !version.is_empty());
            Ok(Doomed { key: key.into(), version: version.map(str::to_owned) })
        })
        .collect();
    let doomed = doomed?;
    if doomed.is_empty() || doomed.len() > MAX_DELETED {
        return Err(Error::MalformedXml);
    }
    Ok((root.child_text("Quiet") == Some("true"), doomed))
}

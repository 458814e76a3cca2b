//! The event document that S3 sends: one record, its fields in AWS's order.

use std::fmt::Write as _;

use bytes::Bytes;

use super::{Event, FunctionConfiguration, Happening};
use crate::account::{ACCOUNT_ID, REGION};
use crate::operation::Context;
use crate::services::s3::form;
use crate::services::s3::ids::ids;
use crate::verdict::Principal;

/// What S3 calls the account that owns every bucket here, in events.
const OWNER_PRINCIPAL_ID: &str = "A3NL1KOZZK7EXP";
/// Whence the learner's own requests come: an address that is reserved for documents.
const CLIENT_ADDRESS: &str = "203.0.113.25";
/// Whence requests of functions come.
const FUNCTION_ADDRESS: &str = "198.51.100.14";
/// How long most records are, so that one is written without moving.
const USUAL_BYTES: usize = 1_024;

/// The document for `happening` in `bucket`, as `function` is told of it.
#[must_use]
pub fn record(
    context: &Context<'_>,
    bucket: &str,
    happening: &Happening<'_>,
    function: &FunctionConfiguration,
) -> Bytes {
    let ids = ids(context.request_id);
    let (principal_id, address) = who(context);
    let mut text = String::with_capacity(USUAL_BYTES);
    let _ = write!(
        text,
        r#"{{"Records":[{{"eventVersion":"{format}","eventSource":"aws:s3","awsRegion":"{REGION}","eventTime":"{time}","eventName":"{event}","userIdentity":{{"principalId":"{principal_id}"}},"requestParameters":{{"sourceIPAddress":"{address}"}},"responseElements":{{"x-amz-request-id":"{request}","x-amz-id-2":"{host}"}},"s3":{{"s3SchemaVersion":"1.0","configurationId":{id},"bucket":{{"name":"{bucket}","ownerIdentity":{{"principalId":"{OWNER_PRINCIPAL_ID}"}},"arn":"arn:aws:s3:::{bucket}"}},"object":{{"key":""#,
        format = happening.event.version(),
        time = context.now.iso8601(),
        event = happening.event.name(),
        request = ids.request_id,
        host = ids.host_id,
        id = quoted(&function.id),
    );
    form::push(&mut text, happening.key);
    text.push('"');
    // What is gone has no size and no ETag; a delete marker and a change of tags have no size.
    match happening.event {
        Event::Delete | Event::LifecycleDelete => {}
        Event::DeleteMarker
        | Event::LifecycleDeleteMarker
        | Event::TaggingPut
        | Event::TaggingDelete
        | Event::AclPut => {
            let _ = write!(text, r#","eTag":"{}""#, happening.etag);
        }
        Event::Put
        | Event::Post
        | Event::Copy
        | Event::CompleteMultipartUpload
        | Event::LifecycleTransition
        | Event::RestorePost
        | Event::RestoreCompleted => {
            let _ = write!(text, r#","size":{},"eTag":"{}""#, happening.size, happening.etag);
        }
    }
    if let Some(version) = happening.version {
        let _ = write!(text, r#","versionId":"{version}""#);
    }
    if !happening.event.is_beside() {
        let _ = write!(text, r#","sequencer":"{}""#, happening.sequencer.hex());
    }
    text.push_str("}}}]}");
    Bytes::from(text)
}

/// The principal id and the address of the caller.
fn who(context: &Context<'_>) -> (String, &'static str) {
    match context.principal {
        Principal::Root => (format!("AWS:{ACCOUNT_ID}"), CLIENT_ADDRESS),
        Principal::Anonymous => ("Anonymous".to_owned(), CLIENT_ADDRESS),
        Principal::User { user, .. } => {
            let id = context.world.iam().user(user).map_or("AIDA", |user| &user.id);
            (format!("AWS:{id}"), CLIENT_ADDRESS)
        }
        Principal::RoleSession { role, session, .. } => {
            let id = context.world.iam().role(role).map_or("AROA", |role| &role.id);
            (format!("AWS:{id}:{session}"), FUNCTION_ADDRESS)
        }
        Principal::FederatedUser { name, .. } => (format!("AWS:{ACCOUNT_ID}:{name}"), CLIENT_ADDRESS),
        Principal::Service { service, .. } => ((*service).to_owned(), service),
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

//! TagResource, UntagResource and ListTagsForResource, and the older TagLogGroup and its kin.
//! <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html>

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Body, answer, done, find};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::json::body;
use crate::services::logs::Error;

/// How many tags a group may have.
const MAX_TAGS: usize = 50;

/// Adds tags to a group, in place of those with their keys.
pub fn tag_resource(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut tags = find(context, call)?.tags.clone();
    tags.extend(read(&body(call.request)?)?);
    set(context, call, tags)
}

/// Takes tags from a group, by their keys.
pub fn untag_resource(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call.request)?;
    let keys = body.get("tagKeys").or(body.get("tags")).and_then(Value::as_array);
    let mut tags = find(context, call)?.tags.clone();
    for key in keys.into_iter().flatten().filter_map(Value::as_str) {
        tags.remove(key);
    }
    set(context, call, tags)
}

/// Lists the tags of a group.
pub fn list_tags(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    answer(&json!({"tags": find(context, call)?.tags}))
}

/// The tags in a body.
pub fn read(body: &Body) -> Result<BTreeMap<String, String>, Error> {
    let tags: BTreeMap<String, String> = body
        .get("tags")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
        .collect();
    within_limit(&tags)?;
    Ok(tags)
}

fn set(context: &mut Context<'_>, call: &Call<'_>, tags: BTreeMap<String, String>) -> Result<Answer, ServiceError> {
    within_limit(&tags)?;
    if let Some(group) = context.world.logs_mut().group_mut(&call.name) {
        let before = std::mem::replace(&mut group.tags, tags);
        let (before, after) = (json!(before).to_string(), json!(group.tags).to_string());
        context.changed(format!("{} tags", call.name), Some(before), Some(after));
    }
    done()
}

fn within_limit(tags: &BTreeMap<String, String>) -> Result<(), Error> {
    if tags.len() <= MAX_TAGS {
        return Ok(());
    }
    Err(Error::Invalid(format!("The number of tags exceeds the limit of {MAX_TAGS}.")))
}

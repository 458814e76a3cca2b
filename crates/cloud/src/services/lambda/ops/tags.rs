//! TagResource, UntagResource and ListTags, of functions.
//! <https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html>

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{body, find, shape};
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_json, uri};
use crate::services::lambda::{Error, qualifier_in};

/// How many tags a function may have.
const MAX_TAGS: usize = 50;

/// Adds tags, in place of those with their keys.
pub fn tag_resource(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let given = given(&body(call)?);
    let mut tags = held(context, call)?;
    if given.is_empty() {
        return Err(
            Error::InvalidParameterValue("An error occurred and the request cannot be processed.".to_owned()).into()
        );
    }
    tags.extend(given);
    set(context, call, tags)
}

/// Takes tags away, by their keys.
pub fn untag_resource(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let keys: Vec<String> =
        uri::parameters(&call.request.query).filter_map(|(name, key)| (name == "tagKeys").then_some(key)).collect();
    if keys.is_empty() {
        return Err(shape("tagKeys", None, "not be null").into());
    }
    let mut tags = held(context, call)?;
    tags.retain(|key, _| !keys.contains(key));
    set(context, call, tags)
}

/// Lists a function's tags.
pub fn list_tags(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(Answer::Now(rest_json::answer(200, &json!({"Tags": held(context, call)?}))))
}

/// The tags that a call's body brings.
pub fn given(body: &Map<String, Value>) -> BTreeMap<String, String> {
    let tags = body.get("Tags").and_then(Value::as_object).into_iter().flatten();
    tags.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

fn held(context: &Context<'_>, call: &Call<'_>) -> Result<BTreeMap<String, String>, Error> {
    if qualifier_in(&call.key).is_some() {
        return Err(Error::InvalidParameterValue(
            "Tags on function aliases and versions are not supported. Please specify a function ARN.".to_owned(),
        ));
    }
    find(context, call)?;
    Ok(context.world.lambda().published(&call.name).map(|published| published.tags.clone()).unwrap_or_default())
}

fn set(context: &mut Context<'_>, call: &Call<'_>, tags: BTreeMap<String, String>) -> Result<Answer, ServiceError> {
    if tags.len() > MAX_TAGS {
        return Err(Error::InvalidParameterValue("Number of tags exceeds resource tag limit.".to_owned()).into());
    }
    let published = context.world.lambda_mut().published_mut(&call.name);
    let before = std::mem::replace(&mut published.tags, tags.clone());
    context.changed(format!("{} tags", call.name), Some(json!(before).to_string()), Some(json!(tags).to_string()));
    Ok(Answer::Now(Response::new(204)))
}

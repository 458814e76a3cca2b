//! GetTags, TagResource and UntagResource, of APIs, stages, keys and usage plans.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_TagResource.html>

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, json};

use super::{answer, body, done, state};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::uri;
use crate::services::apigateway::record::take;
use crate::services::apigateway::{Error, State};

/// How many tags something may have.
const MAX_TAGS: usize = 50;

/// Lists tags.
pub fn get_tags(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let tags = with_tags(context.world.apigateway_mut(), &call.name, |tags| tags.clone())?;
    Ok(answer(200, Map::from_iter([("tags".to_owned(), json!(tags))])))
}

/// Adds tags, in place of those with their keys.
pub fn tag_resource(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let given: BTreeMap<String, String> = take(&body(call)?, "tags")?;
    let full = with_tags(state(context), &call.name, |tags| {
        let full = tags.len() + given.keys().filter(|key| !tags.contains_key(*key)).count() > MAX_TAGS;
        if !full {
            tags.extend(given);
        }
        full
    })?;
    if full {
        return Err(Error::LimitExceeded(format!("Number of tags exceeds the limit of {MAX_TAGS}")).into());
    }
    Ok(done(204))
}

/// Takes tags away, by their keys.
pub fn untag_resource(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let keys = uri::parameters(&call.request.query).filter(|(name, _)| name == "tagKeys");
    let keys: Vec<String> = keys.map(|(_, key)| key).collect();
    with_tags(state(context), &call.name, |tags| tags.retain(|key, _| !keys.contains(key)))?;
    Ok(done(204))
}

/// Does something with the tags of what an ARN names: `arn:aws:apigateway:us-east-1::/restapis/{id}/stages/{name}`.
fn with_tags<T>(
    state: &mut State,
    arn: &str,
    act: impl FnOnce(&mut BTreeMap<String, String>) -> T,
) -> Result<T, Error> {
    let path = arn.splitn(6, ':').nth(5).filter(|_| arn.starts_with("arn:aws:apigateway:")).unwrap_or_default();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let tags = match parts[..] {
        ["restapis", id] => state.api_mut(id).map(|api| &mut Arc::make_mut(&mut api.draft.settings).tags),
        ["restapis", id, "stages", name] => {
            let stage = state.api_mut(id).and_then(|api| api.stages.get_mut(name));
            stage.map(|stage| &mut Arc::make_mut(stage).tags)
        }
        ["apikeys", id] => state.keys.get_mut(id).map(|key| &mut Arc::make_mut(key).tags),
        ["usageplans", id] => state.plans.get_mut(id).map(|plan| &mut Arc::make_mut(plan).tags),
        _ => return Err(Error::bad("Invalid ARN specified in the request")),
    };
    tags.map(act).ok_or_else(|| Error::NotFound("Invalid resource identifier specified".to_owned()))
}

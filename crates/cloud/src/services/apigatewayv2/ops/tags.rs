//! TagResource, UntagResource and GetTags, for APIs and stages.
//! <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/tags-resource-arn.html>

use std::sync::Arc;

use serde_json::Value;

use super::deploy::keep;
use super::{Error, answer, body, done, empty, put};
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::protocol::uri;
use crate::services::apigatewayv2::shapes;
use crate::services::apigatewayv2::state::Api;

/// Adds tags.
pub fn tag_resource(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let given = shapes::read(shapes::TAGS, &body(call)?, true)?;
    change(context, call, |settings| shapes::update(shapes::API, settings, given))?;
    Ok(Answer::Now(Response::new(201)))
}

/// Takes tags away.
pub fn untag_resource(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let keys: Vec<String> =
        uri::parameters(&call.request.query).filter(|(name, _)| name == "tagKeys").map(|(_, key)| key).collect();
    change(context, call, |settings| {
        if let Some(tags) = settings.get_mut("tags").and_then(Value::as_object_mut) {
            tags.retain(|name, _| !keys.contains(name));
        }
    })?;
    Ok(done())
}

/// Shows tags.
pub fn get_tags(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (api, stage) = named(context, call)?;
    let settings = match &stage {
        Some(stage) => &api.stages[stage].settings,
        None => &api.settings,
    };
    let mut document = JsonBody::new();
    put(&mut document, "tags", settings.get("tags").cloned().unwrap_or_else(empty));
    Ok(answer(200, document))
}

fn change(context: &mut Context<'_>, call: &Call<'_>, change: impl FnOnce(&mut JsonBody)) -> Result<(), Error> {
    let (mut api, stage) = named(context, call)?;
    let settings = match &stage {
        Some(stage) => api.stages.get_mut(stage).map(|stage| &mut Arc::make_mut(stage).settings),
        None => Some(&mut api.settings),
    };
    change(Arc::make_mut(settings.expect("the stage was found when the ARN was read")));
    keep(context, api);
    Ok(())
}

/// What an ARN names: an API, and a stage of it if it says so.
fn named(context: &Context<'_>, call: &Call<'_>) -> Result<(Api, Option<Arc<str>>), Error> {
    let unknown = || Error::NotFound(format!("Invalid resource ARN specified: {}", call.key));
    let path = call.key.split_once("::/apis/").map(|(_, path)| path).ok_or_else(unknown)?;
    let mut parts = path.split('/');
    let id = parts.next().unwrap_or_default();
    let api = context.world.apigatewayv2().apis.get(id).ok_or_else(unknown)?;
    match (parts.next(), parts.next(), parts.next()) {
        (None, ..) => Ok(((**api).clone(), None)),
        (Some("stages"), Some(stage), None) => {
            let (name, _) = api.stages.get_key_value(stage).ok_or_else(unknown)?;
            Ok(((**api).clone(), Some(name.clone())))
        }
        _ => Err(unknown()),
    }
}

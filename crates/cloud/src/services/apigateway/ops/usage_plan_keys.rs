//! Create, Get and DeleteUsagePlanKey, and GetUsagePlanKeys.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_CreateUsagePlanKey.html>

use std::sync::Arc;

use serde_json::Value;

use super::{answer, body, done, page, parts, required, state, usage_plans};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::protocol::uri;
use crate::services::apigateway::Error;
use crate::services::apigateway::state::ApiKey;

/// Puts a key into a plan.
pub fn create_usage_plan_key(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let plan = usage_plans::find(context, call)?;
    let body = body(call)?;
    let id: Arc<str> = required(call, &body, "keyId")?.into();
    if required(call, &body, "keyType")? != "API_KEY" {
        return Err(Error::bad("Invalid key type specified. Must be API_KEY").into());
    }
    let held = context.world.apigateway();
    let key = held.keys.get(&id).cloned();
    let key = key.ok_or_else(|| Error::NotFound("Invalid API Key identifier specified".to_owned()))?;
    for stage in &plan.api_stages {
        if let Some(other) = held.plan_of(&id, &stage.api_id, &stage.stage) {
            let text = if other.id == plan.id {
                format!("Usage Plan Key {id} already exists in Usage Plan {}", plan.id)
            } else {
                format!("The API Key {id} is already in the Usage Plan {} for the same API stage", other.id)
            };
            return Err(Error::Conflict(text).into());
        }
    }
    context.changed(format!("usage plan {}", plan.name), None, Some(format!("key {}", key.name)));
    state(context).plan_keys.insert((plan.id.as_str().into(), id));
    Ok(answer(201, describe(&key)))
}

/// Shows a key of a plan.
pub fn get_usage_plan_key(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(answer(200, describe(&*find(context, call)?)))
}

/// Lists the keys of a plan, or those whose names begin as asked.
pub fn get_usage_plan_keys(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let plan = usage_plans::find(context, call)?;
    let name = uri::parameter(&call.request.query, "name").unwrap_or_default();
    let held = context.world.apigateway();
    let keys = held.plan_keys.iter().filter(|(held, _)| **held == *plan.id).filter_map(|(_, id)| held.keys.get(id));
    let keys = keys.filter(|key| key.name.starts_with(&name));
    Ok(page(call, keys.map(|key| (key.id.clone(), describe(key))))?)
}

/// Takes a key out of a plan.
pub fn delete_usage_plan_key(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let key = find(context, call)?;
    let entry = (call.name.clone(), Arc::from(key.id.as_str()));
    let state = state(context);
    state.plan_keys.remove(&entry);
    state.usage.remove(&entry);
    Ok(done(202))
}

fn find(context: &Context<'_>, call: &Call<'_>) -> Result<Arc<ApiKey>, Error> {
    usage_plans::find(context, call)?;
    let [id] = parts(call);
    let state = context.world.apigateway();
    let entry = (call.name.clone(), Arc::from(id));
    let key = state.plan_keys.contains(&entry).then(|| state.keys.get(id)).flatten().cloned();
    key.ok_or_else(|| Error::NotFound("Invalid Usage Plan Key identifier specified".to_owned()))
}

fn describe(key: &ApiKey) -> JsonBody {
    let members = [("id", &*key.id), ("type", "API_KEY"), ("value", &*key.value), ("name", &*key.name)];
    let given = members.into_iter().filter(|(_, value)| !value.is_empty());
    given.map(|(name, value)| (name.to_owned(), Value::from(value))).collect()
}

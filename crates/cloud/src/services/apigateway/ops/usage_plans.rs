//! Create, Get, Update and DeleteUsagePlan, and GetUsagePlans.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_CreateUsagePlan.html>

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{answer, body, done, empty, page, required, room, state};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::protocol::uri;
use crate::services::apigateway::Error;
use crate::services::apigateway::patch::{self, ADD, Form, Patch, REMOVE, REPLACE, Style, Table, rule};
use crate::services::apigateway::record::{Member, document};
use crate::services::apigateway::state::UsagePlan;

/// How many usage plans an account may have.
const MAX_PLANS: usize = 300;

static PATCHES: Table = Table {
    rules: &[
        rule("/name", REPLACE, Form::Member),
        rule("/description", REPLACE, Form::Member),
        rule("/productCode", REPLACE | REMOVE, Form::Member),
        rule("/throttle", REMOVE, Form::Member),
        rule("/throttle/rateLimit", ADD | REPLACE, Form::Member),
        rule("/throttle/burstLimit", ADD | REPLACE, Form::Member),
        rule("/quota", REMOVE, Form::Member),
        rule("/quota/limit", ADD | REPLACE, Form::Member),
        rule("/quota/offset", ADD | REPLACE, Form::Member),
        rule("/quota/period", ADD | REPLACE, Form::Member),
    ],
    style: Style::Plain,
};

/// Makes a usage plan.
pub fn create_usage_plan(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut body = body(call)?;
    required(call, &body, "name")?;
    let id = context.rng.lower(6);
    body.insert("id".to_owned(), Value::from(id.as_str()));
    let plan = UsagePlan::read(&Value::Object(body))?;
    room(context.world.apigateway().plans.len(), MAX_PLANS, "usage plans")?;
    check(context, &plan)?;
    context.changed(format!("usage plan {}", plan.name), None, Some(id));
    let answer = answer(201, describe(&plan));
    state(context).plans.insert(plan.id.as_str().into(), Arc::new(plan));
    Ok(answer)
}

/// Shows a usage plan.
pub fn get_usage_plan(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut document = describe(&*find(context, call)?);
    document.entry("tags").or_insert_with(empty);
    Ok(answer(200, document))
}

/// Lists the usage plans, or those of one key.
pub fn get_usage_plans(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let key = uri::parameter(&call.request.query, "keyId");
    let state = context.world.apigateway();
    let has = |plan: &str, key: &str| state.plan_keys.contains(&(Arc::from(plan), Arc::from(key)));
    let plans = state.plans.values().filter(|plan| key.as_ref().is_none_or(|key| has(&plan.id, key)));
    Ok(page(call, plans.map(|plan| (plan.id.clone(), describe(plan))))?)
}

/// Changes a usage plan.
pub fn update_usage_plan(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = find(context, call)?;
    let mut document = document(&*held);
    for patch in patch::read(call, &body(call)?, Vec::new())? {
        if patch.parts.first().is_some_and(|first| first == "apiStages") {
            stages(&mut document, &patch, &held.id)?;
        } else {
            patch::apply(&mut document, &PATCHES, std::slice::from_ref(&patch))?;
        }
    }
    let plan = UsagePlan::read(&Value::Object(document))?;
    check(context, &plan)?;
    let mut document = describe(&plan);
    document.entry("tags").or_insert_with(empty);
    state(context).plans.insert(plan.id.as_str().into(), Arc::new(plan));
    Ok(answer(200, document))
}

/// Deletes a usage plan that has no stages.
pub fn delete_usage_plan(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = find(context, call)?;
    let state = state(context);
    // A stage that was deleted since does not count.
    let there = |api: &str, name: &str| state.apis.get(api).is_some_and(|api| api.stages.contains_key(name));
    if held.api_stages.iter().any(|stage| there(&stage.api_id, &stage.stage)) {
        let text = format!("Cannot delete Usage Plan {} because there are API Stages associated with it.", held.id);
        return Err(Error::BadRequest(text).into());
    }
    state.plans.remove(&call.name);
    let keys: Vec<_> = state.plan_keys.iter().filter(|(plan, _)| **plan == *call.name).cloned().collect();
    for key in keys {
        state.plan_keys.remove(&key);
        state.usage.remove(&key);
    }
    context.changed(format!("usage plan {}", held.name), Some(held.id.clone()), None);
    Ok(done(202))
}

/// The plan that a call names.
pub fn find(context: &Context<'_>, call: &Call<'_>) -> Result<Arc<UsagePlan>, Error> {
    let held = context.world.apigateway().plans.get(&call.name).cloned();
    held.ok_or_else(|| Error::NotFound("Invalid Usage Plan ID specified".to_owned()))
}

fn describe(plan: &UsagePlan) -> JsonBody {
    let mut document = document(plan);
    let stages = document.entry("apiStages").or_insert_with(|| json!([]));
    debug_assert!(stages.is_array(), "a list is written as one");
    document
}

fn check(context: &Context<'_>, plan: &UsagePlan) -> Result<(), Error> {
    for stage in &plan.api_stages {
        let api = context.world.apigateway().apis.get(stage.api_id.as_str());
        if !api.is_some_and(|api| api.stages.contains_key(stage.stage.as_str())) {
            return Err(no_stage(&stage.api_id, &stage.stage, &plan.id));
        }
    }
    let throttles = plan.api_stages.iter().flat_map(|stage| stage.throttle.values()).chain(&plan.throttle);
    for throttle in throttles {
        if throttle.rate_limit < 0.0 {
            return Err(Error::bad("Usage Plan throttle rate limit must not be negative"));
        }
    }
    let Some(quota) = &plan.quota else { return Ok(()) };
    if !matches!(quota.period.as_str(), "DAY" | "WEEK" | "MONTH") {
        return Err(Error::bad("Invalid quota period specified. Must be one of: [DAY, WEEK, MONTH]"));
    }
    let longest = match quota.period.as_str() {
        "DAY" => 0,
        "WEEK" => 6,
        _ => 27,
    };
    if quota.offset > longest {
        return Err(Error::bad(format!(
            "Usage Plan quota offset must be between 0 and {longest} for the {} period",
            quota.period
        )));
    }
    Ok(())
}

fn no_stage(api: &str, stage: &str, plan: &str) -> Error {
    Error::NotFound(format!("Invalid API Stage {{api: {api}, stage: {stage}}} specified for usageplan {plan}"))
}

/// Patches the stages: `/apiStages` with `api:stage`, or what is under `/apiStages/api:stage/throttle`.
fn stages(document: &mut JsonBody, patch: &Patch, plan: &str) -> Result<(), Error> {
    let named = patch.parts.get(1).cloned().or_else(|| patch.value.clone()).unwrap_or_default();
    let Some((api, stage)) = named.split_once(':') else {
        return Err(Error::bad("Invalid API Stage specified"));
    };
    let list = document.entry("apiStages").or_insert_with(|| json!([]));
    let Some(list) = list.as_array_mut() else { return Ok(()) };
    let at = list.iter().position(|held| held["apiId"] == api && held["stage"] == stage);
    if patch.parts.len() < 2 {
        match (patch.op.as_str(), at) {
            ("add", None) => list.push(json!({"apiId": api, "stage": stage})),
            ("add", Some(_)) => {}
            ("remove", Some(at)) => drop(list.remove(at)),
            ("remove", None) => return Err(no_stage(api, stage, plan)),
            _ => return Err(Error::bad("Invalid patch operation specified. Must be one of: [add, remove]")),
        }
        return Ok(());
    }
    let Some(at) = at else { return Err(no_stage(api, stage, plan)) };
    if patch.parts.get(2).is_none_or(|part| part != "throttle") {
        return Err(Error::bad(format!("Invalid patch path {}", patch.path)));
    }
    let throttle =
        list[at].as_object_mut().map(|stage| stage.entry("throttle").or_insert_with(|| Value::Object(Map::new())));
    let Some(throttle) = throttle else { return Ok(()) };
    if patch.parts.len() == 3 {
        // The whole of it, as JSON.
        *throttle = match patch.op.as_str() {
            "remove" => json!({}),
            _ => serde_json::from_str(patch.value.as_deref().unwrap_or_default())
                .map(Value::Object)
                .map_err(|_| Error::bad("Invalid throttle specified: it must be a JSON object"))?,
        };
        return Ok(());
    }
    let rest = patch.parts[3..].join("/");
    let (method, limit) = match rest.rsplit_once('/') {
        Some((method, limit @ ("rateLimit" | "burstLimit"))) => (method, limit),
        _ if patch.op == "remove" => {
            let method = format!("/{}", rest.trim_start_matches('/'));
            throttle.as_object_mut().and_then(|held| held.remove(&method));
            return Ok(());
        }
        _ => return Err(Error::bad(format!("Invalid patch path {}", patch.path))),
    };
    let method = format!("/{}", method.trim_start_matches('/'));
    if !throttle[&method].is_object() {
        throttle[&method] = json!({});
    }
    throttle[&method][limit] = Value::from(patch.value.clone().unwrap_or_default());
    Ok(())
}

//! Create, Get, Update and DeleteStage, GetStages, and the operations that empty a stage's caches.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html>

use std::sync::Arc;

use serde_json::{Map, Value};

use super::{answer, api, api_mut, body, done, empty, parts, required, room};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::protocol::{rest_json, uri};
use crate::services::apigateway::Error;
use crate::services::apigateway::patch::{self, ADD, ALL, Form, Patch, REMOVE, REPLACE, Style, Table, rule};
use crate::services::apigateway::record::{Member, document, take};
use crate::services::apigateway::state::{MethodSetting, RestApi, Stage};

/// How many stages an API may have.
const MAX_STAGES: usize = 10;
/// How many variables a stage may have.
const MAX_VARIABLES: usize = 100;
/// The longest name of a stage.
const LONGEST_NAME: usize = 128;
/// Requests that may come at once to a method, unless it is said.
const BURST_LIMIT: u64 = 5_000;
/// Requests that may come in a second to a method, unless it is said.
const RATE_LIMIT: f64 = 10_000.0;
/// For how long an answer is cached, seconds, unless it is said.
const CACHE_TTL_S: u64 = 300;

static PATCHES: Table = Table {
    rules: &[
        rule("/deploymentId", REPLACE, Form::Member),
        rule("/description", REPLACE, Form::Member),
        rule("/cacheClusterEnabled", REPLACE, Form::Member),
        rule("/cacheClusterSize", REPLACE, Form::Member),
        rule("/clientCertificateId", REPLACE | REMOVE, Form::Member),
        rule("/documentationVersion", REPLACE | REMOVE, Form::Member),
        rule("/tracingEnabled", REPLACE, Form::Member),
        rule("/accessLogSettings", REMOVE, Form::Member),
        rule("/accessLogSettings/destinationArn", ADD | REPLACE, Form::Member),
        rule("/accessLogSettings/format", ADD | REPLACE, Form::Member),
        rule("/variables/*", ALL, Form::Entry("Invalid stage variable name specified")),
    ],
    style: Style::Path,
};

/// The ends of the paths of method settings, and their members.
const SETTINGS: [(&str, &str); 10] = [
    ("metrics/enabled", "metricsEnabled"),
    ("logging/dataTrace", "dataTraceEnabled"),
    ("logging/loglevel", "loggingLevel"),
    ("throttling/burstLimit", "throttlingBurstLimit"),
    ("throttling/rateLimit", "throttlingRateLimit"),
    ("caching/ttlInSeconds", "cacheTtlInSeconds"),
    ("caching/enabled", "cachingEnabled"),
    ("caching/dataEncrypted", "cacheDataEncrypted"),
    ("caching/requireAuthorizationForCacheControl", "requireAuthorizationForCacheControl"),
    ("caching/unauthorizedCacheControlHeaderStrategy", "unauthorizedCacheControlHeaderStrategy"),
];

/// What may be copied from a canary, which no stage has here: where to, and where from.
const COPIES: [(&str, &str); 2] =
    [("/deploymentId", "/canarySettings/deploymentId"), ("/variables", "/canarySettings/stageVariableOverrides")];

/// Makes a stage that points to a deployment.
pub fn create_stage(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    let name = required(call, &body, "stageName")?;
    let deployment = required(call, &body, "deploymentId")?;
    let api = api(context, call)?;
    if !api.deployments.contains_key(deployment.as_str()) {
        return Err(Error::bad("Deployment id does not exist").into());
    }
    if api.stages.contains_key(name.as_str()) {
        return Err(Error::Conflict("Stage already exists".to_owned()).into());
    }
    let blank = fresh(context, &api, &name)?;
    let mut stage = Stage {
        description: take(&body, "description")?,
        variables: take(&body, "variables")?,
        documentation_version: take(&body, "documentationVersion")?,
        tags: take(&body, "tags")?,
        tracing_enabled: take(&body, "tracingEnabled")?,
        cache_cluster_enabled: take(&body, "cacheClusterEnabled")?,
        cache_cluster_size: take(&body, "cacheClusterSize")?,
        deployment_id: deployment,
        ..blank
    };
    check(&mut stage)?;
    let answer = answer(201, describe(&stage));
    let subject = format!("{} stage {name}", api.draft.settings.name);
    context.changed(subject, None, Some(stage.deployment_id.clone()));
    api_mut(context, call).stages.insert(name.into(), Arc::new(stage));
    Ok(answer)
}

/// Shows a stage.
pub fn get_stage(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(answer(200, describe(&*find(context, call)?)))
}

/// Lists an API's stages, or those that point to one deployment.
pub fn get_stages(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    let deployment = uri::parameter(&call.request.query, "deploymentId");
    let fits = |stage: &&Arc<Stage>| deployment.as_ref().is_none_or(|id| *id == stage.deployment_id);
    let stages = api.stages.values().filter(fits).map(|stage| Value::Object(describe(stage))).collect();
    let mut document = Map::new();
    document.insert("item".to_owned(), Value::Array(stages));
    Ok(Answer::Now(rest_json::answer(200, &Value::Object(document))))
}

/// Changes a stage.
pub fn update_stage(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = find(context, call)?;
    let patches = patch::read(call, &body(call)?, Vec::new())?;
    let mut document = document(&*held);
    for patch in &patches {
        step(&mut document, patch)?;
    }
    let mut stage = Stage::read(&Value::Object(document))?;
    (stage.created, stage.updated) = (held.created, context.now);
    let api = api(context, call)?;
    if !api.deployments.contains_key(stage.deployment_id.as_str()) {
        return Err(Error::bad("Deployment id does not exist").into());
    }
    check(&mut stage)?;
    if held.deployment_id != stage.deployment_id {
        let subject = format!("{} stage {}", api.draft.settings.name, stage.name);
        context.changed(subject, Some(held.deployment_id.clone()), Some(stage.deployment_id.clone()));
    }
    let answer = answer(200, describe(&stage));
    api_mut(context, call).stages.insert(stage.name.as_str().into(), Arc::new(stage));
    Ok(answer)
}

/// Deletes a stage.
pub fn delete_stage(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = find(context, call)?;
    let api = api_mut(context, call);
    api.stages.remove(held.name.as_str());
    let subject = format!("{} stage {}", api.draft.settings.name, held.name);
    context.changed(subject, Some(held.deployment_id.clone()), None);
    Ok(done(202))
}

/// Empties a stage's cache, in which nothing is kept here.
pub fn flush(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    find(context, call)?;
    Ok(done(202))
}

/// Forgets what a stage's authorizers decided, so that they are asked anew.
pub fn flush_authorizers(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let stage = find(context, call)?;
    context.world.execute_api_mut().forget_decisions(&call.name, &stage.name);
    Ok(done(202))
}

/// A stage that points to nothing yet.
pub fn fresh(context: &Context<'_>, api: &RestApi, name: &str) -> Result<Stage, Error> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.is_empty() || name.len() > LONGEST_NAME || !name.chars().all(fits) {
        return Err(Error::bad("Stage name only allows a-zA-Z0-9_-"));
    }
    room(api.stages.len(), MAX_STAGES, "stages for this API")?;
    Ok(Stage { name: name.to_owned(), created: context.now, updated: context.now, ..Stage::default() })
}

/// Refuses variables that a stage cannot have, and says whether its cache is there.
pub fn check(stage: &mut Stage) -> Result<(), Error> {
    room(stage.variables.len(), MAX_VARIABLES + 1, "stage variables")?;
    for (name, value) in &stage.variables {
        let in_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let in_value = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#&=,".contains(c);
        if name.is_empty() || !name.chars().all(in_name) {
            return Err(Error::bad("Stage variable names may only contain alphanumeric characters and underscores"));
        }
        if !value.chars().all(in_value) {
            return Err(Error::bad(format!(
                "Stage variable value: {value} has invalid characters. Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','."
            )));
        }
    }
    for setting in stage.method_settings.values() {
        if !matches!(setting.logging_level.as_str(), "" | "OFF" | "ERROR" | "INFO") {
            return Err(Error::bad("Invalid logging level specified. Must be one of: [OFF, ERROR, INFO]"));
        }
    }
    stage.cache_cluster_status = if stage.cache_cluster_enabled { "AVAILABLE" } else { "NOT_AVAILABLE" }.to_owned();
    Ok(())
}

fn describe(stage: &Stage) -> JsonBody {
    let mut document = document(stage);
    document.entry("methodSettings").or_insert_with(empty);
    document
}

fn find(context: &Context<'_>, call: &Call<'_>) -> Result<Arc<Stage>, Error> {
    let [name] = parts(call);
    let held = api(context, call)?.stages.get(name).cloned();
    held.ok_or_else(|| Error::NotFound("Invalid stage identifier specified".to_owned()))
}

/// Does one patch. Method settings have paths of their own, which begin with what they are of.
fn step(document: &mut JsonBody, patch: &Patch) -> Result<(), Error> {
    if patch.op == "copy" {
        let (path, from) = (patch.path.as_str(), patch.from.as_str());
        if !COPIES.contains(&(path, from)) {
            return Err(Error::bad(format!(
                "Invalid copy operation with path: {path} and from {from}. Valid copy:path are [{}, {}] and valid copy:from are [{}, {}]",
                COPIES[0].0, COPIES[1].0, COPIES[0].1, COPIES[1].1
            )));
        }
        return Err(Error::bad("Promotion not available. Canary does not exist."));
    }
    let first = patch.parts.first().map_or("", String::as_str);
    match patch::apply(document, &PATCHES, std::slice::from_ref(patch)) {
        Ok(()) if first == "accessLogSettings" && patch.op != "remove" && patch.value.as_deref() == Some("") => {
            Err(Error::bad("Access Log value must not be empty"))
        }
        Err(Error::BadRequest(_)) if first == "accessLogSettings" && patch.op != "remove" => Err(Error::bad(
            "Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]",
        )),
        Err(Error::BadRequest(_)) => setting(document, patch),
        result => result,
    }
}

fn setting(document: &mut JsonBody, patch: &Patch) -> Result<(), Error> {
    let path = patch.path.strip_prefix('/').unwrap_or(&patch.path);
    let settings = document.entry("methodSettings").or_insert_with(|| Value::Object(Map::new()));
    let Some(settings) = settings.as_object_mut() else { return Ok(()) };
    if patch.op == "remove" {
        return match settings.remove(path.trim_start_matches('/')) {
            Some(_) => Ok(()),
            None => {
                let text =
                    format!("Cannot remove method setting {path} because there is no method setting for this method ");
                Err(Error::BadRequest(text))
            }
        };
    }
    let named = SETTINGS.iter().find_map(|(end, member)| Some((path.strip_suffix(end)?.strip_suffix('/')?, *member)));
    let known = named.filter(|(key, _)| key.contains('/') && patch.op == "replace");
    let Some((key, member)) = known else { return Err(no_setting(&patch.path)) };
    let common = settings.get("*/*").cloned();
    let entry = settings.entry(key.trim_start_matches('/')).or_insert_with(|| {
        // What is said of one method begins as what is said of all.
        common.or_else(|| usual().write()).unwrap_or_default()
    });
    let value = match patch.value.clone().unwrap_or_default() {
        value if member == "loggingLevel" => value.to_ascii_uppercase(),
        value => value,
    };
    entry[member] = Value::from(value);
    Ok(())
}

/// The settings of a method of which nothing was said.
fn usual() -> MethodSetting {
    MethodSetting {
        throttling_burst_limit: Some(BURST_LIMIT),
        throttling_rate_limit: Some(RATE_LIMIT),
        cache_ttl_s: CACHE_TTL_S,
        require_authorization_for_cache_control: true,
        unauthorized_cache_control_header_strategy: "SUCCEED_WITH_RESPONSE_HEADER".to_owned(),
        ..MethodSetting::default()
    }
}

/// The refusal of a path. Where commas are missing, they are missing in AWS's.
fn no_setting(path: &str) -> Error {
    let members = "/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format";
    let settings = |of: &str, gap: &str| {
        let mut text = String::new();
        for (end, _) in SETTINGS {
            let is_after_a_gap = matches!(end, "throttling/rateLimit" | "caching/ttlInSeconds");
            text.extend([if is_after_a_gap { gap } else { ", " }, of, "/", end]);
        }
        text
    };
    let (of_one, of_all) = (settings("/{resourcePath}/{httpMethod}", ""), settings("/*/*", " "));
    Error::bad(format!(
        "Invalid method setting path: {path}. Must be one of: [{members}{of_one}{of_all}, /variables/{{variable_name}}, /tracingEnabled]"
    ))
}

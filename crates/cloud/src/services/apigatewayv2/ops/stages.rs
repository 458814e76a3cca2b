//! Create, Get, Update, DeleteStage and GetStages, and what takes parts of one away.
//! <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html>

use std::sync::Arc;

use serde_json::{Value, json};

use super::deploy::{keep, keep_changed, point};
use super::{Error, answer, api, api_mut, body, date, done, empty, page, put, with_defaults};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::protocol::uri;
use crate::services::apigatewayv2::shapes::{self, flag, text};
use crate::services::apigatewayv2::state::{Api, DEFAULT_STAGE, Stage};

/// The most stages of an API. AWS's value.
const MAX_STAGES: usize = 10;

/// Adds a stage.
pub fn create_stage(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut api = (*api(context, call)?).clone();
    let settings = shapes::read(shapes::STAGE, &body(call)?, true)?;
    check(&api, &settings)?;
    let name: Arc<str> = text(&settings, "stageName").into();
    if api.stages.contains_key(&name) {
        return Err(Error::Conflict("Stage already exists".to_owned()).into());
    }
    if api.stages.len() >= MAX_STAGES {
        return Err(Error::bad("Maximum number of stages has been reached for this API").into());
    }
    add(context, &mut api, settings);
    let id = api.id.clone();
    finish(context, api, &name);
    Ok(answer(201, shown(&api_mut(context, &id).stages[&name])))
}

/// A stage that was made now.
pub fn new_stage(context: &Context<'_>, settings: JsonBody) -> Stage {
    Stage { settings: Arc::new(settings), created: context.now, updated: context.now }
}

fn add(context: &mut Context<'_>, api: &mut Api, settings: JsonBody) {
    let name: Arc<str> = text(&settings, "stageName").into();
    context.changed(format!("{} stage {name}", text(&api.settings, "name")), None, Some("created".to_owned()));
    api.stages.insert(name, Arc::new(new_stage(context, settings)));
}

/// Keeps an API of which a stage was changed: one that deploys of itself does so, another points to what it was given.
fn finish(context: &mut Context<'_>, mut api: Api, stage: &str) {
    let settings = &api.stages[stage].settings;
    if flag(settings, "autoDeploy") {
        return keep_changed(context, api);
    }
    let deployment = text(settings, "deploymentId").to_owned();
    if !deployment.is_empty() {
        point(context, &mut api, stage, &deployment);
    }
    keep(context, api);
}

/// Shows a stage.
pub fn get_stage(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(answer(200, shown(&*held(&*api(context, call)?, call)?)))
}

/// Lists the stages.
pub fn get_stages(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    Ok(page(call, api.stages.iter().map(|(name, stage)| (name.clone(), shown(stage))))?)
}

/// Changes a stage's settings.
pub fn update_stage(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut api = (*api(context, call)?).clone();
    let mut stage = (*held(&api, call)?).clone();
    let mut given = shapes::read(shapes::STAGE, &body(call)?, false)?;
    given.remove("stageName");
    let before = flag(&stage.settings, "autoDeploy");
    shapes::update(shapes::STAGE, Arc::make_mut(&mut stage.settings), given);
    check(&api, &stage.settings)?;
    stage.updated = context.now;
    let deploys = !before && flag(&stage.settings, "autoDeploy");
    let name = call.key.clone();
    let moved = text(&stage.settings, "deploymentId") != text(&api.stages[&name].settings, "deploymentId");
    api.stages.insert(name.clone(), Arc::new(stage));
    if deploys || moved {
        finish(context, api, &name);
    } else {
        keep(context, api);
    }
    Ok(answer(200, shown(&api_mut(context, &call.name).stages[&name])))
}

/// Takes a stage away.
pub fn delete_stage(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut api = (*api(context, call)?).clone();
    held(&api, call)?;
    api.stages.remove(&call.key);
    context.changed(format!("{} stage {}", text(&api.settings, "name"), call.key), Some("there".to_owned()), None);
    keep(context, api);
    Ok(done())
}

/// Writes no access log any more.
pub fn delete_access_log_settings(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    without(context, call, |settings| settings.remove("accessLogSettings").map(drop).or(Some(())))
}

/// Takes away what was set for one route.
pub fn delete_route_settings(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let last = call.request.path.rsplit('/').next().unwrap_or_default();
    let key = uri::decode(last).map_err(|_| Error::unknown("route key"))?;
    without(context, call, |settings| {
        settings.get_mut("routeSettings").and_then(Value::as_object_mut)?.remove(&*key).map(drop)
    })
}

fn without(
    context: &mut Context<'_>,
    call: &Call<'_>,
    take: impl FnOnce(&mut JsonBody) -> Option<()>,
) -> Result<Answer, ServiceError> {
    let mut api = (*api(context, call)?).clone();
    let mut stage = (*held(&api, call)?).clone();
    take(Arc::make_mut(&mut stage.settings)).ok_or_else(|| Error::unknown("route key"))?;
    stage.updated = context.now;
    api.stages.insert(call.key.clone(), Arc::new(stage));
    keep(context, api);
    Ok(done())
}

/// Forgets what Lambda authorizers decided for a stage.
pub fn reset_authorizers_cache(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    held(&*api(context, call)?, call)?;
    context.world.execute_api_mut().forget_decisions(&call.name, &call.key);
    Ok(done())
}

fn held(api: &Api, call: &Call<'_>) -> Result<Arc<Stage>, Error> {
    api.stages.get(&call.key).cloned().ok_or_else(|| Error::unknown("stage"))
}

fn check(api: &Api, settings: &JsonBody) -> Result<(), Error> {
    let name = text(settings, "stageName");
    let fits = |next: char| next.is_ascii_alphanumeric() || next == '-' || next == '_';
    if name != DEFAULT_STAGE && (name.is_empty() || !name.chars().all(fits)) {
        return Err(Error::bad("Stage name only allows a-zA-Z0-9-_ or $default"));
    }
    let deployment = text(settings, "deploymentId");
    if !deployment.is_empty() && !api.deployments.contains_key(deployment) {
        return Err(Error::bad("Deployment id does not exist"));
    }
    let log = settings.get("accessLogSettings").and_then(Value::as_object);
    if let Some(log) = log {
        let arn = text(log, "destinationArn");
        if !arn.starts_with("arn:aws:logs:") || !arn.contains(":log-group:") {
            return Err(Error::bad(
                "Invalid ARN specified in the request: access logs go to a CloudWatch log group, by its ARN",
            ));
        }
        if text(log, "format").is_empty() {
            return Err(Error::bad("Access log format must not be empty"));
        }
    }
    Ok(())
}

/// A stage as answers show it.
pub fn shown(stage: &Stage) -> JsonBody {
    let mut document = with_defaults(
        &stage.settings,
        &[
            ("autoDeploy", Value::from(false)),
            ("defaultRouteSettings", json!({"detailedMetricsEnabled": false})),
            ("routeSettings", empty()),
            ("stageVariables", empty()),
            ("tags", empty()),
        ],
    );
    put(&mut document, "createdDate", date(stage.created));
    put(&mut document, "lastUpdatedDate", date(stage.updated));
    document
}

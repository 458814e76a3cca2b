//! Create, Get, Update, DeleteAlias and ListAliases.
//! <https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html>

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{body, find, page, same_revision, shape};
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_json, uri};
use crate::services::lambda::published::Alias;
use crate::services::lambda::{Error, function_arn};

/// How many other versions an alias may send invocations to.
const MAX_WEIGHTS: usize = 1;

/// Names a version.
pub fn create_alias(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    let name = body.get("Name").and_then(Value::as_str).unwrap_or_default();
    let fits = |next: char| next.is_ascii_alphanumeric() || next == '-' || next == '_';
    if name.chars().all(|next| next.is_ascii_digit()) || !name.chars().all(fits) {
        let rule = "satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)";
        return Err(shape("name", Some(name), rule).into());
    }
    let function = find(context, call)?;
    let mut alias = Alias {
        version: String::new(),
        description: String::new(),
        weights: BTreeMap::new(),
        revision_id: context.rng.uuid(),
    };
    set(context, call, &mut alias, &body)?;
    let aliases = &mut context.world.lambda_mut().published_mut(&function.name).aliases;
    if aliases.contains_key(name) {
        return Err(Error::Conflict(format!("Alias already exists: {}:{name}", function.arn())).into());
    }
    let answer = rest_json::answer(201, &describe(call, name, &alias));
    context.changed(format!("{}:{name}", function.name), None, Some(format!("version {}", alias.version)));
    context.world.lambda_mut().published_mut(&function.name).aliases.insert(name.into(), alias);
    Ok(Answer::Now(answer))
}

/// Shows an alias.
pub fn get_alias(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let alias = held(context, call)
        .ok_or_else(|| Error::NotFound(format!("Cannot find alias arn: {}:{}", function_arn(&call.name), call.key)))?;
    Ok(Answer::Now(rest_json::answer(200, &describe(call, &call.key, &alias))))
}

/// Points an alias elsewhere.
pub fn update_alias(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    let function = find(context, call)?;
    let before = held(context, call)
        .ok_or_else(|| Error::NotFound(format!("Alias not found: {}:{}", function.arn(), call.key)))?;
    same_revision(body.get("RevisionId"), &before.revision_id)?;
    let mut alias = before.clone();
    set(context, call, &mut alias, &body)?;
    alias.revision_id = context.rng.uuid();
    let answer = rest_json::answer(200, &describe(call, &call.key, &alias));
    let (old, new) = (format!("version {}", before.version), format!("version {}", alias.version));
    context.changed(format!("{}:{}", function.name, call.key), Some(old), Some(new));
    context.world.lambda_mut().published_mut(&function.name).aliases.insert(call.key.clone(), alias);
    Ok(Answer::Now(answer))
}

/// Takes an alias away; that there is none is no error.
pub fn delete_alias(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let function = find(context, call)?;
    if let Some(alias) = context.world.lambda_mut().published_mut(&function.name).aliases.remove(&call.key) {
        context.changed(format!("{}:{}", function.name, call.key), Some(format!("version {}", alias.version)), None);
    }
    Ok(Answer::Now(Response::new(204)))
}

/// Lists a function's aliases, or those of one version.
pub fn list_aliases(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    find(context, call)?;
    let version = uri::parameter(&call.request.query, "FunctionVersion");
    let published = context.world.lambda().published(&call.name);
    let aliases = published
        .into_iter()
        .flat_map(|published| published.aliases.iter())
        .filter(|(_, alias)| version.as_ref().is_none_or(|version| *version == alias.version))
        .map(|(name, alias)| (name.to_string(), describe(call, name, alias)));
    Ok(Answer::Now(rest_json::answer(200, &page(call, "Aliases", aliases))))
}

fn held(context: &Context<'_>, call: &Call<'_>) -> Option<Alias> {
    context.world.lambda().published(&call.name)?.aliases.get(&call.key).cloned()
}

/// Sets what the body speaks of.
fn set(context: &Context<'_>, call: &Call<'_>, alias: &mut Alias, body: &Map<String, Value>) -> Result<(), Error> {
    if let Some(description) = body.get("Description").and_then(Value::as_str) {
        description.clone_into(&mut alias.description);
    }
    if let Some(version) = body.get("FunctionVersion").and_then(Value::as_str) {
        version.clone_into(&mut alias.version);
    }
    if let Some(routing) = body.get("RoutingConfig") {
        alias.weights.clear();
        for (version, weight) in
            routing.get("AdditionalVersionWeights").and_then(Value::as_object).into_iter().flatten()
        {
            let weight = weight.as_f64().unwrap_or(-1.0);
            if version.is_empty() || !version.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(Error::Validation(format!(
                    "1 validation error detected: Value '{{{version}={weight:?}}}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+]"
                )));
            }
            if !(0.0..=1.0).contains(&weight) {
                return Err(Error::Validation(format!(
                    "1 validation error detected: Value '{{{version}={weight:?}}}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]"
                )));
            }
            alias.weights.insert(version.clone(), weight);
        }
    }
    check(context, call, alias)
}

fn check(context: &Context<'_>, call: &Call<'_>, alias: &Alias) -> Result<(), Error> {
    if alias.version.is_empty() {
        return Err(shape("functionVersion", None, "not be null"));
    }
    if alias.weights.len() > MAX_WEIGHTS {
        return Err(Error::InvalidParameterValue(format!(
            "Number of items in AdditionalVersionWeights cannot be greater than {MAX_WEIGHTS}"
        )));
    }
    if alias.version == "$LATEST" && !alias.weights.is_empty() {
        return Err(Error::InvalidParameterValue(
            "$LATEST is not supported for an alias pointing to more than 1 version".to_owned(),
        ));
    }
    if let Some(version) = alias.weights.keys().find(|version| **version == alias.version) {
        return Err(Error::InvalidParameterValue(format!(
            "Invalid function version {version}. Function version {version} is already included in routing configuration."
        )));
    }
    let published = context.world.lambda().published(&call.name);
    for version in std::iter::once(&alias.version).chain(alias.weights.keys()).filter(|version| *version != "$LATEST") {
        let number = version.parse().ok();
        if !number.is_some_and(|number: u32| published.is_some_and(|held| held.versions.contains_key(&number))) {
            return Err(Error::FunctionNotFound { arn: format!("{}:{version}", function_arn(&call.name)) });
        }
    }
    Ok(())
}

fn describe(call: &Call<'_>, name: &str, alias: &Alias) -> Value {
    let mut document = json!({
        "AliasArn": format!("{}:{name}", function_arn(&call.name)),
        "Name": name,
        "FunctionVersion": alias.version,
        "Description": alias.description,
        "RevisionId": alias.revision_id,
    });
    if !alias.weights.is_empty() {
        document["RoutingConfig"] = json!({"AdditionalVersionWeights": alias.weights});
    }
    document
}

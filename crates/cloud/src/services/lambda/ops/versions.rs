//! PublishVersion and ListVersionsByFunction.
//! <https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html>

use std::sync::Arc;

use serde_json::Value;

use super::qualified::Qualified;
use super::{body, find, page, same_revision};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::rest_json;
use crate::services::lambda::{Error, EventInvoke, Function, function_arn};
use crate::sim::time::Time;

/// Keeps the function as it is under the next number; when nothing changed since the last, under the last.
pub fn publish_version(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    let function = find(context, call)?;
    match body.get("CodeSha256").and_then(Value::as_str).filter(|given| !given.is_empty()) {
        Some(given) if *given != *function.code_sha256 => {
            return Err(Error::InvalidParameterValue(format!(
                "CodeSHA256 ({given}) is different from current CodeSHA256 in $LATEST ({}). Please try again with the CodeSHA256 in $LATEST.",
                function.code_sha256
            ))
            .into());
        }
        _ => {}
    }
    same_revision(body.get("RevisionId"), &function.revision_id)?;
    let published = publish(context, &function.name, body.get("Description").and_then(Value::as_str))?;
    Ok(Answer::Now(rest_json::answer(201, &published.configuration())))
}

/// Publishes the function called `name`.
pub fn publish(context: &mut Context<'_>, name: &Arc<str>, description: Option<&str>) -> Result<Qualified, Error> {
    let missing = || Error::FunctionNotFound { arn: function_arn(name) };
    let mut function = Function::clone(context.world.lambda().function(name).ok_or_else(missing)?);
    if let Some(description) = description {
        function.description = description.to_owned();
    }
    let revision_id = context.rng.uuid();
    let published = context.world.lambda_mut().published_mut(name);
    let last = published.versions.get(&published.newest);
    if let Some(last) = last.filter(|last| bare(last) == bare(&function)) {
        let (function, version) = (last.clone(), published.newest.to_string());
        return Ok(Qualified { function, qualifier: Some(version.clone()), version });
    }
    // A version has a policy, a limit and retries of its own, and none at first.
    function.policy = None;
    function.reserved_concurrency = None;
    function.event_invoke = EventInvoke::default();
    function.revision_id = revision_id;
    let function = Arc::new(function);
    published.newest += 1;
    published.versions.insert(published.newest, function.clone());
    let version = published.newest.to_string();
    context.changed(format!("{name} version {version}"), None, Some("published".to_owned()));
    Ok(Qualified { function, qualifier: Some(version.clone()), version })
}

/// Lists the function as it is and all its versions.
pub fn list_versions_by_function(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let latest = find(context, call)?;
    let published = context.world.lambda().published(&call.name);
    let versions = published.into_iter().flat_map(|published| published.versions.iter());
    let entries = std::iter::once(("$LATEST".to_owned(), latest))
        .chain(versions.map(|(number, function)| (number.to_string(), function.clone())))
        .map(|(version, function)| {
            let shown = Qualified { function, qualifier: Some(version.clone()), version: version.clone() };
            (version, shown.configuration())
        });
    Ok(Answer::Now(rest_json::answer(200, &page(call, "Versions", entries))))
}

/// A function without what publishing leaves out or sets, to see whether there is anything new.
fn bare(function: &Function) -> Function {
    Function {
        policy: None,
        reserved_concurrency: None,
        event_invoke: EventInvoke::default(),
        revision_id: String::new(),
        modified: Time(0),
        ..function.clone()
    }
}

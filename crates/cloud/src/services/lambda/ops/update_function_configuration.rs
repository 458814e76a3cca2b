//! UpdateFunctionConfiguration.
//! <https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html>

use serde_json::Value;

use super::create_function::checked_runtime;
use super::{body, configuration, find, kept, variables, whole};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Effect};
use crate::protocol::rest_json;
use crate::services::lambda::{Error, Function};

/// Changes a function's configuration. Environments that run with the old one are retired, as on AWS: the next
/// event starts a new one.
pub fn update_function_configuration(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    let before = find(context, call)?;
    let mut function = Function::clone(&before);
    if let Some(memory_mb) = whole(&body, "MemorySize", 128..=10_240)? {
        function.memory_mb = memory_mb;
    }
    if let Some(timeout_s) = whole(&body, "Timeout", 1..=900)? {
        function.timeout_s = timeout_s;
    }
    if let Some(variables) = variables(&body)? {
        function.variables = variables;
    }
    if let Some(description) = body.get("Description").and_then(Value::as_str) {
        function.description = description.to_owned();
    }
    if let Some(handler) = body.get("Handler").and_then(Value::as_str) {
        function.handler = handler.into();
    }
    if let Some(runtime) = body.get("Runtime").and_then(Value::as_str) {
        function.runtime = checked_runtime(runtime)?.into();
    }
    kept::keep(context, &body, &mut function.kept)?;
    if let Some(role) = body.get("Role").and_then(Value::as_str) {
        if !context.world.iam().may_be_assumed_by(role, "lambda.amazonaws.com") {
            return Err(Error::InvalidParameterValue(
                "The role defined for the function cannot be assumed by Lambda.".to_owned(),
            )
            .into());
        }
        function.role_arn = role.into();
    }
    note_changes(context, &before, &function);
    function.modified = context.now;
    function.revision_id = context.rng.uuid();
    let answer = rest_json::answer(200, &configuration(&function));
    context.effects.push(Effect::Retire { function: function.name.clone() });
    context.world.lambda_mut().put_function(function);
    Ok(Answer::Now(answer))
}

fn note_changes(context: &mut Context<'_>, before: &Function, after: &Function) {
    let name = &after.name;
    if before.memory_mb != after.memory_mb {
        context.changed(
            format!("{name} memory"),
            Some(format!("{} MB", before.memory_mb)),
            Some(format!("{} MB", after.memory_mb)),
        );
    }
    if before.timeout_s != after.timeout_s {
        context.changed(
            format!("{name} timeout"),
            Some(format!("{} s", before.timeout_s)),
            Some(format!("{} s", after.timeout_s)),
        );
    }
    let names: std::collections::BTreeSet<&String> = before.variables.keys().chain(after.variables.keys()).collect();
    for variable in names {
        let (old, new) = (before.variables.get(variable), after.variables.get(variable));
        if old != new {
            context.changed(format!("{name} {variable}"), old.cloned(), new.cloned());
        }
    }
}

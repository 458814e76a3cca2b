//! CreateFunction. <https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html>

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::code::Code;
use super::{body, configuration, kept, tags, variables, whole};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::rest_json;
use crate::services::lambda::{Error, EventInvoke, Function};

/// How long a name may be.
const NAME_MAX: usize = 64;
/// The runtimes that a function may be created with: those that AWS offers for new functions. Which of them run is
/// the host's affair.
#[rustfmt::skip]
const RUNTIMES: [&str; 19] = [
    "nodejs20.x", "nodejs22.x", "nodejs24.x",
    "python3.10", "python3.11", "python3.12", "python3.13", "python3.14",
    "java11", "java17", "java21", "java25", "dotnet8", "dotnet10", "ruby3.2", "ruby3.3", "ruby3.4",
    "provided.al2", "provided.al2023",
];

/// Creates a function. It is active at once; on AWS it is pending for a second or two.
pub fn create_function(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let name = checked_name(&call.name)?;
    if context.world.lambda().function(&name).is_some() {
        return Err(Error::FunctionExists { name: name.to_string() }.into());
    }
    let role = text("Role");
    if !is_role_arn(role) {
        return Err(Error::Validation(format!(
            "1 validation error detected: Value '{role}' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{{12}}:role/?[a-zA-Z_0-9+=,.@\\-_/]+"
        )).into());
    }
    if !context.world.iam().may_be_assumed_by(role, "lambda.amazonaws.com") {
        return Err(Error::InvalidParameterValue(
            "The role defined for the function cannot be assumed by Lambda.".to_owned(),
        )
        .into());
    }
    let runtime = checked_runtime(text("Runtime"))?;
    let tags = tags::given(&body);
    let mut kept = BTreeMap::new();
    kept::keep(context, &body, &mut kept)?;
    let code = Code::read(body.get("Code").and_then(Value::as_object), context.world.lambda())?;
    let function = Function {
        name: name.clone(),
        runtime: runtime.into(),
        handler: text("Handler").into(),
        role_arn: role.into(),
        code: code.name,
        code_size: code.size,
        code_sha256: code.sha256,
        package: code.package,
        memory_mb: whole(&body, "MemorySize", 128..=10_240)?.unwrap_or(128),
        timeout_s: whole(&body, "Timeout", 1..=900)?.unwrap_or(3),
        variables: variables(&body)?.unwrap_or_default(),
        description: text("Description").to_owned(),
        modified: context.now,
        revision_id: context.rng.uuid(),
        policy: None,
        reserved_concurrency: None,
        event_invoke: EventInvoke::default(),
        kept,
    };
    let answer = rest_json::answer(201, &configuration(&function));
    context.changed(name.as_ref(), None, Some(format!("function created, {}", function.runtime)));
    context.world.lambda_mut().put_function(function);
    if !tags.is_empty() {
        context.world.lambda_mut().published_mut(&name).tags = tags;
    }
    Ok(Answer::Now(answer))
}

/// A runtime that a function may have.
///
/// # Errors
/// When there is none of that name.
pub fn checked_runtime(runtime: &str) -> Result<&str, Error> {
    if RUNTIMES.contains(&runtime) {
        return Ok(runtime);
    }
    Err(Error::InvalidParameterValue(format!(
        "Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [{}] or be a valid ARN",
        RUNTIMES.join(", ")
    )))
}

fn checked_name(name: &Arc<str>) -> Result<Arc<str>, Error> {
    if name.len() > NAME_MAX {
        return Err(Error::InvalidParameterValue(format!(
            "1 validation error detected: Value '{name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to {NAME_MAX}"
        )));
    }
    let fits = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if fits {
        return Ok(name.clone());
    }
    Err(Error::Validation(format!(
        "1 validation error detected: Value '{name}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{{2}}((-gov)|(-iso(b?)))?-[a-z]+-\\d{{1}}:)?(\\d{{12}}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?"
    )))
}

fn is_role_arn(arn: &str) -> bool {
    arn.strip_prefix("arn:aws:iam::").and_then(|rest| rest.split_once(":role/")).is_some_and(|(account, name)| {
        account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit()) && !name.is_empty()
    })
}

//! UpdateFunctionCode. <https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html>

use serde_json::Value;

use super::code::Code;
use super::versions::publish;
use super::{body, configuration, find, same_revision};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Effect};
use crate::protocol::rest_json;
use crate::services::lambda::{Error, Function};

/// Gives a function other code. Environments that run the old one are retired.
pub fn update_function_code(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    let before = find(context, call)?;
    same_revision(body.get("RevisionId"), &before.revision_id)?;
    if body.contains_key("ImageUri") {
        return Err(Error::InvalidParameterValue(
            "Please don't provide ImageUri when updating a function with packageType Zip.".to_owned(),
        )
        .into());
    }
    let code = Code::read(Some(&body), context.world.lambda())?;
    let is = |name: &str| body.get(name).and_then(Value::as_bool) == Some(true);
    let mut function = Function::clone(&before);
    (function.code, function.code_size, function.code_sha256) = (code.name, code.size, code.sha256);
    function.package = code.package;
    function.modified = context.now;
    function.revision_id = context.rng.uuid();
    if is("DryRun") {
        return Ok(Answer::Now(rest_json::answer(200, &configuration(&function))));
    }
    let (old, new) = (before.code_sha256.to_string(), function.code_sha256.to_string());
    context.changed(format!("{} code", function.name), Some(old), Some(new));
    context.effects.push(Effect::Retire { function: function.name.clone() });
    let shown = configuration(&function);
    context.world.lambda_mut().put_function(function);
    let shown = if is("Publish") { publish(context, &call.name, None)?.configuration() } else { shown };
    Ok(Answer::Now(rest_json::answer(200, &shown)))
}

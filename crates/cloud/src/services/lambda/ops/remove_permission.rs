//! RemovePermission. <https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html>

use std::sync::Arc;

use super::find;
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::services::lambda::{Error, Function};

/// Removes a statement from a function's policy.
pub fn remove_permission(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let function = find(context, call)?;
    let mut policy = function.policy.as_deref().cloned().unwrap_or_default();
    if !policy.remove_statement(&call.key) {
        return Err(Error::NotFound(format!("Statement {} is not found in resource policy.", call.key)).into());
    }
    let mut changed = Function::clone(&function);
    changed.policy = (!policy.statements().is_empty()).then(|| Arc::new(policy));
    changed.revision_id = context.rng.uuid();
    context.changed(format!("{} policy", function.name), Some(call.key.to_string()), None);
    context.world.lambda_mut().put_function(changed);
    Ok(Answer::Now(Response::new(204)))
}

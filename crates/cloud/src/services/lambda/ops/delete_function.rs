//! DeleteFunction. <https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html>

use super::find;
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context, Effect};

/// Deletes a function with its policy. Its environments end; events that wait for it are dropped.
pub fn delete_function(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let function = find(context, call)?;
    context.effects.push(Effect::Retire { function: function.name.clone() });
    context.changed(function.name.as_ref(), Some("function".to_owned()), None);
    context.world.lambda_mut().remove_function(&function.name);
    Ok(Answer::Now(Response::new(204)))
}

//! DeleteStack. <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html>

use super::keep;
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::query::{self, Form};
use crate::services::cloudformation::{NAMESPACE, deploy, stack::Stack, submission};

/// Deletes a stack and what it made, last made first. A stack that does not exist is no error, on AWS too; a
/// bucket that still holds objects stays, and its stack is `DELETE_FAILED`.
pub fn delete_stack(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let name = submission::stack_name(&form)?;
    let found = context.world.cloudformation().find(name).cloned();
    if let Some(stack) = found.filter(|stack| stack.deleted.is_none()) {
        let stack = deploy::delete(context, Stack::clone(&stack));
        keep(context, stack);
    }
    Ok(Answer::Now(query::done("DeleteStackResponse", NAMESPACE, context.request_id)))
}

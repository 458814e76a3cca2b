//! UpdateStack. <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html>

use super::{find, keep, result};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::query::Form;
use crate::services::cloudformation::catalog::Catalog;
use crate::services::cloudformation::error::Error;
use crate::services::cloudformation::stack::Stack;
use crate::services::cloudformation::{deploy, submission, template};

/// The states in which a stack can be updated.
const UPDATABLE: [&str; 3] = ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"];

/// Changes a stack to what a template says, all of it within this call. When that fails, what was changed is
/// changed back.
pub fn update_stack(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let before = find(context, &form)?;
    let submission = submission::read(&form, Some(&before), Catalog::ALL)?;
    if !UPDATABLE.contains(&before.status) {
        return Err(Error::Validation(format!(
            "Stack:{} is in {} state and can not be updated.",
            before.id, before.status
        ))
        .into());
    }
    // The template that the stack was made from was deployed, so it loads.
    let unchanged = template::load(&before.template, Catalog::ALL).is_ok_and(|old| {
        old.processed() == submission.template.processed() && before.parameters == submission.parameters
    });
    if unchanged {
        return Err(Error::Validation("No updates are to be performed.".to_owned()).into());
    }
    let stack = Stack {
        description: submission.template.description.clone(),
        updated: Some(context.now),
        parameters: submission.parameters,
        capabilities: submission.capabilities,
        template: submission.text,
        ..Stack::clone(&before)
    };
    let stack = deploy::update(context, stack, &submission.template, &before);
    keep(context, stack);
    result(context, "UpdateStackResponse", "UpdateStackResult", |document| {
        document.text("StackId", &before.id);
    })
}

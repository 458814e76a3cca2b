//! CreateStack. <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html>

use super::{keep, result};
use crate::account::{ACCOUNT_ID, REGION};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::query::Form;
use crate::services::cloudformation::catalog::Catalog;
use crate::services::cloudformation::deploy::{self, OnFailure};
use crate::services::cloudformation::error::Error;
use crate::services::cloudformation::stack::{MAX_STACKS, Stack};
use crate::services::cloudformation::submission;

/// Deploys a template as a new stack, all of it within this call. As on AWS the call itself succeeds even when
/// a resource cannot be made: then the stack is rolled back, and its status and events say why.
pub fn create_stack(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    create(context, call, Catalog::ALL)
}

/// The same for a template that names only what a first lesson's does.
pub fn create_first(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    create(context, call, Catalog::CORE)
}

fn create(context: &mut Context<'_>, call: &Call<'_>, catalog: &'static Catalog) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let submission = submission::read(&form, None, catalog)?;
    let state = context.world.cloudformation();
    if state.find(&submission.name).is_some() {
        return Err(Error::AlreadyExists(submission.name).into());
    }
    if state.live().count() >= MAX_STACKS {
        return Err(Error::TooManyStacks.into());
    }
    let on_failure = match (form.get("OnFailure"), form.get("DisableRollback")) {
        (None | Some("ROLLBACK"), None | Some("false")) => OnFailure::Rollback,
        (Some("DO_NOTHING"), None) | (None, Some("true")) => OnFailure::DoNothing,
        (Some("DELETE"), None) => return Err(ServiceError::not_simulated("cloudformation", "OnFailure=DELETE")),
        _ => {
            return Err(Error::Validation(
                "You can specify either DisableRollback or OnFailure, but not both.".to_owned(),
            )
            .into());
        }
    };
    let id = format!("arn:aws:cloudformation:{REGION}:{ACCOUNT_ID}:stack/{}/{}", submission.name, context.rng.uuid());
    let stack = Stack {
        id: id.clone(),
        name: submission.name,
        description: submission.template.description.clone(),
        created: context.now,
        parameters: submission.parameters,
        capabilities: submission.capabilities,
        template: submission.text,
        ..Stack::default()
    };
    let stack = deploy::create(context, stack, &submission.template, on_failure);
    keep(context, stack);
    result(context, "CreateStackResponse", "CreateStackResult", |document| {
        document.text("StackId", &id);
    })
}

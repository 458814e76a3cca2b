//! `DeletePolicy`: takes a managed policy of the account away that no role has attached.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::answers;
use super::super::error::Error;
use super::super::managed;
use super::super::parameters;

/// The entry of the table.
pub const OPERATION: Operation = Operation {
    name: "DeletePolicy",
    access: |call| parameters::on_policy(call, "iam:DeletePolicy"),
    run: delete_policy,
};

fn delete_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let arn = parameters::policy_arn(&form)?;
    let state = context.world.iam();
    let policy = state.managed_policy(&arn).ok_or_else(|| Error::NoSuchPolicy(arn.clone()))?;
    if managed::by_arn(&arn).is_some() {
        return Err(Error::NotOurs(arn).into());
    }
    if state.attachments(&arn) > 0 {
        return Err(Error::IsAttached.into());
    }
    let (name, before) = (policy.name.clone(), policy.document.policy.to_lines());
    context.world.iam_mut().remove_managed_policy(&arn);
    context.changed(name.as_ref(), Some(before), None);
    Ok(answers::done(context, "DeletePolicyResponse"))
}

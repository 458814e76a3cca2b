//! `AttachRolePolicy`: attaches a managed policy to a role. To attach it twice is to attach it once.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::answers;
use super::super::error::Error;
use super::super::parameters;

/// How many managed policies a role may have attached, unless AWS raises the quota (to 25 at most).
const MAX_ATTACHED: usize = 10;

/// The entry of the table.
pub const OPERATION: Operation = Operation {
    name: "AttachRolePolicy",
    access: |call| parameters::on_role(call, "iam:AttachRolePolicy"),
    run: attach_role_policy,
};

fn attach_role_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let role_name = parameters::role_name(&form)?;
    let arn = parameters::policy_arn(&form)?;
    let no_role = || Error::NoSuchRole(role_name.clone());
    let state = context.world.iam();
    let role = state.role(&role_name).ok_or_else(no_role)?;
    let policy = state.managed_policy(&arn).ok_or_else(|| Error::NotAttachable(arn.clone()))?;
    if role.has_attached(&arn) {
        return Ok(answers::done(context, "AttachRolePolicyResponse"));
    }
    if role.attached.len() >= MAX_ATTACHED {
        return Err(Error::LimitExceeded("PoliciesPerRole", MAX_ATTACHED).into());
    }
    let subject = format!("{role_name} / {}", policy.name);
    context.world.iam_mut().role_mut(&role_name).ok_or_else(no_role)?.attached.push(arn);
    context.changed(subject, None, Some("attached".to_owned()));
    Ok(answers::done(context, "AttachRolePolicyResponse"))
}

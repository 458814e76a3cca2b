//! `DetachRolePolicy`: detaches a managed policy from a role.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::answers;
use super::super::error::Error;
use super::super::parameters;

/// The entry of the table.
pub const OPERATION: Operation = Operation {
    name: "DetachRolePolicy",
    access: |call| parameters::on_role(call, "iam:DetachRolePolicy"),
    run: detach_role_policy,
};

fn detach_role_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let role_name = parameters::role_name(&form)?;
    let arn = parameters::policy_arn(&form)?;
    let name = context.world.iam().managed_policy(&arn).map_or_else(|| arn.clone(), |policy| policy.name.clone());
    let role = context.world.iam_mut().role_mut(&role_name).ok_or_else(|| Error::NoSuchRole(role_name.clone()))?;
    let index =
        role.attached.iter().position(|attached| *attached == arn).ok_or_else(|| Error::NoSuchPolicy(arn.clone()))?;
    role.attached.remove(index);
    context.changed(format!("{role_name} / {name}"), Some("attached".to_owned()), None);
    Ok(answers::done(context, "DetachRolePolicyResponse"))
}

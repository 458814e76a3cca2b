//! `DeleteRolePolicy`: takes an inline policy from a role.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::answers;
use super::super::error::Error;
use super::super::parameters;

/// The entry of the table.
pub const OPERATION: Operation = Operation {
    name: "DeleteRolePolicy",
    access: |call| parameters::on_role(call, "iam:DeleteRolePolicy"),
    run: delete_role_policy,
};

fn delete_role_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let role_name = parameters::role_name(&form)?;
    let name = parameters::policy_name(&form)?;
    let role = context.world.iam_mut().role_mut(&role_name).ok_or_else(|| Error::NoSuchRole(role_name.clone()))?;
    let index = role
        .inline
        .iter()
        .position(|inline| inline.name == name)
        .ok_or_else(|| Error::NoSuchRolePolicy(name.clone()))?;
    let before = role.inline.remove(index).document.policy.to_lines();
    context.changed(format!("{role_name} / {name}"), Some(before), None);
    Ok(answers::done(context, "DeleteRolePolicyResponse"))
}

//! `UpdateAssumeRolePolicy`: says anew who may assume a role.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::answers;
use super::super::error::Error;
use super::super::parameters;
use super::super::policy::Kind;
use super::create_role::MAX_TRUST;

/// The entry of the table.
pub const OPERATION: Operation = Operation {
    name: "UpdateAssumeRolePolicy",
    access: |call| parameters::on_role(call, "iam:UpdateAssumeRolePolicy"),
    run: update_assume_role_policy,
};

fn update_assume_role_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let name = parameters::role_name(&form)?;
    let trust = parameters::document(&form, "PolicyDocument", "policyDocument", Kind::Trust)?;
    if parameters::size(&trust) > MAX_TRUST {
        return Err(Error::LimitExceeded("ACLSizePerRole", MAX_TRUST).into());
    }
    let after = trust.policy.to_lines();
    let role = context.world.iam_mut().role_mut(&name).ok_or_else(|| Error::NoSuchRole(name.clone()))?;
    let before = std::mem::replace(&mut role.trust, trust).policy.to_lines();
    context.changed(format!("{name} / trust policy"), Some(before), Some(after));
    Ok(answers::done(context, "UpdateAssumeRolePolicyResponse"))
}

//! `GetRolePolicy`: gives back an inline policy of a role.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;
use crate::protocol::uri;

use super::super::answers;
use super::super::error::Error;
use super::super::parameters;

/// The entry of the table.
pub const OPERATION: Operation = Operation {
    name: "GetRolePolicy",
    access: |call| parameters::on_role(call, "iam:GetRolePolicy"),
    run: get_role_policy,
};

fn get_role_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let role_name = parameters::role_name(&form)?;
    let name = parameters::policy_name(&form)?;
    let role = context.world.iam().role(&role_name).ok_or(Error::NoSuchRole(role_name))?;
    let inline = role.inline_policy(&name).ok_or(Error::NoSuchRolePolicy(name))?;
    Ok(answers::result(context, "GetRolePolicyResponse", "GetRolePolicyResult", |document| {
        document
            .text("RoleName", &role.name)
            .text("PolicyName", &inline.name)
            .text("PolicyDocument", &uri::encode(&inline.document.text));
    }))
}

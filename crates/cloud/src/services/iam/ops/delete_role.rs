//! `DeleteRole`: takes a role away that has no policies left.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::answers;
use super::super::error::Error;
use super::super::parameters;

/// The entry of the table.
pub const OPERATION: Operation =
    Operation { name: "DeleteRole", access: |call| parameters::on_role(call, "iam:DeleteRole"), run: delete_role };

fn delete_role(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let name = parameters::role_name(&form)?;
    let role = context.world.iam().role(&name).ok_or_else(|| Error::NoSuchRole(name.clone()))?;
    if !role.attached.is_empty() {
        return Err(Error::HasAttachedPolicies.into());
    }
    if !role.inline.is_empty() {
        return Err(Error::HasInlinePolicies.into());
    }
    context.world.iam_mut().remove_role(&name);
    context.changed(name.as_ref(), Some("role".to_owned()), None);
    Ok(answers::done(context, "DeleteRoleResponse"))
}

//! `GetRole`: tells all of a role but its policies.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::answers::{self, Detail};
use super::super::error::Error;
use super::super::parameters;

/// The entry of the table.
pub const OPERATION: Operation =
    Operation { name: "GetRole", access: |call| parameters::on_role(call, "iam:GetRole"), run: get_role };

fn get_role(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let name = parameters::role_name(&form)?;
    let role = context.world.iam().role(&name).ok_or(Error::NoSuchRole(name))?;
    Ok(answers::result(context, "GetRoleResponse", "GetRoleResult", |document| {
        document.open("Role");
        answers::role(document, role, Detail::Whole);
        document.close();
    }))
}

//! `ListInstanceProfilesForRole`: lists what hands a role to servers. There are no servers here, so there are none;
//! Terraform asks for them before it deletes a role.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::answers;
use super::super::error::Error;
use super::super::parameters;

/// The entry of the table.
pub const OPERATION: Operation = Operation {
    name: "ListInstanceProfilesForRole",
    access: |call| parameters::on_role(call, "iam:ListInstanceProfilesForRole"),
    run: list_instance_profiles_for_role,
};

fn list_instance_profiles_for_role(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let name = parameters::role_name(&Form::read(call.request))?;
    context.world.iam().role(&name).ok_or(Error::NoSuchRole(name))?;
    let (response, result) = ("ListInstanceProfilesForRoleResponse", "ListInstanceProfilesForRoleResult");
    Ok(answers::result(context, response, result, |document| {
        document.open("InstanceProfiles").close();
        answers::end_of_page(document, None);
    }))
}

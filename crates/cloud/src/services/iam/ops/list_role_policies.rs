//! `ListRolePolicies`: lists the names of a role's inline policies.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::answers;
use super::super::error::Error;
use super::super::parameters;

/// The entry of the table.
pub const OPERATION: Operation = Operation {
    name: "ListRolePolicies",
    access: |call| parameters::on_role(call, "iam:ListRolePolicies"),
    run: list_role_policies,
};

fn list_role_policies(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let name = parameters::role_name(&form)?;
    let role = context.world.iam().role(&name).ok_or(Error::NoSuchRole(name))?;
    let (page, next) = parameters::page(&form, role.inline.iter())?;
    Ok(answers::result(context, "ListRolePoliciesResponse", "ListRolePoliciesResult", |document| {
        document.open("PolicyNames");
        for inline in page {
            document.text("member", &inline.name);
        }
        document.close();
        answers::end_of_page(document, next.as_deref());
    }))
}

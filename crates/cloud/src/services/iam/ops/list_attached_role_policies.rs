//! `ListAttachedRolePolicies`: lists the managed policies attached to a role.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::answers;
use super::super::error::Error;
use super::super::parameters;

/// The entry of the table.
pub const OPERATION: Operation = Operation {
    name: "ListAttachedRolePolicies",
    access: |call| parameters::on_role(call, "iam:ListAttachedRolePolicies"),
    run: list_attached_role_policies,
};

fn list_attached_role_policies(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let name = parameters::role_name(&form)?;
    let state = context.world.iam();
    let role = state.role(&name).ok_or(Error::NoSuchRole(name))?;
    let prefix = form.get("PathPrefix").unwrap_or("/");
    let attached = role
        .attached
        .iter()
        .filter_map(|arn| state.managed_policy(arn))
        .filter(|policy| policy.path.starts_with(prefix));
    let (page, next) = parameters::page(&form, attached)?;
    let response = "ListAttachedRolePoliciesResponse";
    Ok(answers::result(context, response, "ListAttachedRolePoliciesResult", |document| {
        document.open("AttachedPolicies");
        for policy in page {
            document.open("member").text("PolicyName", &policy.name).text("PolicyArn", &policy.arn).close();
        }
        document.close();
        answers::end_of_page(document, next.as_deref());
    }))
}

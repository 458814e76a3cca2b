//! `ListPolicies`: lists managed policies: the account's, then AWS's.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::answers::{self, Detail};
use super::super::managed;
use super::super::parameters;

/// The entry of the table.
pub const OPERATION: Operation = Operation {
    name: "ListPolicies",
    access: |call| parameters::on_path(call, "policy", "iam:ListPolicies"),
    run: list_policies,
};

fn list_policies(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let state = context.world.iam();
    let scope = form.get("Scope").unwrap_or("All");
    let only_attached = form.get("OnlyAttached") == Some("true");
    let prefix = form.get("PathPrefix").unwrap_or("/");
    let ours = state.managed_policies().filter(|_| scope != "AWS");
    let policies = ours
        .chain(managed::all().filter(|_| scope != "Local"))
        .filter(|policy| policy.path.starts_with(prefix))
        .filter(|policy| !only_attached || state.attachments(&policy.arn) > 0);
    let (page, next) = parameters::page(&form, policies)?;
    Ok(answers::result(context, "ListPoliciesResponse", "ListPoliciesResult", |document| {
        answers::end_of_page(document, next.as_deref());
        document.open("Policies");
        for policy in page {
            document.open("member");
            answers::policy(document, policy, state, Detail::Listed);
            document.close();
        }
        document.close();
    }))
}

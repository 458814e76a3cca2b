//! `CreatePolicy`: makes a managed policy, which can be attached to many roles.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::answers::{self, Detail};
use super::super::error::Error;
use super::super::parameters;
use super::super::policy::Kind;
use super::super::state::{self, ManagedPolicy};

/// How long a managed policy may be, in characters without white space.
const MAX_MANAGED: usize = 6_144;
/// How many managed policies of its own an account may have.
const MAX_POLICIES: usize = 1_500;

/// The entry of the table.
pub const OPERATION: Operation = Operation {
    name: "CreatePolicy",
    access: |call| parameters::on_policy(call, "iam:CreatePolicy"),
    run: create_policy,
};

fn create_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let name = parameters::policy_name(&form)?;
    let path = parameters::path(&form)?;
    let document = parameters::document(&form, "PolicyDocument", "policyDocument", Kind::Managed)?;
    if parameters::size(&document) > MAX_MANAGED {
        return Err(Error::LimitExceeded("PolicySize", MAX_MANAGED).into());
    }
    let state = context.world.iam();
    // Names are unique in the account, whatever the path.
    if state.managed_policies().any(|policy| policy.name == name) {
        return Err(Error::PolicyExists(name).into());
    }
    if state.managed_policies().count() >= MAX_POLICIES {
        return Err(Error::LimitExceeded("PoliciesPerAccount", MAX_POLICIES).into());
    }
    let policy = ManagedPolicy {
        arn: state::arn("policy", &path, &name).into(),
        id: format!("ANPA{}", context.rng.upper(17)).into(),
        description: form.get("Description").map(Into::into),
        created: context.now,
        name,
        path,
        document,
    };
    let answer = answers::result(context, "CreatePolicyResponse", "CreatePolicyResult", |document| {
        document.open("Policy");
        answers::policy(document, &policy, context.world.iam(), Detail::Created);
        document.close();
    });
    context.changed(policy.name.as_ref(), None, Some(policy.document.policy.to_lines()));
    context.world.iam_mut().put_managed_policy(policy);
    Ok(answer)
}

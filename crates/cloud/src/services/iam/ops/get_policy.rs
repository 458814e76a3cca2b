//! `GetPolicy`: tells of a managed policy, the account's or AWS's, all but what it says.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::answers::{self, Detail};
use super::super::error::Error;
use super::super::parameters;

/// The entry of the table.
pub const OPERATION: Operation =
    Operation { name: "GetPolicy", access: |call| parameters::on_policy(call, "iam:GetPolicy"), run: get_policy };

fn get_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let arn = parameters::policy_arn(&form)?;
    let state = context.world.iam();
    let policy = state.managed_policy(&arn).ok_or(Error::NoSuchPolicy(arn))?;
    Ok(answers::result(context, "GetPolicyResponse", "GetPolicyResult", |document| {
        document.open("Policy");
        answers::policy(document, policy, state, Detail::Whole);
        document.close();
    }))
}

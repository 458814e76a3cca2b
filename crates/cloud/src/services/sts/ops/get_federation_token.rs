//! `GetFederationToken`: credentials that a user gives on to someone without any, bounded by a policy.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html>
//!
//! Policies by ARN and tags are not simulated, nor how much of its room a packed policy takes. That federated users
//! may ask neither IAM nor most of STS, whatever their policies say, is not simulated either.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::account::ACCOUNT_ID;
use crate::error::ServiceError;
use crate::operation::{Access, Answer, Call, Context, Operation, PolicyOf};
use crate::protocol::query::{self, Form};
use crate::services::iam;
use crate::verdict::Principal;

use super::super::NAMESPACE;
use super::session;

/// How short and how long a federated user's name may be.
const NAME: RangeInclusive<usize> = 2..=32;

/// The entry of the table.
pub const OPERATION: Operation =
    Operation { name: "GetFederationToken", access: |call| vec![access(call)], run: get_federation_token };

fn access(call: &Call<'_>) -> Access {
    let form = Form::read(call.request);
    let name = form.get("Name").unwrap_or("*");
    Access {
        action: "sts:GetFederationToken",
        resource: format!("arn:aws:sts::{ACCOUNT_ID}:federated-user/{name}").into(),
        policy_of: PolicyOf::Nothing,
    }
}

fn get_federation_token(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let (usual_s, longest_s) = session::durations_s(context.principal, "GetFederationToken")?;
    let user = match context.principal {
        Principal::User { user, .. } => Some(user.clone()),
        _ => None,
    };
    let name: Arc<str> = session::name(&form, ("Name", "name"), NAME)?.into();
    if form.get("PolicyArns.member.1.arn").is_some() || form.get("Tags.member.1.Key").is_some() {
        return Err(ServiceError::not_simulated("sts", "GetFederationToken with policies by ARN or tags"));
    }
    let policy = form.get("Policy").map(session::policy).transpose()?;
    let duration_s = session::duration_s(&form, usual_s, longest_s)?;
    let principal = Principal::FederatedUser { name: name.clone(), user, policy };
    let arn = iam::arn_of(&principal);
    let credentials = session::begin(context, principal, duration_s);
    let (response, result) = ("GetFederationTokenResponse", "GetFederationTokenResult");
    Ok(Answer::Now(query::answer(response, result, NAMESPACE, context.request_id, |document| {
        session::describe(document, &credentials);
        let id = format!("{ACCOUNT_ID}:{name}");
        document.open("FederatedUser").text("FederatedUserId", &id).text("Arn", &arn).close();
    })))
}

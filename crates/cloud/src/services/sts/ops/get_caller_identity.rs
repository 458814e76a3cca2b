//! `GetCallerIdentity`: tells a caller who it is. Everyone with credentials may ask, whatever the policies say.

use crate::account::ACCOUNT_ID;
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query;
use crate::services::iam;
use crate::verdict::Principal;

use super::super::NAMESPACE;
use super::super::error::Error;

/// The entry of the table.
pub const OPERATION: Operation =
    Operation { name: "GetCallerIdentity", access: |_| Vec::new(), run: get_caller_identity };

fn get_caller_identity(context: &mut Context<'_>, _call: &Call<'_>) -> Result<Answer, ServiceError> {
    let user_id = match context.principal {
        Principal::Root => ACCOUNT_ID.to_owned(),
        Principal::User { user, .. } => context.world.iam().user(user).ok_or(Error::RoleIsGone)?.id.to_string(),
        Principal::RoleSession { role, session, .. } => {
            let role = context.world.iam().role(role).ok_or(Error::RoleIsGone)?;
            format!("{}:{session}", role.id)
        }
        Principal::FederatedUser { name, .. } => format!("{ACCOUNT_ID}:{name}"),
        Principal::Anonymous | Principal::Service { .. } => return Err(Error::NoCredentials.into()),
    };
    let (response, result) = ("GetCallerIdentityResponse", "GetCallerIdentityResult");
    Ok(Answer::Now(query::answer(response, result, NAMESPACE, context.request_id, |document| {
        document.text("Arn", &iam::arn_of(context.principal)).text("UserId", &user_id).text("Account", ACCOUNT_ID);
    })))
}

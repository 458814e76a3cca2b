//! `GetSessionToken`: credentials that end, for a user or the root user.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html>

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::{self, Form};
use crate::verdict::Principal;

use super::super::NAMESPACE;
use super::super::error::Error;
use super::session;

/// How long a session lasts unless the caller says otherwise, seconds: 12 hours, for root an hour.
const USUAL_S: u32 = 43_200;
/// How long it may last, seconds: 36 hours, for root an hour.
const LONGEST_S: u32 = 129_600;
/// How long root's may last, seconds.
const ROOT_S: u32 = 3_600;

/// The entry of the table. Whoever has credentials may ask, whatever the policies say.
pub const OPERATION: Operation = Operation { name: "GetSessionToken", access: |_| Vec::new(), run: get_session_token };

fn get_session_token(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (usual_s, longest_s) = match context.principal {
        Principal::Root => (ROOT_S, ROOT_S),
        Principal::User { .. } => (USUAL_S, LONGEST_S),
        Principal::RoleSession { .. } | Principal::FederatedUser { .. } => {
            return Err(Error::IsSession("GetSessionToken").into());
        }
        Principal::Anonymous | Principal::Service { .. } => return Err(Error::NoCredentials.into()),
    };
    let duration_s = session::duration_s(&Form::read(call.request), usual_s, longest_s)?;
    let credentials = session::begin(context, context.principal.clone(), duration_s);
    let (response, result) = ("GetSessionTokenResponse", "GetSessionTokenResult");
    Ok(Answer::Now(query::answer(response, result, NAMESPACE, context.request_id, |document| {
        session::describe(document, &credentials);
    })))
}

//! `GetSessionToken`: credentials that end, for a user or the root user.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html>

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::{self, Form};

use super::super::NAMESPACE;
use super::session;

/// The entry of the table. Whoever has credentials may ask, whatever the policies say.
pub const OPERATION: Operation = Operation { name: "GetSessionToken", access: |_| Vec::new(), run: get_session_token };

fn get_session_token(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (usual_s, longest_s) = session::durations_s(context.principal, "GetSessionToken")?;
    let duration_s = session::duration_s(&Form::read(call.request), usual_s, longest_s)?;
    let credentials = session::begin(context, context.principal.clone(), duration_s);
    let (response, result) = ("GetSessionTokenResponse", "GetSessionTokenResult");
    Ok(Answer::Now(query::answer(response, result, NAMESPACE, context.request_id, |document| {
        session::describe(document, &credentials);
    })))
}

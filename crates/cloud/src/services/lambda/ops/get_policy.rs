//! GetPolicy. <https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html>

use serde_json::json;

use super::find;
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::rest_json;
use crate::services::lambda::Error;

/// Shows a function's policy, as a JSON document in a JSON string.
pub fn get_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let function = find(context, call)?;
    let policy = function
        .policy
        .as_deref()
        .ok_or_else(|| Error::NotFound("No policy is associated with the given resource.".to_owned()))?;
    let document = json!({"Policy": policy.to_json(), "RevisionId": function.revision_id});
    Ok(Answer::Now(rest_json::answer(200, &document)))
}

//! `PutBucketPolicy`.

use std::sync::Arc;

use serde_json::Value;

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::services::iam::arn_of;
use crate::services::iam::policy::Policy;
use crate::services::s3::access::bucket_arn;
use crate::services::s3::error::Error;
use crate::services::s3::find;
use crate::services::s3::limits::MAX_POLICY_BYTES;
use crate::services::s3::payload::payload;
use crate::services::s3::settings::KeptPolicy;

/// Condition keys that bind a statement to a known caller, so that it is not public.
const BINDING: [&str; 7] = [
    "aws:principalarn",
    "aws:principalorgid",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourcevpc",
    "aws:sourcevpce",
];

/// Gives the bucket a policy, which takes part in every decision about it from the next request on.
pub fn put_bucket_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let block = find::bucket(context, call)?.settings.public_access_block;
    let body = payload(call.request)?.body;
    let not_json = || Error::MalformedPolicy("Policies must be valid JSON and the first byte must be '{'".to_owned());
    let text = std::str::from_utf8(&body).ok().filter(|text| text.starts_with('{')).ok_or_else(not_json)?;
    let document: Value = serde_json::from_str(text).map_err(|_| not_json())?;
    let statement = document.get("Statement");
    let statement = statement.ok_or_else(|| Error::MalformedPolicy("Missing required field Statement".to_owned()))?;
    if body.len() > MAX_POLICY_BYTES {
        return Err(Error::request("Policy exceeds the maximum allowed document size.").into());
    }
    let statements = statement.as_array().map_or(std::slice::from_ref(statement), Vec::as_slice);
    let arn = bucket_arn(&call.name);
    let beside = |resource: &str| resource != &*arn && !resource.starts_with(&format!("{arn}/")) && resource != "*";
    if statements.iter().flat_map(|statement| texts(statement.get("Resource"))).any(beside) {
        return Err(Error::MalformedPolicy("Policy has invalid resource".to_owned()).into());
    }
    let policy = Policy::parse(text).map_err(|error| Error::MalformedPolicy(error.message()))?;
    let public = statements.iter().any(is_public);
    if public && block.is_some_and(|block| block.block_public_policy) {
        let who = arn_of(context.principal);
        return Err(Error::AccessDenied(format!(
            "User: {who} is not authorized to perform: s3:PutBucketPolicy on resource: \"{arn}\" because public \
             policies are blocked by the BlockPublicPolicy block public access setting."
        ))
        .into());
    }
    let kept = KeptPolicy { text: text.into(), policy, public };
    context.world.s3_mut().configure(&call.name, |settings| settings.policy = Some(Arc::new(kept)));
    let count = statements.len();
    let unit = if count == 1 { "statement" } else { "statements" };
    context.changed(format!("{}: policy", call.name), None, Some(format!("{count} {unit}")));
    Ok(Answer::Now(Response::new(204)))
}

/// Whether a statement lets in everyone.
fn is_public(statement: &Value) -> bool {
    let principal = statement.get("Principal");
    let everyone =
        texts(principal).chain(texts(principal.and_then(|principal| principal.get("AWS")))).any(|who| who == "*");
    let conditions = statement.get("Condition").and_then(Value::as_object);
    let mut keys = conditions.into_iter().flat_map(|operators| operators.values()).filter_map(Value::as_object);
    let bound = keys.any(|keys| keys.keys().any(|key| BINDING.contains(&key.to_ascii_lowercase().as_str())));
    statement.get("Effect").and_then(Value::as_str) == Some("Allow") && everyone && !bound
}

/// The texts of an element that is one text or a list of them.
fn texts(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let list = value.map_or(&[][..], |value| value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice));
    list.iter().filter_map(Value::as_str)
}

//! `PutBucketCors`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::xml::Element;
use crate::services::s3::error::{Error, Setting};
use crate::services::s3::kept;
use crate::services::s3::limits::MAX_CORS_RULES;

const METHODS: [&str; 5] = ["GET", "PUT", "POST", "DELETE", "HEAD"];

/// Replaces the bucket's CORS rules.
pub fn put_bucket_cors(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let response = kept::put(context, call, Setting::Cors, "CORSConfiguration", check)?;
    Ok(Answer::Now(response))
}

fn check(root: &Element) -> Result<(), Error> {
    let rules: Vec<&Element> = root.children_named("CORSRule").collect();
    if rules.is_empty() || rules.len() > MAX_CORS_RULES {
        return Err(Error::MalformedXml);
    }
    for rule in rules {
        let has = |name| rule.child(name).is_some();
        if !has("AllowedMethod") || !has("AllowedOrigin") {
            return Err(Error::MalformedXml);
        }
        let known = |method: &&Element| !METHODS.contains(&method.text.as_str());
        if let Some(method) = rule.children_named("AllowedMethod").find(known) {
            let text = format!("Found unsupported HTTP method in CORS config. Unsupported method is {}", method.text);
            return Err(Error::request(text));
        }
    }
    Ok(())
}

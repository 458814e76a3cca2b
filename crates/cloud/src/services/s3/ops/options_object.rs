//! The CORS preflight request, which AWS calls OPTIONS Object.

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::cors;
use crate::services::s3::error::Error;

const NOT_ALLOWED: &str = "CORSResponse: This CORS request is not allowed. This is usually because the evalution of \
                           Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers \
                           are not whitelisted by the resource's CORS spec.";

/// Tells a browser whether a page of another origin may send the request that it announces. It needs no permission.
pub fn options_object(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let get = |name| call.request.headers.get(name);
    let origin = get("origin").ok_or(Error::BadRequest("Insufficient information. Origin request header needed."))?;
    let method =
        get("access-control-request-method").ok_or(Error::BadRequest("Invalid Access-Control-Request-Method: null"))?;
    let headers = get("access-control-request-headers").unwrap_or_default();
    let refused =
        |message, method: &str, resource| Error::CorsForbidden { message, method: method.to_owned(), resource };
    let bucket = context.world.s3().bucket(&call.name);
    let bucket = bucket.ok_or_else(|| refused("CORSResponse: Bucket not found", "OPTIONS", "BUCKET"))?;
    let rules = cors::rules(bucket);
    let rules = rules.ok_or_else(|| refused("CORSResponse: CORS is not enabled for this bucket.", method, "BUCKET"))?;
    let rule = cors::matching(&rules, origin, method, headers);
    let rule = rule.ok_or_else(|| refused(NOT_ALLOWED, method, "OBJECT"))?;
    let mut response = Response::new(200).with_header("content-length", "0");
    cors::add(&cors::allowed(rule, origin, headers), &mut response);
    Ok(Answer::Now(response))
}

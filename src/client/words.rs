//! What a failed call means, in words: by what a handler ended with, or by what an API's own answers say. Pure.

use cloud::http::{Request, Response};
use serde_json::Value;

use super::facts::is_api;
use crate::aws::error_parts;
use crate::store::client::Failed;

/// Why a handler failed.
#[must_use]
pub fn of_run(function: &str, error: &str, payload: &[u8]) -> Failed {
    let document: Value = serde_json::from_slice(payload).unwrap_or_default();
    let message = document["errorMessage"].as_str().unwrap_or_default();
    let told =
        if message.is_empty() { String::new() } else { format!(": {}", message.lines().next().unwrap_or_default()) };
    let (says, mend) = match error {
        "Sandbox.Timedout" | "Function.TimedOut" => (
            format!("{function} ran into its timeout and was ended, before it had an answer."),
            "Give it more time, or look at what it waits for.",
        ),
        "Runtime.OutOfMemory" => (format!("{function} used up its memory and was ended."), "Give it more memory."),
        _ => {
            (format!("{function} failed with {error}{told}"), "Open the function: its log and its code show the line.")
        }
    };
    Failed { says: ended(says), mend: mend.to_owned(), message: None }
}

/// What API Gateway answers by itself: status, error type (small letters; empty for any), the message's beginning
/// (empty for any), what it means, what to try.
const ANSWERS: [(u16, &str, &str, &str, &str); 20] = [
    (
        403,
        "missingauthenticationtoken",
        "",
        "No route of the API matches this method and path. API Gateway answers this for every path that it does not know, whether it is signed or not.",
        "Look at the method, the stage and the path; a new route answers only once it is deployed.",
    ),
    (
        403,
        "accessdenied",
        "User: ",
        "The route wants a signed call, and this one was not permitted.",
        "Sign the call, and let the caller's policy allow execute-api:Invoke.",
    ),
    (
        403,
        "accessdenied",
        "",
        "The authoriser looked at the call and denied it.",
        "Look at the policy that the authoriser returned.",
    ),
    (
        403,
        "forbidden",
        "",
        "The API key is missing or unknown, or there is no such API or stage.",
        "Send x-api-key with a key of the API's usage plan, or mend the address.",
    ),
    (
        403,
        "",
        "Forbidden",
        "The API refused the call: no such stage, a key that is missing, or a scope that the token lacks.",
        "Look at the stage in the address, at x-api-key and at authorization.",
    ),
    (
        401,
        "",
        "",
        "The authoriser found no identity in the call, or one that it does not know.",
        "Send what it asks for, for most an authorization header.",
    ),
    (
        404,
        "",
        "Not Found",
        "No route of the API matches this method and path, and it has no $default route.",
        "Look at the method and the path, and at the stage when it is not $default.",
    ),
    (
        400,
        "",
        "Invalid request body",
        "The body does not fit the method's model. No function has run.",
        "Compare the body with the model's schema.",
    ),
    (
        400,
        "",
        "Missing required request parameters",
        "A parameter is missing that the method requires. No function has run.",
        "Send the parameters that the message names.",
    ),
    (
        413,
        "",
        "",
        "The request is larger than the 10 MB that API Gateway takes.",
        "Send it in parts, or put it into a bucket by a presigned address.",
    ),
    (
        415,
        "",
        "",
        "The integration has no mapping template for this content type.",
        "Send the content type that the API knows, or add a template.",
    ),
    (429, "", "Limit Exceeded", "The usage plan's quota is used up.", "Wait for the next period, or raise the quota."),
    (
        429,
        "",
        "",
        "Calls came faster than the throttle lets through. No function has run.",
        "Wait a moment, or raise rate and burst.",
    ),
    (
        500,
        "",
        "Internal server error",
        "API Gateway could not call what is behind the route: a permission to invoke the function is missing, or the integration is set wrong.",
        "Let the function's policy permit apigateway.amazonaws.com, and look at the integration.",
    ),
    (
        500,
        "",
        "Internal Server Error",
        "The function failed, or answered in a form that the API cannot read, or may not be invoked.",
        "Look at the function's log, and return statusCode and a body that is a text.",
    ),
    (
        502,
        "",
        "Internal server error",
        "The function ran, and what it returned is no answer that API Gateway can read.",
        "Return an object with statusCode, and with a body that is a text: JSON.stringify it.",
    ),
    (502, "", "", "What is behind the route gave no answer that can be passed on.", "Look at the function's log."),
    (
        503,
        "",
        "",
        "What is behind the route did not answer: it took longer than 30 seconds, or had no environment free.",
        "Look at the function's duration and its concurrency.",
    ),
    (
        504,
        "",
        "Endpoint request timed out",
        "The API waited 29 seconds and gave up. The function goes on, and nobody hears its answer.",
        "Make the function quicker, or let it work after an answer that comes at once.",
    ),
    (504, "", "", "What is behind the route was not reached.", "Look at the integration's address."),
];

/// What an answer of API Gateway, or of a function's own address, says by its status and text; none for what is not known
/// to be its own.
#[must_use]
pub fn of_answer(request: &Request, response: &Response) -> Option<Failed> {
    if !is_api(&request.host) {
        return of_service(response);
    }
    let document: Value = serde_json::from_slice(&response.body).ok()?;
    let message = document["message"].as_str().or(document["Message"].as_str())?;
    let kind = response.headers.get("x-amzn-errortype").unwrap_or_default().to_ascii_lowercase();
    let (.., says, mend) = ANSWERS.iter().find(|(status, of_kind, begins, ..)| {
        *status == response.status && kind.starts_with(of_kind) && message.starts_with(begins)
    })?;
    Some(Failed { says: (*says).to_owned(), mend: (*mend).to_owned(), message: None })
}

/// An error of a service, by its own code and text.
fn of_service(response: &Response) -> Option<Failed> {
    let (code, message) = error_parts(response);
    let (code, message) = (code?, message.unwrap_or_default());
    Some(Failed { says: ended(format!("{code}: {message}")), mend: String::new(), message: None })
}

/// A sentence with its full stop.
#[must_use]
pub fn ended(mut sentence: String) -> String {
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The beginning of what is said of an answer; empty when nothing is known of it.
    #[track_caller]
    fn check(status: u16, kind: &str, body: &str, wanted: &str) {
        let request = Request::new("GET", "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/prod/users")
            .expect("an address");
        let mut response = Response::new(status).with_body(body.to_owned());
        if !kind.is_empty() {
            response = response.with_header("x-amzn-ErrorType", kind);
        }
        let said = of_answer(&request, &response).map(|failed| failed.says).unwrap_or_default();
        assert!(said.starts_with(wanted) && said.is_empty() == wanted.is_empty(), "{status} {body}: {said}");
    }

    #[test]
    fn answers_of_the_gateway_are_told_apart() {
        check(
            403,
            "MissingAuthenticationTokenException",
            r#"{"message":"Missing Authentication Token"}"#,
            "No route of the API",
        );
        check(403, "ForbiddenException", r#"{"message":"Forbidden"}"#, "The API key is missing");
        check(403, "", r#"{"message":"Forbidden"}"#, "The API refused the call");
        check(
            403,
            "AccessDeniedException",
            r#"{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke"}"#,
            "The route wants a signed call",
        );
        check(
            403,
            "AccessDeniedException",
            r#"{"Message":"User is not authorized to access this resource with an explicit deny"}"#,
            "The authoriser looked",
        );
        check(404, "", r#"{"message":"Not Found"}"#, "No route of the API");
        check(401, "UnauthorizedException", r#"{"message":"Unauthorized"}"#, "The authoriser found no identity");
        check(400, "BadRequestException", r#"{"message":"Invalid request body"}"#, "The body does not fit");
        check(400, "", r#"{"message":"Missing required request parameters: [q]"}"#, "A parameter is missing");
        check(429, "TooManyRequestsException", r#"{"message":"Too Many Requests"}"#, "Calls came faster");
        check(429, "LimitExceededException", r#"{"message":"Limit Exceeded"}"#, "The usage plan's quota");
        check(502, "InternalServerErrorException", r#"{"message": "Internal server error"}"#, "The function ran, and");
        check(500, "", r#"{"message":"Internal Server Error"}"#, "The function failed, or");
        check(500, "", r#"{"message": "Internal server error"}"#, "API Gateway could not call");
        check(
            504,
            "GatewayTimeoutException",
            r#"{"message": "Endpoint request timed out"}"#,
            "The API waited 29 seconds",
        );
    }

    #[test]
    fn an_answer_of_the_functions_own_is_left_alone() {
        check(404, "", r#"{"message":"no such user"}"#, "");
        check(500, "", "oops", "");
        check(418, "", r#"{"message":"short and stout"}"#, "");
    }

    #[test]
    fn services_speak_for_themselves() {
        let request = Request::new("GET", "https://photos.s3.us-east-1.amazonaws.com/a").expect("an address");
        let says =
            |body: &str| of_answer(&request, &Response::new(404).with_body(body.to_owned())).map(|failed| failed.says);
        let xml = "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>";
        assert_eq!(says(xml).as_deref(), Some("NoSuchKey: The specified key does not exist."));
        let json = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"none"}"#;
        assert_eq!(says(json).as_deref(), Some("ResourceNotFoundException: none."));
        assert_eq!(says("a page"), None);
    }

    #[test]
    fn a_handlers_end_is_told_by_its_error() {
        let says = |error, payload: &[u8]| of_run("get-users", error, payload).says;
        let type_error = br#"{"errorType":"TypeError","errorMessage":"x is undefined\n  at","trace":[]}"#;
        assert_eq!(says("TypeError", type_error), "get-users failed with TypeError: x is undefined.");
        assert_eq!(
            says("Sandbox.Timedout", b"{}"),
            "get-users ran into its timeout and was ended, before it had an answer."
        );
        assert_eq!(says("Runtime.ExitError", b""), "get-users failed with Runtime.ExitError.");
    }
}

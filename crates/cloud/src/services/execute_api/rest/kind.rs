//! The gateway responses: what API Gateway answers itself, when it reaches no backend or cannot use what one says.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html>

/// A kind of gateway response, as AWS has it unless the API says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name: `UNAUTHORIZED`.
    pub name: &'static str,
    /// Its status.
    pub status: u16,
    /// Its message; none is `null`.
    pub message: Option<&'static str>,
    /// What the answer's `x-amzn-ErrorType` says, without `Exception` at its end.
    pub error: &'static str,
}

macro_rules! kinds {
    ($($constant:ident $name:literal $status:literal $message:expr, $error:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`: ", stringify!($status), ".")]
            pub const $constant: Kind = Kind { name: $name, status: $status, message: $message, error: $error };
        )*
    };
}

kinds! {
    MISSING_AUTHENTICATION_TOKEN "MISSING_AUTHENTICATION_TOKEN" 403 Some("Missing Authentication Token"), "MissingAuthenticationToken";
    INVALID_API_KEY "INVALID_API_KEY" 403 Some("Forbidden"), "Forbidden";
    ACCESS_DENIED "ACCESS_DENIED" 403 Some("User is not authorized to access this resource"), "AccessDenied";
    UNAUTHORIZED "UNAUTHORIZED" 401 Some("Unauthorized"), "Unauthorized";
    AUTHORIZER_FAILURE "AUTHORIZER_FAILURE" 500 None, "AuthorizerFailure";
    AUTHORIZER_CONFIGURATION_ERROR "AUTHORIZER_CONFIGURATION_ERROR" 500 None, "AuthorizerConfiguration";
    API_CONFIGURATION_ERROR "API_CONFIGURATION_ERROR" 500 Some("Internal server error"), "InternalServerError";
    BAD_REQUEST_PARAMETERS "BAD_REQUEST_PARAMETERS" 400 Some("Missing required request parameters"), "BadRequest";
    BAD_REQUEST_BODY "BAD_REQUEST_BODY" 400 Some("Invalid request body"), "BadRequest";
    INTEGRATION_FAILURE "INTEGRATION_FAILURE" 504 Some("Network error communicating with endpoint"), "IntegrationFailure";
    INTEGRATION_TIMEOUT "INTEGRATION_TIMEOUT" 504 Some("Endpoint request timed out"), "GatewayTimeout";
    QUOTA_EXCEEDED "QUOTA_EXCEEDED" 429 Some("Limit Exceeded"), "LimitExceeded";
    THROTTLED "THROTTLED" 429 Some("Too Many Requests"), "TooManyRequests";
    REQUEST_TOO_LARGE "REQUEST_TOO_LARGE" 413 Some("HTTP content length exceeded 10485760 bytes."), "RequestTooLarge";
    UNSUPPORTED_MEDIA_TYPE "UNSUPPORTED_MEDIA_TYPE" 415 Some("Unsupported Media Type"), "UnsupportedMediaType";
    // A function's answer that cannot be used has no kind of its own; what is set for all of 5XX is its.
    MALFORMED_ANSWER "DEFAULT_5XX" 502 Some("Internal server error"), "InternalServerError";
    // Nor have an unknown stage, and a head that is too long.
    FORBIDDEN "DEFAULT_4XX" 403 Some("Forbidden"), "Forbidden";
    HEAD_TOO_LARGE "DEFAULT_4XX" 431 Some("Request header fields too large"), "RequestHeaderFieldsTooLarge";
}

impl Kind {
    /// The kind that is asked when nothing was set for this one.
    #[must_use]
    pub const fn fallback(&self) -> &'static str {
        if self.status < 500 { "DEFAULT_4XX" } else { "DEFAULT_5XX" }
    }

    /// The body that AWS writes. It writes a space after the colon where a backend was to answer.
    #[must_use]
    pub fn template(&self) -> &'static str {
        if matches!(self.status, 502 | 504) {
            "{\"message\": $context.error.messageString}"
        } else {
            "{\"message\":$context.error.messageString}"
        }
    }
}

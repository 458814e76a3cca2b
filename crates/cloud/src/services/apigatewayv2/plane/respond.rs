//! The end of a request: the answer with what every answer has, and the line of the access log.

use super::{Flight, cors, log};
use crate::http::Response;
use crate::operation::{Answer, Context};

impl Flight {
    /// Answers as API Gateway itself does, with a message.
    pub(super) fn refuse(self, context: &mut Context<'_>, status: u16, message: &'static str) -> Answer {
        self.refuse_with(context, status, message, None)
    }

    /// The same, with a challenge for the client.
    pub(super) fn refuse_with(
        mut self,
        context: &mut Context<'_>,
        status: u16,
        message: &'static str,
        challenge: Option<String>,
    ) -> Answer {
        self.error = message;
        let mut response = Response::new(status)
            .with_header("content-type", "application/json")
            .with_body(format!("{{\"message\":\"{message}\"}}"));
        if let Some(challenge) = challenge {
            response.headers.set("www-authenticate", challenge);
        }
        match self.respond(context, response) {
            Answer::Now(response) => Answer::Failed { response, error: error_name(status) },
            answer => answer,
        }
    }

    /// Answers.
    pub(super) fn respond(self, context: &mut Context<'_>, mut response: Response) -> Answer {
        cors::apply_unless_preflight(&self, &mut response);
        response.headers.set("apigw-requestid", self.id.clone());
        log::write(context, &self, &response);
        Answer::Now(response)
    }
}

/// How a history names a failure with this status.
const fn error_name(status: u16) -> &'static str {
    match status {
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        413 => "RequestTooLong",
        429 => "TooManyRequests",
        431 => "RequestHeaderFieldsTooLarge",
        503 => "ServiceUnavailable",
        _ => "InternalServerError",
    }
}

//! A failed call before it is written: what every service's own error becomes on its way to the wire.

use std::borrow::Cow;

/// How the text begins that says that something is not simulated, and how it ends.
const NOT_SIMULATED: &str = "Coldstart does not simulate ";
const UNCHANGED: &str = ". Nothing was changed.";
/// The longest name that is read from such a text, bytes.
const MAX_NAME_BYTES: usize = 100;

/// An error in AWS's words, in no protocol yet. Each service has its own typed error that becomes this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceError {
    /// The code: `NoSuchKey`.
    pub code: Cow<'static, str>,
    /// The HTTP status.
    pub status: u16,
    /// AWS's text.
    pub message: String,
    /// Further fields, in AWS's order: `("Key", "photos/harbour.jpg")`.
    pub details: Vec<(Cow<'static, str>, String)>,
}

impl ServiceError {
    /// An error without further fields.
    pub fn new(code: impl Into<Cow<'static, str>>, status: u16, message: impl Into<String>) -> Self {
        Self { code: code.into(), status, message: message.into(), details: Vec::new() }
    }

    /// The same error with one more field.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.details.push((name.into(), value.into()));
        self
    }

    /// What a client is told when it asks for something of AWS that is not simulated here.
    #[must_use]
    pub fn not_simulated(service: &str, operation: &str) -> Self {
        Self::new("NotImplemented", 501, format!("{NOT_SIMULATED}{operation} of {service}{UNCHANGED}"))
    }
}

/// Something of AWS that is not simulated, as an answer names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotSimulated {
    /// The service's endpoint prefix, or the host that was asked, in small letters.
    pub service: String,
    /// The operation's name, or the request's method.
    pub operation: String,
}

impl NotSimulated {
    /// Finds what [`ServiceError::not_simulated`] wrote in `answer`, a document of any protocol.
    #[must_use]
    pub fn find(answer: &str) -> Option<Self> {
        let (_, rest) = answer.split_once(NOT_SIMULATED)?;
        let (names, _) = rest.split_once(UNCHANGED)?;
        let (operation, service) = names.rsplit_once(" of ")?;
        let short = |name: &str| name.len() <= MAX_NAME_BYTES;
        (short(operation) && short(service))
            .then(|| Self { service: service.to_ascii_lowercase(), operation: operation.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_simulated_is_found_in_what_says_so() {
        let error = ServiceError::not_simulated("s3", "PutBucketAcl");
        let found = NotSimulated::find(&format!("<Message>{}</Message>", error.message));
        assert_eq!(found, Some(NotSimulated { service: "s3".into(), operation: "PutBucketAcl".into() }));
        assert_eq!(NotSimulated::find("Access Denied"), None);
        let long = ServiceError::not_simulated("s3", &"x".repeat(MAX_NAME_BYTES + 1));
        assert_eq!(NotSimulated::find(&long.message), None);
    }
}

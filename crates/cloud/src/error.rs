//! A failed call before it is written: what every service's own error becomes on its way to the wire.

use std::borrow::Cow;

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
        Self::new(
            "NotImplemented",
            501,
            format!("Coldstart does not simulate {operation} of {service}. Nothing was changed."),
        )
    }
}

//! Calls of an API by hand, as the address bar shows them.

use std::sync::Arc;

use cloud::http::{Request, Response};
use cloud::view::Number;

/// A call that the learner's tab has made, as it is known at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct CallView {
    /// The message that carried it; none when it never reached the cloud.
    pub number: Option<Number>,
    /// What was sent.
    pub request: Arc<Request>,
    /// Who was asked: the API's name.
    pub to: String,
    /// When it was sent, microseconds since the run's origin.
    pub sent_us: f64,
    /// How long it took from sending to the answer, microseconds; none while it is under way.
    pub took_us: Option<f64>,
    /// The answer, once it has come.
    pub response: Option<Arc<Response>>,
    /// Where the time went, up to that moment.
    pub shares: Vec<Share>,
    /// The functions that ran for it, in the order in which they began.
    pub ran: Vec<Ran>,
    /// Where it failed and why, in words, as far as the cloud knows.
    pub failed: Option<Failed>,
}

/// A part of a call's time.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// Where it was spent: `get-users, warm`.
    pub name: String,
    /// How it is drawn: `signal`, `ice`, `network`, or a family's token.
    pub token: &'static str,
    /// How much, microseconds.
    pub us: f64,
}

/// A function that ran for a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Its name.
    pub function: String,
    /// The error that it ended with, if it did: `TypeError`.
    pub error: Option<String>,
}

/// Where a call failed and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// Why, in sentences.
    pub says: String,
    /// What to try, a sentence; empty when there is nothing to say.
    pub mend: String,
    /// The message in which it failed, when that is not the call itself.
    pub message: Option<Number>,
}

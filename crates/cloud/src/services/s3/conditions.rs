//! Conditional requests: whether an object is still, or no longer, what the client has seen.

use super::error::Error;
use super::http_date::epoch_s;
use super::object::Object;
use crate::http::{Headers, Request};

/// What AWS says when a write asks for a condition it does not know.
const IF_NONE_MATCH_NOTE: &str = "We don't accept the provided value of If-None-Match header for this API";

/// The names of the four conditions, which a copy prefixes.
struct Names {
    matches: &'static str,
    none_match: &'static str,
    modified_since: &'static str,
    unmodified_since: &'static str,
}

const READ: Names = Names {
    matches: "If-Match",
    none_match: "If-None-Match",
    modified_since: "If-Modified-Since",
    unmodified_since: "If-Unmodified-Since",
};

const COPY: Names = Names {
    matches: "x-amz-copy-source-If-Match",
    none_match: "x-amz-copy-source-If-None-Match",
    modified_since: "x-amz-copy-source-If-Modified-Since",
    unmodified_since: "x-amz-copy-source-If-Unmodified-Since",
};

/// What a client that reads under conditions is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The object.
    Proceed,
    /// That it has not changed.
    NotModified,
}

/// Holds the conditions of a GET or HEAD against `object`.
///
/// # Errors
/// When the client wants it only if it is something else.
pub fn for_reading(request: &Request, object: &Object) -> Result<Reading, Error> {
    match evaluate(&request.headers, object, &READ) {
        Outcome::Holds => Ok(Reading::Proceed),
        Outcome::Unchanged(_) => Ok(Reading::NotModified),
        Outcome::Failed(condition) => Err(Error::PreconditionFailed(condition)),
    }
}

/// Holds the conditions of a copy against its source.
///
/// # Errors
/// When one does not hold. A copy is never "not modified".
pub fn for_copying(request: &Request, source: &Object) -> Result<(), Error> {
    match evaluate(&request.headers, source, &COPY) {
        Outcome::Holds => Ok(()),
        Outcome::Unchanged(condition) | Outcome::Failed(condition) => Err(Error::PreconditionFailed(condition)),
    }
}

/// Holds the conditions of a write against what lies under its key now.
///
/// # Errors
/// When one does not hold, or is one that AWS does not take here.
pub fn for_writing(request: &Request, key: &str, current: Option<&Object>) -> Result<(), Error> {
    if let Some(value) = request.headers.get("if-none-match") {
        if value.trim() != "*" {
            return Err(Error::HeaderNotImplemented { header: "If-None-Match", note: IF_NONE_MATCH_NOTE });
        }
        if current.is_some() {
            return Err(Error::PreconditionFailed("If-None-Match"));
        }
    }
    if let Some(value) = request.headers.get("if-match") {
        let current = current.ok_or_else(|| Error::NoSuchKey(key.into()))?;
        if !names(value, current) {
            return Err(Error::PreconditionFailed("If-Match"));
        }
    }
    Ok(())
}

enum Outcome {
    Holds,
    Unchanged(&'static str),
    Failed(&'static str),
}

/// An `ETag` says more than a date: where both are given, the `ETag` decides.
fn evaluate(headers: &Headers, object: &Object, names_of: &Names) -> Outcome {
    let modified_s = object.modified.epoch_s();
    if let Some(value) = headers.get(names_of.matches) {
        if !names(value, object) {
            return Outcome::Failed(names_of.matches);
        }
    } else if let Some(since) = headers.get(names_of.unmodified_since).and_then(epoch_s)
        && modified_s > since
    {
        return Outcome::Failed(names_of.unmodified_since);
    }
    if let Some(value) = headers.get(names_of.none_match) {
        if names(value, object) {
            return Outcome::Unchanged(names_of.none_match);
        }
    } else if let Some(since) = headers.get(names_of.modified_since).and_then(epoch_s)
        && modified_s <= since
    {
        return Outcome::Unchanged(names_of.modified_since);
    }
    Outcome::Holds
}

/// Whether a list of `ETag`s, with or without quotes, names this object's; `*` names any.
fn names(list: &str, object: &Object) -> bool {
    list.split(',')
        .map(|tag| tag.trim().trim_start_matches("W/").trim_matches('"'))
        .any(|tag| tag == "*" || tag == &*object.etag)
}

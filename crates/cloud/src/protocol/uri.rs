//! Percent-encoding as AWS's clients and services do it.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What RFC 3986 leaves as it is, and AWS too.
const UNRESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const UNRESERVED_AND_SLASH: AsciiSet = UNRESERVED.remove(b'/');

/// Encodes one path segment or query value.
#[must_use]
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, &UNRESERVED).to_string()
}

/// Encodes a key as part of a path: slashes stay.
#[must_use]
pub fn encode_path(text: &str) -> String {
    utf8_percent_encode(text, &UNRESERVED_AND_SLASH).to_string()
}

/// Encodes one value of a form's query: a space is a plus.
#[must_use]
pub fn encode_form(text: &str) -> String {
    encode(text).replace("%20", "+")
}

/// Decodes percent-escapes.
///
/// # Errors
/// When what is decoded is not UTF-8.
pub fn decode(text: &str) -> Result<Cow<'_, str>, std::str::Utf8Error> {
    percent_decode_str(text).decode_utf8()
}

/// The parameters of a query or form, decoded; `+` is a space. What is not UTF-8 is replaced by U+FFFD.
pub fn parameters(query: &str) -> impl Iterator<Item = (String, String)> + '_ {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode_form(name), decode_form(value))
    })
}

/// The value of one parameter of a query, decoded; none when it is not there.
#[must_use]
pub fn parameter(query: &str, name: &str) -> Option<String> {
    parameters(query).find(|(held, _)| held == name).map(|(_, value)| value)
}

/// Whether a query has the parameter, with or without a value: `?notification`.
#[must_use]
pub fn has_parameter(query: &str, name: &str) -> bool {
    query.split('&').any(|pair| pair.split('=').next() == Some(name))
}

fn decode_form(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

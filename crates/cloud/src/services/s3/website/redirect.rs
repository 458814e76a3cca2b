//! Where a website sends its visitors: all of them, or those whom a rule of its configuration fits.

use crate::http::{Request, Response};
use crate::operation::Call;
use crate::protocol::uri::encode_path;
use crate::protocol::xml::Element;

/// The protocol of a website endpoint, which knows no other.
const PROTOCOL: &str = "http";

/// The answer of a website that sends everybody to another host.
#[must_use]
pub fn of_all(target: &Element, request: &Request) -> Response {
    let host = target.child_text("HostName").unwrap_or_default();
    let protocol = target.child_text("Protocol").unwrap_or(PROTOCOL);
    let mark = if request.query.is_empty() { "" } else { "?" };
    to("301", format!("{protocol}://{host}{}{mark}{}", request.path, request.query))
}

/// The first rule of `site` that fits `key`. Rules about errors fit only an answer of their `status`; before there is
/// one, only those about keys are asked.
#[must_use]
pub fn matching<'a>(site: &'a Element, key: &str, status: Option<u16>) -> Option<&'a Element> {
    let rules = site.child("RoutingRules")?;
    rules.children_named("RoutingRule").find(|rule| {
        let Some(condition) = rule.child("Condition") else { return true };
        let fits_key = condition.child_text("KeyPrefixEquals").is_none_or(|prefix| key.starts_with(prefix));
        let code = condition.child_text("HttpErrorCodeReturnedEquals");
        fits_key && code.is_none_or(|code| status.is_some_and(|status| code.trim() == status.to_string()))
    })
}

/// The answer that `rule` gives.
#[must_use]
pub fn by_rule(rule: &Element, call: &Call<'_>) -> Response {
    let empty = Element::default();
    let target = rule.child("Redirect").unwrap_or(&empty);
    let prefix = rule.child("Condition").and_then(|condition| condition.child_text("KeyPrefixEquals"));
    let key = match (target.child_text("ReplaceKeyWith"), target.child_text("ReplaceKeyPrefixWith")) {
        (Some(key), _) => key.to_owned(),
        (None, Some(replacement)) => {
            let rest = call.key.strip_prefix(prefix.unwrap_or_default()).unwrap_or(&call.key);
            [replacement, rest].concat()
        }
        (None, None) => call.key.to_string(),
    };
    let host = target.child_text("HostName").unwrap_or(&call.request.host);
    let protocol = target.child_text("Protocol").unwrap_or(PROTOCOL);
    let code = target.child_text("HttpRedirectCode").unwrap_or("301");
    to(code, format!("{protocol}://{host}/{}", encode_path(&key)))
}

fn to(code: &str, location: String) -> Response {
    // A configuration is checked when it is put, so a code that is none can only be an old one.
    let status = code.trim().parse().unwrap_or(301);
    Response::new(status).with_header("location", location).with_header("content-length", "0")
}

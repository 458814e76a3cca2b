//! What every kind of API reads of a request: where it comes from, when it came, how long its head is, and how often it
//! has passed through API Gateway before.

use std::collections::BTreeMap;

use crate::http::{Headers, Request};
use crate::sim::time::Time;

/// The address that requests from outside come from.
pub const CLIENT_ADDRESS: &str = "203.0.113.25";
/// How API Gateway names itself in the `Via` of what it passes on.
const VIA: &str = "HTTP/1.1 AmazonAPIGateway";

/// What the request's line and its header fields have, bytes.
#[must_use]
pub fn head_bytes(request: &Request) -> usize {
    let line = request.method.len() + request.path.len() + request.query.len();
    line + request.headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>()
}

/// How often a request has passed through API Gateway.
#[must_use]
pub fn passages(request: &Request) -> usize {
    request.headers.all("via").map(|via| via.matches("AmazonAPIGateway").count()).sum()
}

/// Says in the `Via` of `request`, which is passed on, that what came with the fields `came` has passed once more.
pub fn pass_on(request: &mut Request, came: &Headers) {
    let via: Vec<&str> = came.all("via").chain([VIA]).collect();
    request.headers.retain(|name| name != "via");
    request.headers.set("via", via.join(", "));
}

/// A media type without its parameters, in small letters.
#[must_use]
pub fn media_type(header: &str) -> String {
    header.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// All values of each name, in the order of the names.
#[must_use]
pub fn grouped(pairs: impl IntoIterator<Item = (String, String)>) -> BTreeMap<String, Vec<String>> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in pairs {
        groups.entry(name).or_default().push(value);
    }
    groups
}

/// A moment as events and access logs have it: `05/Jan/2026:09:00:00 +0000`.
#[must_use]
pub fn request_time(time: Time) -> String {
    // `Mon, 05 Jan 2026 09:00:00 GMT`
    let text = time.rfc1123();
    let mut parts = text.split(' ').skip(1);
    let [day, month, year, clock] = std::array::from_fn(|_| parts.next().unwrap_or_default());
    format!("{day}/{month}/{year}:{clock} +0000")
}

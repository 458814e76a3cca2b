//! Cross-origin requests by the API's own configuration: preflight requests are answered here, and the fields that an
//! integration sends of its own do not count.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html>

use super::super::snapshot::Cors;
use super::Flight;
use crate::http::Response;

/// The answer to a browser that asks ahead whether it may; none when this is no such request, or the API has no
/// configuration. An origin or verb that does not fit gets an answer without permission.
pub fn preflight(flight: &Flight) -> Option<Response> {
    let cors = flight.snapshot.cors.as_ref()?;
    let headers = &flight.request.headers;
    let (origin, asked) = (headers.get("origin")?, headers.get("access-control-request-method")?);
    if flight.request.method != "OPTIONS" {
        return None;
    }
    let mut response = Response::new(204);
    let Some(allowed) = allowed(cors, origin) else { return Some(response) };
    // A list that is empty forbids nothing here; the browser finds no permission in the answer then.
    let may = |list: &[String], wanted: &str| {
        list.is_empty() || list.iter().any(|held| held == "*" || held.eq_ignore_ascii_case(wanted))
    };
    let fields = headers.get("access-control-request-headers").unwrap_or_default();
    let mut fields = fields.split(',').map(str::trim).filter(|field| !field.is_empty());
    if !may(&cors.methods, asked) || !fields.all(|field| may(&cors.headers, field)) {
        return Some(response);
    }
    response.headers.set("access-control-allow-origin", allowed);
    if !cors.methods.is_empty() {
        response.headers.set("access-control-allow-methods", cors.methods.join(","));
    }
    if !cors.headers.is_empty() {
        response.headers.set("access-control-allow-headers", cors.headers.join(","));
    }
    if let Some(age) = cors.max_age_s {
        response.headers.set("access-control-max-age", age.to_string());
    }
    finish(cors, &mut response);
    Some(response)
}

/// Sets the fields of an answer. That to a preflight request has its own.
pub fn apply_unless_preflight(flight: &Flight, response: &mut Response) {
    let Some(cors) = &flight.snapshot.cors else { return };
    if flight.route.is_none() && response.status == 204 {
        return;
    }
    response.headers.retain(|name| !name.starts_with("access-control-"));
    let Some(origin) = flight.request.headers.get("origin") else { return };
    if let Some(allowed) = allowed(cors, origin) {
        response.headers.set("access-control-allow-origin", allowed);
        finish(cors, response);
    }
}

fn finish(cors: &Cors, response: &mut Response) {
    if cors.credentials {
        response.headers.set("access-control-allow-credentials", "true");
    }
    if !cors.exposed.is_empty() {
        response.headers.set("access-control-expose-headers", cors.exposed.join(","));
    }
}

/// What an origin is told; none when it may not.
fn allowed(cors: &Cors, origin: &str) -> Option<String> {
    let fits = |held: &str| match held.split_once('*') {
        Some((before, after)) => {
            origin.len() >= before.len() + after.len() && origin.starts_with(before) && origin.ends_with(after)
        }
        None => held == origin,
    };
    if cors.origins.iter().any(|held| held == "*") {
        return Some("*".to_owned());
    }
    cors.origins.iter().any(|held| fits(held)).then(|| origin.to_owned())
}

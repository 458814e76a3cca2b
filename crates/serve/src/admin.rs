//! The server's own addresses. No bucket can be called `_coldstart`, so they hide nothing of AWS's.

use cloud::http::{Request, Response};
use cloud::services::coverage::{Coverage, coverage};
use serde_json::{Value, json};

use crate::front::Front;

/// What may be asked of the server itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// `GET /_coldstart/health`.
    Health,
    /// `GET /_coldstart/coverage`.
    Coverage,
    /// `POST /_coldstart/reset`.
    Reset,
    /// One of these addresses by another method, and the right one.
    By(&'static str),
    /// No such address.
    Nothing,
}

/// What `request` asks of the server; none when it is meant for AWS.
#[must_use]
pub fn asked(request: &Request) -> Option<Asked> {
    let rest = request.path.strip_prefix("/_coldstart/")?;
    Some(match (rest, request.method.as_str()) {
        ("health", "GET" | "HEAD") => Asked::Health,
        ("coverage", "GET" | "HEAD") => Asked::Coverage,
        ("health" | "coverage", _) => Asked::By("GET"),
        ("reset", "POST") => Asked::Reset,
        ("reset", _) => Asked::By("POST"),
        _ => Asked::Nothing,
    })
}

/// Answers it.
#[must_use]
pub fn answer(asked: Asked, front: &Front) -> Response {
    match asked {
        Asked::Health => json_response(
            200,
            &json!({"status": "running", "version": env!("CARGO_PKG_VERSION"), "time": front.host().now().iso8601()}),
        ),
        Asked::Coverage => json_response(200, &simulated()),
        Asked::Reset => match front.reset() {
            Ok(()) => json_response(200, &json!({"status": "reset"})),
            Err(error) => json_response(500, &json!({"status": "unchanged", "message": error.to_string()})),
        },
        Asked::By(method) => {
            json_response(405, &json!({"message": format!("Use {method}.")})).with_header("allow", method)
        }
        Asked::Nothing => json_response(
            404,
            &json!({"message": "There are /_coldstart/health, /_coldstart/coverage and /_coldstart/reset."}),
        ),
    }
}

/// The operations that are simulated, by service, for clients that test all of them.
fn simulated() -> Value {
    let of =
        |held: &Coverage| json!({"service": held.service, "simulated": held.simulated, "notSimulated": held.missing});
    json!({"services": coverage().iter().map(of).collect::<Vec<Value>>()})
}

fn json_response(status: u16, body: &Value) -> Response {
    Response::new(status).with_header("content-type", "application/json").with_body(body.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_servers_own_addresses_are_its_own() {
        let asked = |method, path: &str| {
            asked(&Request::new(method, &format!("http://localhost{path}")).expect("it is an address"))
        };
        assert_eq!(asked("GET", "/_coldstart/health"), Some(Asked::Health));
        assert_eq!(asked("POST", "/_coldstart/reset"), Some(Asked::Reset));
        assert_eq!(asked("GET", "/_coldstart/reset"), Some(Asked::By("POST")));
        assert_eq!(asked("GET", "/_coldstart/coverage"), Some(Asked::Coverage));
        assert_eq!(asked("GET", "/_coldstart/other"), Some(Asked::Nothing));
        assert_eq!(asked("GET", "/coldstart/health"), None);
        assert_eq!(asked("GET", "/photos/_coldstart/health"), None);
    }
}

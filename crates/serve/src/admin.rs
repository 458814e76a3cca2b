//! The server's own addresses. No bucket can be called `_coldstart`, so they hide nothing of AWS's.
//!
//! They are for programs of this machine. A page of another site can make a browser send requests here as well, and by
//! a name of its own that leads here (DNS rebinding); such requests are refused.

use cloud::http::{Request, Response};
use cloud::protocol::rest_json;
use cloud::protocol::uri::parameter;
use cloud::sim::time::Span;
use serde_json::json;

use crate::front::Front;
use crate::routing::without_port;

/// The longest time that may be told to pass at once, seconds: ten years.
const MAX_PASS_S: u64 = 10 * 365 * 24 * 60 * 60;
/// The methods and addresses that there are.
const ADDRESSES: &str = "There are GET /_coldstart/health, GET /_coldstart/coverage, POST /_coldstart/pass?seconds=N and POST /_coldstart/reset.";

/// What may be asked of the server itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// `GET /_coldstart/health`.
    Health,
    /// `GET /_coldstart/coverage`.
    Coverage,
    /// `POST /_coldstart/pass?seconds=N`; none when the number is none that it takes.
    Pass(Option<u64>),
    /// `POST /_coldstart/reset`.
    Reset,
    /// One of these addresses by another method, and the right one.
    By(&'static str),
    /// No such address.
    Nothing,
    /// From a page of another site, or by a name that is not this machine's.
    FromElsewhere,
}

/// What `request` asks of the server; none when it is meant for AWS.
#[must_use]
pub fn asked(request: &Request) -> Option<Asked> {
    let rest = request.path.strip_prefix("/_coldstart/")?;
    if !is_from_here(request) {
        return Some(Asked::FromElsewhere);
    }
    Some(match (rest, request.method.as_str()) {
        ("health", "GET" | "HEAD") => Asked::Health,
        ("coverage", "GET" | "HEAD") => Asked::Coverage,
        ("health" | "coverage", _) => Asked::By("GET"),
        ("pass", "POST") => {
            let seconds = parameter(&request.query, "seconds").and_then(|seconds| seconds.parse().ok());
            Asked::Pass(seconds.filter(|seconds| *seconds <= MAX_PASS_S))
        }
        ("reset", "POST") => Asked::Reset,
        ("pass" | "reset", _) => Asked::By("POST"),
        _ => Asked::Nothing,
    })
}

/// Whether a request names this machine, and no page of another site sent it. Browsers say where a page comes from in
/// `Origin` and `Sec-Fetch-Site`; other programs say nothing.
fn is_from_here(request: &Request) -> bool {
    let field = |name| request.headers.get(name);
    let same_site = field("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
    let same_origin = field("origin").is_none_or(|origin| {
        origin.split_once("://").is_some_and(|(_, host)| host.eq_ignore_ascii_case(&request.host))
    });
    let name = without_port(&request.host);
    same_site && same_origin && (name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "[::1]")
}

/// Answers it.
#[must_use]
pub fn answer(asked: Asked, front: &Front) -> Response {
    let time = || front.now().iso8601();
    match asked {
        Asked::Health => {
            rest_json::answer(200, &json!({"status": "running", "version": env!("CARGO_PKG_VERSION"), "time": time()}))
        }
        Asked::Coverage => rest_json::answer(200, &front.refused().coverage()),
        Asked::Pass(Some(seconds)) => match front.pass(Span::from_s(seconds)) {
            Ok(()) => rest_json::answer(200, &json!({"status": "passed", "time": time()})),
            Err(error) => rest_json::answer(500, &json!({"status": "passed in part", "message": error.to_string()})),
        },
        Asked::Pass(None) => {
            let text = format!("Say how long: ?seconds=N, a whole number up to {MAX_PASS_S}.");
            rest_json::answer(400, &json!({"message": text}))
        }
        Asked::Reset => match front.reset() {
            Ok(()) => rest_json::answer(200, &json!({"status": "reset"})),
            Err(error) => rest_json::answer(500, &json!({"status": "unchanged", "message": error.to_string()})),
        },
        Asked::By(method) => {
            rest_json::answer(405, &json!({"message": format!("Use {method}.")})).with_header("allow", method)
        }
        Asked::Nothing => rest_json::answer(404, &json!({"message": ADDRESSES})),
        Asked::FromElsewhere => {
            let text = "This address is for programs of this machine: ask localhost or 127.0.0.1, and not from another site's page.";
            rest_json::answer(403, &json!({"message": text}))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, url: &str) -> Request {
        Request::new(method, &format!("http://{url}")).expect("it is an address")
    }

    #[test]
    fn only_the_servers_own_addresses_are_its_own() {
        let asked = |method, path: &str| asked(&request(method, &format!("localhost{path}")));
        assert_eq!(asked("GET", "/_coldstart/health"), Some(Asked::Health));
        assert_eq!(asked("GET", "/_coldstart/coverage"), Some(Asked::Coverage));
        assert_eq!(asked("POST", "/_coldstart/reset"), Some(Asked::Reset));
        assert_eq!(asked("GET", "/_coldstart/reset"), Some(Asked::By("POST")));
        assert_eq!(asked("POST", "/_coldstart/coverage"), Some(Asked::By("GET")));
        assert_eq!(asked("GET", "/_coldstart/other"), Some(Asked::Nothing));
        assert_eq!(asked("GET", "/coldstart/health"), None);
        assert_eq!(asked("GET", "/photos/_coldstart/health"), None);
    }

    #[test]
    fn time_passes_by_whole_seconds() {
        let asked = |query: &str| asked(&request("POST", &format!("localhost/_coldstart/pass{query}")));
        assert_eq!(asked("?seconds=900"), Some(Asked::Pass(Some(900))));
        for wrong in
            ["", "?seconds=", "?seconds=-1", "?seconds=1.5", "?seconds=99999999999999999999", "?seconds=400000000"]
        {
            assert_eq!(asked(wrong), Some(Asked::Pass(None)), "{wrong}");
        }
    }

    #[test]
    fn other_sites_pages_may_ask_nothing() {
        #[track_caller]
        fn check(host: &str, fields: &[(&'static str, &str)], from_here: bool) {
            let mut request = request("POST", &format!("{host}/_coldstart/reset"));
            for (name, value) in fields {
                request = request.with_header(*name, *value);
            }
            let expected = if from_here { Asked::Reset } else { Asked::FromElsewhere };
            assert_eq!(asked(&request), Some(expected), "{host} {fields:?}");
        }
        for host in ["localhost", "localhost:4566", "127.0.0.1:4566", "[::1]:4566", "[::1]"] {
            check(host, &[], true);
        }
        for host in ["evil.example:4566", "127.0.0.1.evil.example", "photos.localhost", "localhost:4566.evil.example"] {
            check(host, &[], false);
        }
        check("localhost:4566", &[("origin", "http://localhost:4566"), ("sec-fetch-site", "same-origin")], true);
        check("localhost:4566", &[("sec-fetch-site", "none")], true);
        check("localhost:4566", &[("origin", "https://evil.example")], false);
        check("localhost:4566", &[("origin", "null")], false);
        check("localhost:4566", &[("origin", "http://localhost:8080")], false);
        check("localhost:4566", &[("sec-fetch-site", "cross-site")], false);
        check("localhost:4566", &[("sec-fetch-site", "same-site")], false);
    }
}

//! CORS at a function's URL, as its configuration has it. What the function itself says of CORS gives way to that.
//! <https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors>

use serde_json::Value;

use super::Exchange;
use crate::http::Response;

/// The answer to a browser's preflight request; none when there is no CORS configuration, or it asks something else.
#[must_use]
pub fn preflight(exchange: &Exchange) -> Option<Response> {
    let asks = exchange.request.headers.get("access-control-request-method").is_some();
    if exchange.request.method != "OPTIONS" || !asks || !exchange.url["Cors"].is_object() {
        return None;
    }
    let mut response = Response::new(200).with_header("x-amzn-requestid", exchange.request_id.as_str());
    if mark(exchange, &mut response) {
        for (member, header) in
            [("AllowMethods", "access-control-allow-methods"), ("AllowHeaders", "access-control-allow-headers")]
        {
            let listed = listed(&exchange.url["Cors"][member]);
            if !listed.is_empty() {
                response.headers.set(header, listed);
            }
        }
        if let Some(age) = exchange.url["Cors"]["MaxAge"].as_u64() {
            response.headers.set("access-control-max-age", age.to_string());
        }
    }
    Some(response)
}

/// Marks an answer for the page that asked, and says whether the page's origin may read it.
pub fn mark(exchange: &Exchange, response: &mut Response) -> bool {
    let cors = &exchange.url["Cors"];
    if !cors.is_object() {
        return false;
    }
    response.headers.retain(|name| !name.starts_with("access-control-"));
    let Some(origin) = exchange.request.headers.get("origin") else { return false };
    let allowed = cors["AllowOrigins"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let Some(allowed) =
        allowed.into_iter().find(|allowed| matches!(*allowed, "*") || allowed.eq_ignore_ascii_case(origin))
    else {
        return false;
    };
    response.headers.set("access-control-allow-origin", if allowed == "*" { "*" } else { origin });
    if allowed != "*" {
        response.headers.set("vary", "Origin");
    }
    if cors["AllowCredentials"] == true {
        response.headers.set("access-control-allow-credentials", "true");
    }
    let exposed = listed(&cors["ExposeHeaders"]);
    if !exposed.is_empty() {
        response.headers.set("access-control-expose-headers", exposed);
    }
    true
}

fn listed(value: &Value) -> String {
    let names: Vec<&str> = value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    names.join(",")
}

//! From an address of this machine to the address that AWS would have been asked at.
//!
//! Pure. Clients that are given an endpoint send every service's requests to it, so which service is meant stands in
//! what they signed, or has to be read from the form of the request.

#[cfg(test)]
mod tests;

use cloud::account::{CODE_BUCKET, CODE_HOST, REGION};
use cloud::http::{Request, Response};
use cloud::protocol::sigv4::{self, Scope};
use cloud::protocol::uri::parameter;

/// What belongs to one connection and not to the request (RFC 9110, 7.6.1), and would not have reached AWS.
const HOP_BY_HOP: [&str; 8] =
    ["connection", "expect", "host", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade"];

/// How the path begins at which an API is called on a host of this machine: its id and the path at it follow.
const API_PATH: &str = "/_aws/execute-api/";

/// The host of DynamoDB Streams, before the region.
const STREAMS: &str = "streams.dynamodb";

/// The names before the dot of `X-Amz-Target`, without their version, with the service each belongs to.
const TARGETS: [(&str, &str); 6] = [
    ("AWSEvents", "events"),
    ("AmazonSQS", "sqs"),
    ("DynamoDBStreams_", STREAMS),
    ("DynamoDB_", "dynamodb"),
    ("Kinesis_", "kinesis"),
    ("Logs_", "logs"),
];

/// The versions of the Query protocol's services, which every form names.
const FORM_VERSIONS: [(&str, &str); 4] =
    [("2010-03-31", "sns"), ("2010-05-08", "iam"), ("2010-05-15", "cloudformation"), ("2011-06-15", "sts")];

/// What stands first in Lambda's paths, after a date.
const LAMBDA_PATHS: [&str; 4] = ["account-settings", "event-source-mappings", "functions", "layers"];

/// The request as AWS would have received it: its host is AWS's, and what concerned the connection is gone.
#[must_use]
pub fn to_aws(mut request: Request) -> Request {
    if let Some((api, path)) = api_in_path(&request.path) {
        request.host = api_host(api);
        request.path = path;
        request.headers.retain(|name| !HOP_BY_HOP.contains(&name));
        return request;
    }
    request.host = host(&request);
    let code = request.path.strip_prefix('/').and_then(|path| path.strip_prefix(CODE_BUCKET));
    if let Some(path) = code.filter(|path| path.starts_with('/')) {
        request.host = CODE_HOST.to_owned();
        request.path = path.to_owned();
    }
    request.headers.retain(|name| !HOP_BY_HOP.contains(&name));
    request
}

/// The answer with addresses of this machine, `host` among them as the client named it, where AWS's would lead away from
/// here: the package of a function is to be had from this server.
#[must_use]
pub fn from_aws(mut answer: Response, request: &Request, host: &str) -> Response {
    if request.method == "GET" && request.host.starts_with("lambda.") {
        let text = String::from_utf8_lossy(&answer.body);
        let away = format!("https://{CODE_HOST}/");
        if text.contains(&away) {
            answer.body = text.replace(&away, &format!("http://{host}/{CODE_BUCKET}/")).into();
        }
    }
    answer
}

/// AWS's host for a request that was sent to a host of this machine.
fn host(request: &Request) -> String {
    let sent = without_port(&request.host).to_ascii_lowercase();
    if sent.ends_with(".amazonaws.com") || sent.ends_with(".on.aws") {
        return sent;
    }
    if let Some(api) = api_of(&sent) {
        return api_host(api);
    }
    if let Some(bucket) = website_of(&sent) {
        return format!("{bucket}.s3-website-{REGION}.amazonaws.com");
    }
    let credential = sigv4::claimed_credential(request);
    let scope = credential.as_deref().and_then(Scope::read);
    let (service, region) = match scope.filter(|scope| is_label(scope.service) && is_label(scope.region)) {
        Some(scope) => (scope.service, scope.region),
        None => (service_by_form(request), REGION),
    };
    match service {
        // Requests for streams are signed for the tables' service; only their target tells.
        "dynamodb" if service_by_form(request) == STREAMS => format!("{STREAMS}.{region}.amazonaws.com"),
        "s3" => match bucket_of(&sent) {
            Some(bucket) => format!("{bucket}.s3.{region}.amazonaws.com"),
            None => format!("s3.{region}.amazonaws.com"),
        },
        // IAM has one host for the world.
        "iam" => "iam.amazonaws.com".to_owned(),
        other => [other, ".", region, ".amazonaws.com"].concat(),
    }
}

/// The bucket that stands before a host of this machine, in the letters that the client sent.
#[must_use]
pub fn bucket_before_host(request: &Request) -> Option<&str> {
    bucket_of(without_port(&request.host))
}

/// A host without the port that may stand after it.
#[must_use]
pub fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// The bucket in `bucket.localhost`, `bucket.s3.localhost` or `bucket.s3.us-east-1.localhost`. A bucket's name may
/// have dots, so it is read from the right.
fn bucket_of(host: &str) -> Option<&str> {
    let before = host.strip_suffix(".localhost")?;
    if let Some(bucket) = before.strip_suffix(".s3") {
        return Some(bucket);
    }
    if before == "s3" {
        return None;
    }
    match before.rsplit_once('.') {
        Some(("s3", region)) if is_region(region) => None,
        Some((rest, region)) if is_region(region) => Some(rest.strip_suffix(".s3").unwrap_or(before)),
        _ => Some(before),
    }
}

/// The bucket in `bucket.s3-website.localhost`, where browsers of this machine find its website.
fn website_of(host: &str) -> Option<&str> {
    host.strip_suffix(".s3-website.localhost").filter(|bucket| !bucket.is_empty())
}

/// The API in `{id}.execute-api.localhost`, with or without a region, at which browsers of this machine call it.
fn api_of(host: &str) -> Option<&str> {
    let (api, rest) = host.strip_suffix(".localhost")?.split_once('.')?;
    let rest = rest.strip_prefix("execute-api")?;
    (is_label(api) && rest.strip_prefix('.').is_none_or(is_region) && (rest.is_empty() || rest.starts_with('.')))
        .then_some(api)
}

/// The API in `/_aws/execute-api/{id}/{stage}/…`, and the path at it, from which the stage `$default` is gone.
fn api_in_path(path: &str) -> Option<(&str, String)> {
    let (api, rest) = path.strip_prefix(API_PATH)?.split_once('/').unwrap_or((path.strip_prefix(API_PATH)?, ""));
    let (stage, after) = rest.split_once('/').unwrap_or((rest, ""));
    let is_default = stage == "$default" || stage.eq_ignore_ascii_case("%24default");
    is_label(api).then(|| (api, format!("/{}", if is_default { after } else { rest })))
}

fn api_host(api: &str) -> String {
    format!("{api}.execute-api.{REGION}.amazonaws.com")
}

/// `us-east-1`: letters, a direction, a number.
fn is_region(label: &str) -> bool {
    let parts: Vec<&str> = label.split('-').collect();
    parts.len() >= 3 && parts.last().is_some_and(|last| last.len() == 1 && last.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a text from outside may be part of a host.
fn is_label(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The service that an unsigned request means. What looks like no other service's is S3's: only there are addresses
/// that people open without signing.
fn service_by_form(request: &Request) -> &'static str {
    if let Some(target) = request.headers.get("x-amz-target") {
        let found = TARGETS.iter().find(|(prefix, _)| target.starts_with(prefix));
        return found.map_or("s3", |(_, service)| service);
    }
    let mut segments = request.path.split('/').skip(1);
    let dated = segments.next().is_some_and(is_date);
    if dated && segments.next().is_some_and(|segment| LAMBDA_PATHS.contains(&segment)) {
        return "lambda";
    }
    let form = request.path == "/"
        && (request.method == "GET"
            || request.headers.get("content-type").is_some_and(|kind| kind.contains("x-www-form-urlencoded")));
    if form {
        let body = String::from_utf8_lossy(&request.body);
        let version = parameter(&request.query, "Version").or_else(|| parameter(&body, "Version"));
        let found = FORM_VERSIONS.iter().find(|(held, _)| version.as_deref() == Some(*held));
        return found.map_or("s3", |(_, service)| service);
    }
    "s3"
}

/// `2015-03-31`.
fn is_date(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() })
}

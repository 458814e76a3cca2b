//! What a website shows when it has no page to show: the site's own error document, or one of S3's.

use std::fmt::Write as _;

use bytes::Bytes;

use super::{error_document, escaped};
use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::Context;
use crate::services::s3::error::Error;
use crate::services::s3::ids::ids;

/// The answer to a request of the website of `bucket` that failed.
#[must_use]
pub fn error_page(context: &Context<'_>, request: &Request, bucket: &str, error: &ServiceError) -> Response {
    // The error document stands for what was asked and could not be given, not for a site that is none.
    let own = matches!(error.status, 400..=499).then(|| error_document(context, bucket)).flatten();
    let mut response = match own {
        Some(Ok(object)) => Response::new(error.status)
            .with_header("content-type", object.content_type())
            .with_header("etag", format!("\"{}\"", object.etag))
            .with_header("last-modified", object.modified.rfc1123())
            .with_body(object.body.clone()),
        Some(Err(missing)) => html(context, error, Some(missing)),
        None => html(context, error, None),
    };
    response.headers.set("x-amz-error-code", error.code.clone().into_owned());
    response.headers.set("x-amz-error-message", error.message.replace(['\r', '\n'], " "));
    for (name, value) in &error.details {
        response.headers.set(format!("x-amz-error-detail-{name}"), value.replace(['\r', '\n'], " "));
    }
    if request.method == "HEAD" {
        response.body = Bytes::new();
    }
    response
}

/// The page that S3 writes itself; `missing` is why the site's own could not be shown.
fn html(context: &Context<'_>, error: &ServiceError, missing: Option<Error>) -> Response {
    let title = format!("{} {}", error.status, reason(error.status));
    let ids = ids(context.request_id);
    let mut text = format!("<html>\n<head><title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n<ul>\n");
    items(&mut text, error);
    item(&mut text, "RequestId", &ids.request_id);
    item(&mut text, "HostId", &ids.host_id);
    text.push_str("</ul>\n");
    if let Some(missing) = missing {
        text.push_str("<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n<ul>\n");
        items(&mut text, &missing.into());
        text.push_str("</ul>\n");
    }
    text.push_str("<hr/>\n</body>\n</html>\n");
    Response::new(error.status).with_header("content-type", "text/html; charset=utf-8").with_body(text)
}

fn items(text: &mut String, error: &ServiceError) {
    item(text, "Code", &error.code);
    item(text, "Message", &error.message);
    for (name, value) in &error.details {
        item(text, name, value);
    }
}

fn item(text: &mut String, name: &str, value: &str) {
    let _ = writeln!(text, "<li>{name}: {}</li>", escaped(value));
}

/// The words of a status, for those that a website answers with.
const fn reason(status: u16) -> &'static str {
    match status {
        301 => "Moved Permanently",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        412 => "Precondition Failed",
        416 => "Requested Range Not Satisfiable",
        _ => "Bad Request",
    }
}

//! What the run would have cost.

use serde::Serialize;

/// What the run has cost up to a moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bill {
    /// In all, US dollars.
    pub total_usd: f64,
    /// By what was used: `1,000 PUT requests`, dollars.
    pub lines: Vec<(String, f64)>,
}

use crate::model::{
    PRICE_API_HTTP_REQUEST, PRICE_API_REST_REQUEST, PRICE_DYNAMODB_READ, PRICE_DYNAMODB_WRITE, PRICE_LAMBDA_GB_S,
    PRICE_LAMBDA_REQUEST, PRICE_S3_GET, PRICE_S3_PUT,
};
use crate::sim::time::Time;
use crate::sim::trace::Trace;
use crate::view::grouped;

/// The bill of the learner's run up to `at`: requests that succeeded, units of tables that are billed by request (a write
/// whose condition failed among them), and time that was paid for. Storage of a few megabytes and provisioned units cost
/// less in a few minutes than can be shown and are left out, and so is the free tier.
#[must_use]
pub fn bill(trace: &Trace, at: Time) -> Bill {
    let (mut puts, mut gets) = (0_u64, 0_u64);
    let (mut rest, mut http) = (0_u64, 0_u64);
    for message in trace.messages.iter().skip(trace.origin_message as usize) {
        if message.sent > at {
            break;
        }
        // What an API answers is paid for, errors too; who was refused is not.
        if message.service == "execute-api" {
            let answered = message.handled.as_ref().filter(|handled| handled.replied <= at);
            let response = answered.and_then(|handled| handled.response.as_ref());
            if let Some(response) = response.filter(|response| !matches!(response.status, 401 | 403 | 429)) {
                // Each kind of API marks its answers in its own way; a function's URL costs nothing.
                rest += u64::from(response.headers.get("x-amz-apigw-id").is_some());
                http += u64::from(response.headers.get("apigw-requestid").is_some());
            }
        }
        let done = message.handled.as_ref().is_some_and(|handled| handled.at <= at && handled.error.is_none());
        if !done || message.service != "s3" {
            continue;
        }
        match message.operation {
            "PutObject"
            | "CopyObject"
            | "PostObject"
            | "CreateMultipartUpload"
            | "UploadPart"
            | "UploadPartCopy"
            | "CompleteMultipartUpload"
            | "ListObjectsV2"
            | "ListObjects"
            | "ListObjectVersions"
            | "ListBuckets" => puts += 1,
            "DeleteObject" | "DeleteObjects" | "DeleteBucket" | "AbortMultipartUpload" => {}
            _ => gets += 1,
        }
    }
    let (mut invocations, mut mb_ms) = (0_u64, 0_u64);
    for invocation in &trace.invocations {
        if let Some(ended) = invocation.ended.as_ref().filter(|ended| ended.at <= at) {
            invocations += 1;
            mb_ms += ended.billed_ms * u64::from(ended.memory_mb);
        }
    }
    let gb_s = mb_ms as f64 / 1_024.0 / 1_000.0;
    // What was there when the learner's run began is not the learner's.
    let units = |hop: usize| trace.hops.get(hop).map_or((0.0, 0.0), |hop| hop.world.dynamodb().billed_units());
    let (before, after) = (units(trace.origin.0 as usize), units(trace.hop_at(at).0 as usize));
    let mut lines = Vec::new();
    lines.extend(line(puts, "PUT or LIST request", "PUT or LIST requests", PRICE_S3_PUT));
    lines.extend(line(gets, "GET request", "GET requests", PRICE_S3_GET));
    lines.extend(line(rest, "REST API request", "REST API requests", PRICE_API_REST_REQUEST));
    lines.extend(line(http, "HTTP API request", "HTTP API requests", PRICE_API_HTTP_REQUEST));
    for (units, kind, price) in
        [(after.1 - before.1, "write", PRICE_DYNAMODB_WRITE), (after.0 - before.0, "read", PRICE_DYNAMODB_READ)]
    {
        if units > 0.0 {
            let half = if units.fract() > 0.0 { ".5" } else { "" };
            let many = if units == 1.0 { "unit" } else { "units" };
            lines.push((format!("{}{half} {kind} {many}", grouped(units as u64)), units * price));
        }
    }
    lines.extend(line(invocations, "invocation", "invocations", PRICE_LAMBDA_REQUEST));
    if mb_ms > 0 {
        lines.push((format!("{gb_s:.4} GB-s of compute"), gb_s * PRICE_LAMBDA_GB_S));
    }
    Bill { total_usd: lines.iter().map(|(_, usd)| usd).sum(), lines }
}

/// The line of what is counted, at a price for each; none for nothing.
fn line(count: u64, one: &str, many: &str, price: f64) -> Option<(String, f64)> {
    let words = format!("{} {}", grouped(count), if count == 1 { one } else { many });
    (count > 0).then_some((words, count as f64 * price))
}

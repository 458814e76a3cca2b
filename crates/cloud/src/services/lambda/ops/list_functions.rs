//! ListFunctions. <https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html>

use serde_json::{Value, json};

use super::configuration;
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_json, uri};

/// The most functions on one page.
const PAGE: usize = 50;

/// Lists functions by name, a page at a time. The marker is the name that the page begins after.
pub fn list_functions(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let query = &call.request.query;
    let marker = uri::parameter(query, "Marker").unwrap_or_default();
    let page = uri::parameter(query, "MaxItems")
        .and_then(|text| text.parse().ok())
        .map_or(PAGE, |items: usize| items.clamp(1, PAGE));
    let mut rest = context.world.lambda().functions().filter(|function| *function.name > *marker);
    let mut last = String::new();
    let functions: Vec<Value> = rest
        .by_ref()
        .take(page)
        .map(|function| {
            last = function.name.to_string();
            configuration(function)
        })
        .collect();
    let next = rest.next().map(|_| last);
    let mut document = json!({"Functions": functions});
    if let Some(next) = next {
        document["NextMarker"] = Value::from(next);
    }
    Ok(Answer::Now(rest_json::answer(200, &document)))
}

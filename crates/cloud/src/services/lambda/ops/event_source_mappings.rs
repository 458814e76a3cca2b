//! Create, Get, Update, Delete and ListEventSourceMappings: records, since nothing is polled yet.
//! <https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html>

use serde_json::{Map, Value, json};

use super::{body, page, shape, whole};
use crate::account::{ACCOUNT_ID, REGION};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_json, uri};
use crate::services::lambda::{Error, function_arn, function_name};

/// The largest batch that needs no window.
const BATCH_WITHOUT_WINDOW: u64 = 10;
/// The members that are kept as they are given.
const KEPT: [&str; 11] = [
    "BatchSize",
    "MaximumBatchingWindowInSeconds",
    "FilterCriteria",
    "StartingPosition",
    "ParallelizationFactor",
    "BisectBatchOnFunctionError",
    "MaximumRetryAttempts",
    "MaximumRecordAgeInSeconds",
    "DestinationConfig",
    "FunctionResponseTypes",
    "ScalingConfig",
];

/// Notes that a function is to be given the events of a queue or stream.
pub fn create_event_source_mapping(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let source = text("EventSourceArn");
    let service = source.split(':').nth(2).unwrap_or_default();
    if !matches!(service, "sqs" | "kinesis" | "dynamodb") {
        return Err(invalid("Unrecognized event source."));
    }
    let is_stream = service != "sqs";
    if is_stream && text("StartingPosition").is_empty() {
        return Err(invalid(
            "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
        ));
    }
    check(&body, is_stream, source)?;
    let function = function_name(text("FunctionName"));
    if context.world.lambda().function(function).is_none() {
        return Err(invalid("Function does not exist"));
    }
    let arn = function_arn(function);
    let mappings = &context.world.lambda().records.mappings;
    let twin =
        mappings.iter().find(|(_, held)| held["EventSourceArn"] == source && held["FunctionArn"] == arn.as_str());
    if let Some((uuid, _)) = twin {
        let what = if is_stream {
            format!(
                "The event source arn (\" {source} \") and function (\" {function} \") provided mapping already exists."
            )
        } else {
            format!(
                "An event source mapping with SQS arn (\" {source} \") and function (\" {function} \") already exists."
            )
        };
        return Err(
            Error::Conflict(format!("{what} Please update or delete the existing mapping with UUID {uuid}")).into()
        );
    }
    let uuid = context.rng.uuid();
    let mut mapping = json!({
        "UUID": uuid,
        "BatchSize": if is_stream { 100 } else { 10 },
        "MaximumBatchingWindowInSeconds": 0,
        "EventSourceArn": source,
        "EventSourceMappingArn": format!("arn:aws:lambda:{REGION}:{ACCOUNT_ID}:event-source-mapping:{uuid}"),
        "FunctionArn": arn,
        "State": if body.get("Enabled").and_then(Value::as_bool) == Some(false) { "Disabled" } else { "Enabled" },
        "StateTransitionReason": if is_stream { "User action" } else { "USER_INITIATED" },
        "FunctionResponseTypes": [],
    });
    if is_stream {
        mapping["LastProcessingResult"] = "No records processed".into();
    }
    set(context, &mut mapping, &body);
    context.changed(format!("{function} event source"), None, Some(source.to_owned()));
    Ok(keep(context, mapping))
}

/// Shows a mapping.
pub fn get_event_source_mapping(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(Answer::Now(rest_json::answer(200, &held(context, call)?)))
}

/// Changes a mapping.
pub fn update_event_source_mapping(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    let mut mapping = held(context, call)?;
    let source = mapping["EventSourceArn"].as_str().unwrap_or_default().to_owned();
    check(&body, !source.starts_with("arn:aws:sqs:"), &source)?;
    if let Some(enabled) = body.get("Enabled").and_then(Value::as_bool) {
        mapping["State"] = if enabled { "Enabled" } else { "Disabled" }.into();
    }
    set(context, &mut mapping, &body);
    context.changed(format!("event source {source}"), None, Some(mapping["State"].to_string()));
    Ok(keep(context, mapping))
}

/// Takes a mapping away.
pub fn delete_event_source_mapping(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut mapping = held(context, call)?;
    context.world.lambda_mut().records.mappings.remove(&*call.key);
    mapping["State"] = "Deleting".into();
    context.changed(format!("event source {}", call.key), mapping["EventSourceArn"].as_str().map(str::to_owned), None);
    Ok(Answer::Now(rest_json::answer(202, &mapping)))
}

/// Lists mappings: all, of one source, or of one function.
pub fn list_event_source_mappings(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let query = &call.request.query;
    let source = uri::parameter(query, "EventSourceArn");
    let function = uri::parameter(query, "FunctionName").map(|name| function_arn(function_name(&name)));
    let fits = |wanted: &Option<String>, held: &Value| wanted.as_ref().is_none_or(|wanted| held == wanted.as_str());
    let mappings = context.world.lambda().records.mappings.iter();
    let entries = mappings
        .filter(|(_, held)| fits(&source, &held["EventSourceArn"]) && fits(&function, &held["FunctionArn"]))
        .map(|(uuid, held)| (uuid.clone(), held.clone()));
    Ok(Answer::Now(rest_json::answer(200, &page(call, "EventSourceMappings", entries))))
}

fn invalid(text: &str) -> ServiceError {
    Error::InvalidParameterValue(text.to_owned()).into()
}

fn held(context: &Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let mapping = context.world.lambda().records.mappings.get(&*call.key).cloned();
    mapping.ok_or_else(|| Error::NotFound("The resource you requested does not exist.".to_owned()))
}

fn keep(context: &mut Context<'_>, mapping: Value) -> Answer {
    let answer = rest_json::answer(202, &mapping);
    let uuid = mapping["UUID"].as_str().unwrap_or_default().to_owned();
    context.world.lambda_mut().records.mappings.insert(uuid, mapping);
    Answer::Now(answer)
}

fn set(context: &Context<'_>, mapping: &mut Value, body: &Map<String, Value>) {
    for name in KEPT {
        if let Some(value) = body.get(name) {
            mapping[name] = value.clone();
        }
    }
    mapping["LastModified"] = json!(context.now.epoch_ms() as f64 / 1_000.0);
}

fn check(body: &Map<String, Value>, is_stream: bool, source: &str) -> Result<(), ServiceError> {
    match body.get("StartingPosition").and_then(Value::as_str) {
        Some("AT_TIMESTAMP") if source.starts_with("arn:aws:dynamodb:") => {
            return Err(invalid(&format!("Unsupported starting position for arn type: {source}")));
        }
        None | Some("LATEST" | "AT_TIMESTAMP" | "TRIM_HORIZON") => {}
        Some(other) => {
            let rule = "satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]";
            return Err(shape("startingPosition", Some(other), rule).into());
        }
    }
    let window = whole(body, "MaximumBatchingWindowInSeconds", 0..=300)?.unwrap_or_default();
    let batch = whole(body, "BatchSize", 1..=10_000)?.map_or(0, u64::from);
    if !is_stream && batch > BATCH_WITHOUT_WINDOW && window == 0 {
        return Err(invalid(
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
        ));
    }
    let patterns = body.get("FilterCriteria").and_then(|criteria| criteria.get("Filters")).and_then(Value::as_array);
    for filter in patterns.into_iter().flatten() {
        let pattern = filter.get("Pattern").and_then(Value::as_str).unwrap_or_default();
        if !serde_json::from_str::<Value>(pattern).is_ok_and(|pattern| pattern.is_object()) {
            return Err(invalid("Invalid filter pattern definition."));
        }
    }
    Ok(())
}

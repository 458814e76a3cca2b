//! Reading a notification configuration from the XML of `PutBucketNotificationConfiguration`.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Configuration, EVENTS, End, FilterRule, FunctionConfiguration};
use crate::error::ServiceError;
use crate::protocol::xml::{self, Element};
use crate::services::s3::error::Error;
use crate::services::s3::limits::{MAX_FILTER_BYTES, MAX_NOTIFICATION_ID_BYTES};
use crate::sim::rng::Rng;

/// Reads a configuration. Where an id is missing one is made up.
///
/// # Errors
/// When the document is not of AWS's form, or asks to tell something other than a function.
pub fn read(document: &[u8], rng: &mut Rng) -> Result<Configuration, ServiceError> {
    let root = xml::parse(document).map_err(|_| Error::MalformedXml)?;
    if root.name != "NotificationConfiguration" {
        return Err(Error::MalformedXml.into());
    }
    let mut configuration = Configuration::default();
    for child in &root.children {
        match child.name.as_str() {
            "CloudFunctionConfiguration" => configuration.functions.push(function(child, rng)?),
            "QueueConfiguration" => return Err(not_simulated("SQS queues (QueueConfiguration)")),
            "TopicConfiguration" => return Err(not_simulated("SNS topics (TopicConfiguration)")),
            "EventBridgeConfiguration" => {
                return Err(not_simulated("EventBridge (EventBridgeConfiguration)"));
            }
            _ => return Err(Error::MalformedXml.into()),
        }
    }
    Ok(configuration)
}

fn not_simulated(destination: &str) -> ServiceError {
    ServiceError::not_simulated("S3", &format!("notifications to {destination}"))
}

fn function(element: &Element, rng: &mut Rng) -> Result<FunctionConfiguration, Error> {
    let arn = element.child_text("CloudFunction").ok_or(Error::MalformedXml)?.trim();
    let id = match element.child_text("Id").map(str::trim).filter(|id| !id.is_empty()) {
        Some(id) if id.len() > MAX_NOTIFICATION_ID_BYTES => return Err(Error::MalformedXml),
        Some(id) => id.to_owned(),
        None => STANDARD.encode(rng.uuid()),
    };
    let events: Result<Vec<_>, Error> = element.children_named("Event").map(event).collect();
    let events = events?;
    if events.is_empty() {
        return Err(Error::MalformedXml);
    }
    let rules = match element.child("Filter").and_then(|filter| filter.child("S3Key")) {
        Some(rules) => filter_rules(rules)?,
        None => Vec::new(),
    };
    Ok(FunctionConfiguration { id: id.into(), function_arn: arn.into(), events, rules })
}

fn event(element: &Element) -> Result<&'static str, Error> {
    let name = element.text.trim();
    EVENTS
        .iter()
        .copied()
        .find(|event| *event == name)
        .ok_or_else(|| Error::argument("A specified event is not supported for notifications.", "Event", name))
}

fn filter_rules(element: &Element) -> Result<Vec<FilterRule>, Error> {
    let mut rules: Vec<FilterRule> = Vec::new();
    for rule in element.children_named("FilterRule") {
        let name = rule.child_text("Name").ok_or(Error::MalformedXml)?.trim();
        let value = rule.child_text("Value").unwrap_or_default();
        let end = end(name)?;
        if rules.iter().any(|rule| rule.end == end) {
            let message = match end {
                End::Prefix => "Cannot specify more than one prefix rule in a filter.",
                End::Suffix => "Cannot specify more than one suffix rule in a filter.",
            };
            return Err(Error::argument(message, "FilterRule.Name", name));
        }
        if value.len() > MAX_FILTER_BYTES {
            let message = "Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation";
            return Err(Error::argument(message, "FilterRule.Value", value));
        }
        rules.push(FilterRule { end, value: value.into() });
    }
    Ok(rules)
}

fn end(name: &str) -> Result<End, Error> {
    if name.eq_ignore_ascii_case("prefix") {
        Ok(End::Prefix)
    } else if name.eq_ignore_ascii_case("suffix") {
        Ok(End::Suffix)
    } else {
        let message = "filter rule name must be either prefix or suffix";
        Err(Error::argument(message, "FilterRule.Name", name))
    }
}

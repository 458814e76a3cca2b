//! What a notification configuration must satisfy beyond its form: rules that do not compete, and functions that
//! S3 may invoke.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Configuration, End, FunctionConfiguration};
use crate::account::REGION;
use crate::services::lambda;
use crate::services::s3::access::bucket_arn;
use crate::services::s3::error::Error;
use crate::services::s3::limits::MAX_NOTIFICATIONS;
use crate::verdict::Principal;
use crate::world::World;

const AMBIGUOUS: &str = "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the \
                         prefixes are overlapping for the same event type.";
const OVERLAP: &str = "Configurations overlap. Configurations on the same bucket cannot share a common event type.";
const OTHER_REGION: &str =
    "The notification destination service region is not valid for the bucket location constraint";

/// Checks `configuration` for `bucket`.
///
/// # Errors
/// When two rules compete for one event, an ARN is none of a function here, or, unless `skip_destinations`, S3 may
/// not invoke a function.
pub fn validate(
    configuration: &Configuration,
    bucket: &str,
    world: &World,
    skip_destinations: bool,
) -> Result<(), Error> {
    let functions = configuration.functions.as_slice();
    if functions.len() > MAX_NOTIFICATIONS {
        return Err(wrong("The number of notification configurations exceeds the allowed limit of 100."));
    }
    let mut ids = BTreeSet::new();
    for (index, function) in functions.iter().enumerate() {
        if !ids.insert(&function.id) {
            return Err(wrong("Same ID used for multiple configurations. IDs must be unique"));
        }
        function_name(&function.function_arn)?;
        for earlier in &functions[..index] {
            check_overlap(earlier, function)?;
        }
    }
    if skip_destinations { Ok(()) } else { check_destinations(functions, bucket, world) }
}

fn wrong(message: &'static str) -> Error {
    Error::InvalidArgument { message: Cow::Borrowed(message), arguments: Vec::new() }
}

/// Two rules compete when an event and a key can be found that both want.
fn check_overlap(one: &FunctionConfiguration, other: &FunctionConfiguration) -> Result<(), Error> {
    let events = one.events.iter().any(|a| other.events.iter().any(|b| events_overlap(a, b)));
    let (prefix, suffix) = (one.rule(End::Prefix), one.rule(End::Suffix));
    let (other_prefix, other_suffix) = (other.rule(End::Prefix), other.rule(End::Suffix));
    let prefixes = prefix.starts_with(other_prefix) || other_prefix.starts_with(prefix);
    let suffixes = suffix.ends_with(other_suffix) || other_suffix.ends_with(suffix);
    match events && prefixes && suffixes {
        false => Ok(()),
        true if one.rules.is_empty() && other.rules.is_empty() => Err(wrong(OVERLAP)),
        true => Err(wrong(AMBIGUOUS)),
    }
}

fn events_overlap(one: &str, other: &str) -> bool {
    let within = |pattern: &str, event: &str| pattern.strip_suffix('*').is_some_and(|stem| event.starts_with(stem));
    one == other || within(one, other) || within(other, one)
}

/// The function's name in its ARN: `arn:aws:lambda:us-east-1:123456789012:function:name[:qualifier]`.
fn function_name(arn: &str) -> Result<&str, Error> {
    let unparsable = || Error::argument("The ARN could not be parsed", "CloudFunction", arn);
    let parts: Vec<&str> = arn.split(':').collect();
    let (region, name) = match parts.as_slice() {
        ["arn", "aws", "lambda", region, _, "function", name]
        | ["arn", "aws", "lambda", region, _, "function", name, _] => (*region, *name),
        _ => return Err(unparsable()),
    };
    if name.is_empty() {
        return Err(unparsable());
    }
    if region != REGION {
        return Err(Error::argument(OTHER_REGION, "CloudFunction", arn));
    }
    Ok(name)
}

fn check_destinations(functions: &[FunctionConfiguration], bucket: &str, world: &World) -> Result<(), Error> {
    let principal = Principal::Service { service: "s3.amazonaws.com", source_arn: bucket_arn(bucket) };
    let mut arguments = Vec::new();
    for function in functions {
        let name = function_name(&function.function_arn)?;
        if !lambda::authorise_invoke(world, &principal, name, Arc::clone(&function.function_arn)).allowed {
            let number = arguments.len() / 2 + 1;
            let arn = &function.function_arn;
            arguments.push((Cow::Owned(format!("ArgumentName{number}")), format!("{arn}, null")));
            arguments.push((
                Cow::Owned(format!("ArgumentValue{number}")),
                format!("Not authorized to invoke function [{arn}]"),
            ));
        }
    }
    if arguments.is_empty() {
        return Ok(());
    }
    let message = Cow::Borrowed("Unable to validate the following destination configurations");
    Err(Error::InvalidArgument { message, arguments })
}

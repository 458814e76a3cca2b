//! AWS::Lambda::EventInvokeConfig: how often and how long a failed event is tried again.

use super::permission::function;
use super::{Kind, Made, Order, Properties, number, object};
use crate::services::cloudformation::calls::{Caller, Outcome, unless_gone};
use crate::services::cloudformation::shape::{Shape, optional, required};

/// The date of its API.
const API: &str = "2019-09-25";

/// The type.
pub static EVENT_INVOKE_CONFIG: Kind = Kind {
    name: "AWS::Lambda::EventInvokeConfig",
    properties: &[
        required("FunctionName", Shape::Text),
        required("Qualifier", Shape::OneOf(&["$LATEST"])),
        optional("MaximumEventAgeInSeconds", Shape::Integer),
        optional("MaximumRetryAttempts", Shape::Integer),
    ],
    attributes: &[],
    name_property: "",
    fixed: &["FunctionName", "Qualifier"],
    create,
    update,
    delete,
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    put(caller, order.properties)?;
    made.physical_id = format!("{}|$LATEST", function(order.properties));
    Ok(())
}

fn update(caller: &mut Caller<'_, '_>, _: &str, _: &Properties, new: &Properties) -> Outcome<()> {
    put(caller, new)
}

fn delete(caller: &mut Caller<'_, '_>, _: &str, properties: &Properties) -> Outcome<()> {
    unless_gone(caller.lambda("DELETE", API, &path(properties), None))
}

/// The call replaces the whole configuration, so what is left out goes back to its default.
fn put(caller: &mut Caller<'_, '_>, properties: &Properties) -> Outcome<()> {
    let body = object([
        ("MaximumEventAgeInSeconds", number(properties, "MaximumEventAgeInSeconds")),
        ("MaximumRetryAttempts", number(properties, "MaximumRetryAttempts")),
    ]);
    caller.lambda("PUT", API, &path(properties), Some(body)).map(drop)
}

fn path(properties: &Properties) -> String {
    format!("/{}/event-invoke-config", function(properties))
}

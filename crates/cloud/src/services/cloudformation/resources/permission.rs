//! AWS::Lambda::Permission: a statement of a function's own policy.

use serde_json::Value as Json;

use super::function::API;
use super::{Kind, Made, Order, Properties, never_updated, object, text, text_value};
use crate::services::cloudformation::calls::{Caller, Outcome, unless_gone};
use crate::services::cloudformation::shape::{Shape, optional, required};

/// The longest id of a statement. AWS's value.
const LONGEST_ID: usize = 100;

/// The type.
pub static PERMISSION: Kind = Kind {
    name: "AWS::Lambda::Permission",
    properties: &[
        required("Action", Shape::Text),
        required("FunctionName", Shape::Text),
        required("Principal", Shape::Text),
        optional("SourceAccount", Shape::Text),
        optional("SourceArn", Shape::Text),
    ],
    attributes: &[],
    name_property: "",
    fixed: &["Action", "FunctionName", "Principal", "SourceAccount", "SourceArn"],
    create,
    update: never_updated,
    delete,
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    // There is no property for it, so the id is always one that CloudFormation invents.
    let id = order.name("", LONGEST_ID, caller);
    let properties = order.properties;
    let body = object([
        ("StatementId", Some(Json::from(id.as_str()))),
        ("Action", text_value(properties, "Action")),
        ("Principal", text_value(properties, "Principal")),
        ("SourceAccount", text_value(properties, "SourceAccount")),
        ("SourceArn", text_value(properties, "SourceArn")),
    ]);
    caller.lambda("POST", API, &format!("/{}/policy", function(properties)), Some(body))?;
    made.physical_id = id;
    Ok(())
}

fn delete(caller: &mut Caller<'_, '_>, id: &str, properties: &Properties) -> Outcome<()> {
    unless_gone(caller.lambda("DELETE", API, &format!("/{}/policy/{id}", function(properties)), None))
}

/// The function's name, which templates give as a name or as an ARN.
pub fn function(properties: &Properties) -> String {
    let name = text(properties, "FunctionName");
    match name.split_once(":function:") {
        Some((_, name)) => name.to_owned(),
        None => name,
    }
}

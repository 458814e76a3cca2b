//! AWS::Logs::LogGroup.

use serde_json::Value as Json;

use super::{Kind, Made, Order, Properties, number, object};
use crate::account::{ACCOUNT_ID, REGION};
use crate::services::cloudformation::calls::{Caller, Outcome, unless_gone};
use crate::services::cloudformation::shape::{Shape, optional};

/// The longest name of a log group. AWS's value.
const LONGEST_NAME: usize = 512;

/// The type.
pub static LOG_GROUP: Kind = Kind {
    name: "AWS::Logs::LogGroup",
    properties: &[
        optional("LogGroupName", Shape::Text),
        optional("RetentionInDays", Shape::Integer),
        optional("Tags", Shape::Ignored),
    ],
    attributes: &["Arn"],
    name_property: "LogGroupName",
    fixed: &["LogGroupName"],
    create,
    update,
    delete,
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    let name = order.name("LogGroupName", LONGEST_NAME, caller);
    caller.logs("CreateLogGroup", named(&name, None))?;
    made.attributes.insert("Arn".to_owned(), format!("arn:aws:logs:{REGION}:{ACCOUNT_ID}:log-group:{name}:*"));
    made.physical_id.clone_from(&name);
    match number(order.properties, "RetentionInDays") {
        Some(days) => caller.logs("PutRetentionPolicy", named(&name, Some(days))),
        None => Ok(()),
    }
}

fn update(caller: &mut Caller<'_, '_>, name: &str, _: &Properties, new: &Properties) -> Outcome<()> {
    match number(new, "RetentionInDays") {
        Some(days) => caller.logs("PutRetentionPolicy", named(name, Some(days))),
        None => caller.logs("DeleteRetentionPolicy", named(name, None)),
    }
}

fn delete(caller: &mut Caller<'_, '_>, name: &str, _: &Properties) -> Outcome<()> {
    // Logs answers 400 for a group that is not there, which is no failure of a deletion.
    match caller.logs("DeleteLogGroup", named(name, None)) {
        Err(failure) if failure.status == 400 => Ok(()),
        outcome => unless_gone(outcome),
    }
}

fn named(name: &str, days: Option<Json>) -> Properties {
    object([("logGroupName", Some(Json::from(name))), ("retentionInDays", days)])
}

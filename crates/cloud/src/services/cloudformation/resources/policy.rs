//! AWS::IAM::Policy: one inline policy for several roles.

use serde_json::Value as Json;

use super::role::{delete_policy, document, put_policy};
use super::{Kind, Made, Order, Properties, items, text};
use crate::services::cloudformation::calls::{Caller, Outcome};
use crate::services::cloudformation::shape::{Shape, required};

/// The type.
pub static POLICY: Kind = Kind {
    name: "AWS::IAM::Policy",
    properties: &[
        required("PolicyName", Shape::Text),
        required("PolicyDocument", Shape::Anything),
        required("Roles", Shape::List(&Shape::Text)),
    ],
    attributes: &[],
    name_property: "PolicyName",
    fixed: &["PolicyName"],
    create,
    update,
    delete,
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    made.physical_id = order.name("", 128, caller);
    put(caller, order.properties)
}

fn update(caller: &mut Caller<'_, '_>, _: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    put(caller, new)?;
    remove(caller, old, items(new, "Roles"))
}

fn delete(caller: &mut Caller<'_, '_>, _: &str, properties: &Properties) -> Outcome<()> {
    remove(caller, properties, &[])
}

fn put(caller: &mut Caller<'_, '_>, properties: &Properties) -> Outcome<()> {
    let (name, document) = (text(properties, "PolicyName"), document(properties, "PolicyDocument"));
    for role in items(properties, "Roles").iter().filter_map(Json::as_str) {
        put_policy(caller, role, &name, &document)?;
    }
    Ok(())
}

fn remove(caller: &mut Caller<'_, '_>, properties: &Properties, kept: &[Json]) -> Outcome<()> {
    let name = text(properties, "PolicyName");
    for role in items(properties, "Roles").iter().filter(|role| !kept.contains(role)) {
        delete_policy(caller, role.as_str().unwrap_or_default(), &name)?;
    }
    Ok(())
}

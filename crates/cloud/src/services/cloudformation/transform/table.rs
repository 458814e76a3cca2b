//! AWS::Serverless::SimpleTable: a table of one key.

use super::Serverless;
use crate::services::cloudformation::diagnostic::Report;
use crate::services::cloudformation::node::{Entry, Node, words};
use crate::services::cloudformation::shape::{Property, Shape, check, optional, required};
use crate::services::cloudformation::template::Resource;

/// The types of a key, and AWS's letters for them.
const TYPES: [(&str, &str); 3] = [("String", "S"), ("Number", "N"), ("Binary", "B")];

const PROPERTIES: &[Property] = &[
    optional("TableName", Shape::Text),
    optional(
        "PrimaryKey",
        Shape::Object(&[
            required("Name", Shape::Text),
            required("Type", Shape::OneOf(&["String", "Number", "Binary"])),
        ]),
    ),
    optional(
        "ProvisionedThroughput",
        Shape::Object(&[optional("ReadCapacityUnits", Shape::Integer), required("WriteCapacityUnits", Shape::Integer)]),
    ),
    optional("Tags", Shape::Texts),
    optional("SSESpecification", Shape::Ignored),
    optional("PointInTimeRecoverySpecification", Shape::Ignored),
];

/// The type.
pub static SIMPLE_TABLE: Serverless = Serverless {
    name: "AWS::Serverless::SimpleTable",
    short: "",
    each: |resource, _, made, report| made.push(expand(resource, report)),
    all: |_, _, _| (),
};

/// The table that `resource` stands for.
fn expand(mut resource: Resource, report: &mut Report) -> Resource {
    check(&resource.kind, PROPERTIES, &resource.properties, true, report);
    let (at, given) = (resource.at, &resource.properties);
    let key = given.get("PrimaryKey");
    let name = key.and_then(|key| key.get("Name")).cloned().unwrap_or_else(|| Node::text(at, "id"));
    let kind = words(key.and_then(|key| key.get("Type")));
    let letter = TYPES.iter().find(|(name, _)| *name == kind).map_or("S", |(_, letter)| letter);
    let one = |field: &str, value: &str| {
        Node::list(at, vec![Node::map(at, vec![("AttributeName", name.clone()), (field, Node::text(at, value))])])
    };
    let mut entries =
        vec![("KeySchema", one("KeyType", "HASH")), ("AttributeDefinitions", one("AttributeType", letter))];
    match given.get("ProvisionedThroughput") {
        Some(units) => entries.push(("ProvisionedThroughput", units.clone())),
        None => entries.push(("BillingMode", Node::text(at, "PAY_PER_REQUEST"))),
    }
    for field in ["TableName", "SSESpecification", "PointInTimeRecoverySpecification"] {
        entries.extend(given.get(field).map(|node| (field, node.clone())));
    }
    if let Some(tags) = given.get("Tags") {
        let tag = |entry: &Entry| {
            Node::map(entry.at, vec![("Key", Node::text(entry.at, entry.key.clone())), ("Value", entry.node.clone())])
        };
        entries.push(("Tags", Node::list(tags.at, tags.entries().iter().map(tag).collect())));
    }
    resource.properties = Node::map(at, entries);
    "AWS::DynamoDB::Table".clone_into(&mut resource.kind);
    resource
}

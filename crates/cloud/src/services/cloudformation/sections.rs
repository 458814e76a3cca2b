//! Reads the sections of a template and reports what is in them that cannot be deployed.

use super::catalog::Catalog;
use super::diagnostic::Report;
use super::node::{Entry, Node, words};
use super::template::{Output, Parameter, Resource, Template};
use super::{intrinsics, shape, transform};

/// The most resources that a template may have. AWS's value.
const MAX_RESOURCES: usize = 500;
/// The most parameters, and the most outputs. AWS's value.
const MAX_PARAMETERS: usize = 200;

/// Reads the sections of a template that may name what `catalog` has; what cannot be deployed is in `report`.
pub fn read(root: &Node, catalog: &'static Catalog, report: &mut Report) -> Template {
    const NAMES: [&str; 10] = [
        "AWSTemplateFormatVersion",
        "Transform",
        "Description",
        "Metadata",
        "Parameters",
        "Globals",
        "Mappings",
        "Conditions",
        "Resources",
        "Outputs",
    ];
    for entry in root.entries() {
        if matches!(entry.key.as_str(), "Rules" | "Hooks") {
            report.refuse(entry.at, format!("The section `{}` is not simulated; remove it.", entry.key));
        } else if !NAMES.contains(&entry.key.as_str()) {
            report.aws(entry.at, format!("Invalid template property or properties [{}]", entry.key));
        }
    }
    if let Some(version) = root.get("AWSTemplateFormatVersion")
        && version.as_text() != Some("2010-09-09")
    {
        report.aws(version.at, "Template format error: AWSTemplateFormatVersion must be \"2010-09-09\".");
    }
    let empty = Node::map(root.at, Vec::new());
    let section = |name| root.get(name).unwrap_or(&empty).entries();
    if section("Resources").is_empty() {
        report.aws(root.at, "Template format error: At least one Resources member must be defined.");
    }
    for (name, most) in [("Resources", MAX_RESOURCES), ("Parameters", MAX_PARAMETERS), ("Outputs", MAX_PARAMETERS)] {
        if section(name).len() > most {
            report.aws(
                root.at,
                format!("Template format error: Number of {name} is greater than maximum allowed, {most}"),
            );
        }
    }
    let template = Template {
        catalog,
        description: words(root.get("Description")),
        transforms: transforms(root, report),
        parameters: section("Parameters").iter().map(|entry| parameter(entry, report)).collect(),
        mappings: root.get("Mappings").unwrap_or(&empty).clone(),
        conditions: section("Conditions").to_vec(),
        resources: section("Resources").iter().filter_map(|entry| resource(entry, catalog, report)).collect(),
        outputs: section("Outputs").iter().filter_map(|entry| output(entry, report)).collect(),
    };
    for condition in &template.conditions {
        intrinsics::check_condition(&condition.node, &template, report);
    }
    template
}

fn transforms(root: &Node, report: &mut Report) -> Vec<String> {
    let Some(node) = root.get("Transform") else { return Vec::new() };
    let nodes = if node.as_text().is_some() { std::slice::from_ref(node) } else { node.items() };
    for node in nodes {
        if node.as_text() != Some(transform::SERVERLESS) {
            report.refuse(node.at, format!("Only the transform {} is simulated.", transform::SERVERLESS));
        }
    }
    nodes.iter().map(|node| words(Some(node))).collect()
}

fn parameter(entry: &Entry, report: &mut Report) -> Parameter {
    for attribute in entry.node.entries() {
        if !["Type", "Default", "AllowedValues", "Description", "ConstraintDescription", "NoEcho"]
            .contains(&attribute.key.as_str())
        {
            report.refuse(attribute.at, format!("`{}` of a parameter is not simulated; remove it.", attribute.key));
        }
    }
    let kind = words(entry.node.get("Type"));
    if !["String", "Number", "CommaDelimitedList", "List<Number>"].contains(&kind.as_str()) {
        report.refuse(
            entry.node.get("Type").map_or(entry.at, |node| node.at),
            format!(
                "The parameter {} must have the Type String, Number, CommaDelimitedList or List<Number>.",
                entry.key
            ),
        );
    }
    Parameter {
        name: entry.key.clone(),
        is_list: kind.contains("List"),
        is_number: kind == "Number",
        default: entry.node.get("Default").map(|node| words(Some(node))),
        allowed: entry
            .node
            .get("AllowedValues")
            .map_or_else(Vec::new, |node| node.items().iter().map(|item| words(Some(item))).collect()),
        description: words(entry.node.get("Description")),
    }
}

fn resource(entry: &Entry, catalog: &Catalog, report: &mut Report) -> Option<Resource> {
    let id = &entry.key;
    if !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        report.aws(entry.at, format!("Template format error: Resource name {id} is non alphanumeric."));
    }
    let Some(kind) = entry.node.entry("Type") else {
        report.aws(
            entry.at,
            format!("Template format error: [/Resources/{id}] Every Resources object must contain a Type member."),
        );
        return None;
    };
    for attribute in entry.node.entries() {
        check_attribute(attribute, report);
    }
    let kind_name = words(Some(&kind.node));
    let empty = Node::map(entry.at, Vec::new());
    let properties = entry.node.get("Properties").cloned().unwrap_or(empty);
    match catalog.kind(&kind_name) {
        Some(known) => shape::check(&kind_name, known.properties, &properties, true, report),
        // The transform checks its own types, since globals add to their properties.
        None if kind_name.starts_with("AWS::Serverless::") => {}
        None => report.refuse(
            kind.node.at,
            format!("{kind_name} is not simulated. Simulated are: {}.", catalog.names().collect::<Vec<_>>().join(", ")),
        ),
    }
    let depends_on = entry.node.get("DependsOn");
    let names = depends_on.map_or(&[][..], |node| match node.as_text() {
        Some(_) => std::slice::from_ref(node),
        None => node.items(),
    });
    Some(Resource {
        id: id.clone(),
        at: entry.at,
        kind: kind_name,
        properties,
        depends_on: names.iter().map(|node| (words(Some(node)), node.at)).collect(),
        condition: entry.node.get("Condition").map(|node| words(Some(node))),
        retained: entry.node.get("DeletionPolicy").and_then(Node::as_text) == Some("Retain"),
        metadata: entry.node.get("Metadata").cloned(),
    })
}

fn check_attribute(attribute: &Entry, report: &mut Report) {
    let value = attribute.node.as_text().unwrap_or_default();
    match attribute.key.as_str() {
        "Type" | "Properties" | "DependsOn" | "Condition" | "Metadata" => {}
        "DeletionPolicy" if matches!(value, "Delete" | "Retain") => {}
        "UpdateReplacePolicy" if value == "Delete" => {}
        name => report.refuse(attribute.at, format!("`{name}: {value}` of a resource is not simulated; remove it.")),
    }
}

fn output(entry: &Entry, report: &mut Report) -> Option<Output> {
    for attribute in entry.node.entries() {
        if !["Value", "Description", "Condition", "Export"].contains(&attribute.key.as_str()) {
            report.aws(
                attribute.at,
                format!("Template format error: Output {} has an unknown member {}.", entry.key, attribute.key),
            );
        }
    }
    let Some(value) = entry.node.get("Value") else {
        report.aws(
            entry.at,
            format!("Template format error: Every Outputs member must contain a Value object. ({})", entry.key),
        );
        return None;
    };
    Some(Output {
        name: entry.key.clone(),
        value: value.clone(),
        description: words(entry.node.get("Description")),
        condition: entry.node.get("Condition").map(|node| words(Some(node))),
    })
}

//! What depends on what, and the order in which resources are made.

use std::collections::BTreeSet;

use super::diagnostic::Report;
use super::intrinsics::{self, PSEUDO_PARAMETERS, Reference};
use super::node::Node;
use super::template::{Resource, Template};

/// Reports every reference to nothing, every function that is not understood, and every circle.
pub fn check(template: &Template, report: &mut Report) {
    let mut references = Vec::new();
    for resource in &template.resources {
        intrinsics::check(&resource.properties, template, report);
        intrinsics::references(&resource.properties, None, &mut references);
        references.extend(resource.depends_on.iter().map(|(name, at)| Reference { name, attribute: None, at: *at }));
        check_condition(resource.condition.as_deref(), resource.at, template, report);
    }
    unresolved(&references, "Resources", template, report);
    references.clear();
    for output in &template.outputs {
        intrinsics::check(&output.value, template, report);
        intrinsics::references(&output.value, None, &mut references);
        check_condition(output.condition.as_deref(), output.value.at, template, report);
    }
    unresolved(&references, "Outputs", template, report);
    references.clear();
    for condition in &template.conditions {
        intrinsics::references(&condition.node, None, &mut references);
    }
    references.retain(|reference| !is_parameter(reference.name, template));
    unresolved(&references, "Conditions", template, report);
    if let Err(circle) = order(template, &|_| true, None) {
        let at = circle.first().and_then(|id| template.resource(id)).map(|resource| resource.at);
        report.aws(at.unwrap_or_default(), circular(&circle));
    }
}

fn circular(circle: &[String]) -> String {
    format!("Circular dependency between resources: [{}]", circle.join(", "))
}

fn check_condition(name: Option<&str>, at: super::node::Position, template: &Template, report: &mut Report) {
    if let Some(name) = name
        && template.condition(name).is_none()
    {
        report.aws(
            at,
            format!(
                "Template format error: Unresolved condition dependency {name} in the Conditions block of the template"
            ),
        );
    }
}

fn is_parameter(name: &str, template: &Template) -> bool {
    PSEUDO_PARAMETERS.contains(&name) || template.parameters.iter().any(|parameter| parameter.name == name)
}

fn unresolved(references: &[Reference<'_>], block: &str, template: &Template, report: &mut Report) {
    let mut missing: Vec<&Reference<'_>> = Vec::new();
    for reference in references {
        if let Some(resource) = template.resource(reference.name).filter(|_| block != "Conditions") {
            check_attribute(reference, resource, template, report);
        } else if !is_parameter(reference.name, template) || reference.attribute.is_some() {
            missing.push(reference);
        }
    }
    let names: BTreeSet<&str> = missing.iter().map(|reference| reference.name).collect();
    let names: Vec<&str> = names.into_iter().collect();
    for reference in missing {
        report.aws(
            reference.at,
            format!(
                "Template format error: Unresolved resource dependencies [{}] in the {block} block of the template",
                names.join(", ")
            ),
        );
    }
}

fn check_attribute(reference: &Reference<'_>, resource: &Resource, template: &Template, report: &mut Report) {
    let (Some(attribute), Some(kind)) = (reference.attribute, template.catalog.kind(&resource.kind)) else { return };
    if !kind.attributes.contains(&attribute) {
        report.refuse(
            reference.at,
            format!(
                "{} is a {}, which has no attribute `{attribute}` here; it has: {}.",
                resource.id,
                resource.kind,
                if kind.attributes.is_empty() { "none".to_owned() } else { kind.attributes.join(", ") }
            ),
        );
    }
}

/// The resources in the order in which they are made: each after what it depends on, and otherwise as the
/// template has them. `deployed` says which take part; `holds` which conditions hold, when that is known.
///
/// # Errors
/// The logical ids of the resources that wait for each other, in the template's order.
pub fn order<'a>(
    template: &'a Template,
    deployed: &dyn Fn(&Resource) -> bool,
    holds: Option<&dyn Fn(&str) -> bool>,
) -> Result<Vec<&'a Resource>, Vec<String>> {
    let mut waiting: Vec<(&Resource, Vec<&str>)> = template
        .resources
        .iter()
        .filter(|resource| deployed(resource))
        .map(|resource| (resource, needs(resource, template, holds)))
        .collect();
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let is_waiting = |name: &str| waiting.iter().any(|(resource, _)| resource.id == name);
        let ready = waiting.iter().position(|(_, needs)| !needs.iter().any(|need| is_waiting(need)));
        match ready {
            Some(index) => ordered.push(waiting.remove(index).0),
            None => return Err(circle(waiting)),
        }
    }
    Ok(ordered)
}

/// Drops what merely waits for a circle and is no part of one.
fn circle(mut waiting: Vec<(&Resource, Vec<&str>)>) -> Vec<String> {
    while let Some(index) =
        waiting.iter().position(|(resource, _)| !waiting.iter().any(|(_, needs)| needs.contains(&resource.id.as_str())))
    {
        waiting.remove(index);
    }
    waiting.into_iter().map(|(resource, _)| resource.id.clone()).collect()
}

fn needs<'a>(resource: &'a Resource, template: &Template, holds: Option<&dyn Fn(&str) -> bool>) -> Vec<&'a str> {
    let mut found = Vec::new();
    intrinsics::references(&resource.properties, holds, &mut found);
    let explicit = resource.depends_on.iter().map(|(name, _)| name.as_str());
    found
        .into_iter()
        .map(|reference| reference.name)
        .chain(explicit)
        .filter(|name| template.resource(name).is_some())
        .collect()
}

/// Whether `node` is the `Ref` of a resource of `template`, and of which.
#[must_use]
pub fn referred<'a>(node: &'a Node, template: &Template) -> Option<&'a str> {
    match node.intrinsic() {
        Some(("Ref", argument)) => argument.as_text().filter(|name| template.resource(name).is_some()),
        _ => None,
    }
}

//! The SAM transform, AWS::Serverless-2016-10-31: short serverless resources become those that
//! CloudFormation deploys, as aws-sam-translator 1.115 makes them.

mod api;
mod api_body;
pub mod events;
pub mod function;
mod http_api;
mod policies;
mod table;

pub use api::API;
pub use http_api::HTTP_API;
pub use table::SIMPLE_TABLE;

use super::catalog::Catalog;
use super::diagnostic::Report;
use super::node::{Entry, Node, Value};
use super::shape;
use super::template::{Resource, Template};

/// The transform's name.
pub const SERVERLESS: &str = "AWS::Serverless-2016-10-31";

/// Properties of a function that belong to one function and are refused under `Globals`, as AWS refuses them.
const NEVER_GLOBAL: [&str; 5] = ["FunctionName", "InlineCode", "Policies", "Events", "PackageType"];

/// The type that every catalog has.
pub const FUNCTION: &str = "AWS::Serverless::Function";

/// One of SAM's types beside the function.
#[derive(Debug)]
pub struct Serverless {
    /// Its name: `AWS::Serverless::Api`.
    pub name: &'static str,
    /// What its section under `Globals`, and the events of functions that ask for one, are called; empty when it has
    /// neither.
    pub short: &'static str,
    /// Takes a resource of the type; what it stands for at once is added to the list.
    pub each: fn(Resource, &mut Given<'_>, &mut Vec<Resource>, &mut Report),
    /// Adds what stands for all that was given, once every resource was read.
    pub all: fn(Given<'_>, &mut Template, &mut Report),
}

/// What a template gives of one of them.
#[derive(Default)]
pub struct Given<'a> {
    /// The type's section under `Globals`.
    shared: Option<&'a Node>,
    /// Its resources, as far as they are needed once more.
    resources: Vec<Resource>,
    /// The events that ask for one, each after its function.
    events: Vec<(Resource, Entry)>,
}

/// Expands the serverless resources of `template`; what they make stands where they stood.
pub fn apply(template: &mut Template, globals: Option<&Node>, report: &mut Report) {
    let shared = globals.map(|globals| function_globals(globals, template.catalog, report)).unwrap_or_default();
    let mut asked = events::Asked::of(template.catalog, globals);
    for mut resource in std::mem::take(&mut template.resources) {
        if resource.kind == FUNCTION {
            shape::check(&resource.kind, function::PROPERTIES, &resource.properties, false, report);
            if let Some(shared) = shared {
                resource.properties = merged(shared, &resource.properties);
            }
            function::check_required(&resource, report);
            function::expand(&resource, &mut template.resources, &mut asked, report);
        } else if let Some((kind, given)) = asked.types.iter_mut().find(|(kind, _)| kind.name == resource.kind) {
            (kind.each)(resource, given, &mut template.resources, report);
        } else if resource.kind.starts_with("AWS::Serverless::") {
            report.refuse(
                resource.at,
                format!(
                    "{} is not simulated. Of SAM's types {}.",
                    resource.kind,
                    listed(
                        &template
                            .catalog
                            .names()
                            .filter(|name| name.starts_with("AWS::Serverless::"))
                            .collect::<Vec<_>>()
                    )
                ),
            );
        } else {
            template.resources.push(resource);
        }
    }
    for (kind, given) in asked.types {
        (kind.all)(given, template, report);
    }
    for notification in asked.notifications {
        events::attach(notification, template, report);
    }
}

/// A few names with their verb: `A is`, `A, B and C are`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => "nothing is".to_owned(),
        [one] => format!("{one} is"),
        [first @ .., last] => format!("{} and {last} are", first.join(", ")),
    }
}

fn function_globals<'a>(globals: &'a Node, catalog: &Catalog, report: &mut Report) -> Option<&'a Node> {
    let sections: Vec<&str> = std::iter::once("Function").chain(catalog.short_names()).collect();
    for entry in globals.entries() {
        if !sections.contains(&entry.key.as_str()) {
            report.refuse(entry.at, format!("`{}` under Globals is not simulated; {}.", entry.key, listed(&sections)));
        }
    }
    let shared = globals.get("Function")?;
    shape::check("Globals.Function", function::PROPERTIES, shared, false, report);
    for entry in shared.entries().iter().filter(|entry| NEVER_GLOBAL.contains(&entry.key.as_str())) {
        report.aws(entry.at, format!(
            "Transform {SERVERLESS} failed with: Invalid Serverless Application Specification document. Number of errors found: 1. 'Globals' section is invalid. '{}' is not a supported property of 'Function'.",
            entry.key
        ));
    }
    Some(shared)
}

/// A resource's value over the shared one: mappings merge, lists are joined, everything else is replaced.
fn merged(shared: &Node, own: &Node) -> Node {
    if shared.intrinsic().is_some() || own.intrinsic().is_some() {
        return own.clone();
    }
    match (&shared.value, &own.value) {
        (Value::Map(shared), Value::Map(entries)) => {
            let mut result = Node { value: Value::Map(shared.clone()), at: own.at };
            for entry in entries {
                let value = match shared.iter().find(|held| held.key == entry.key) {
                    Some(held) => merged(&held.node, &entry.node),
                    None => entry.node.clone(),
                };
                result.set(&entry.key, value);
            }
            result
        }
        (Value::List(shared), Value::List(items)) => Node::list(own.at, shared.iter().chain(items).cloned().collect()),
        _ => own.clone(),
    }
}

/// SAM's words for a resource that it cannot expand.
fn invalid(id: &str, why: &str) -> String {
    format!(
        "Transform {SERVERLESS} failed with: Invalid Serverless Application Specification document. Number of errors found: 1. Resource with id [{id}] is invalid. {why}"
    )
}

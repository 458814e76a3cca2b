//! The SAM transform, AWS::Serverless-2016-10-31: short serverless resources become those that
//! CloudFormation deploys, as aws-sam-translator 1.115 makes them.

mod api;
mod api_body;
pub mod events;
pub mod function;
mod http_api;
mod policies;
mod table;

use super::diagnostic::Report;
use super::node::{Node, Value};
use super::shape;
use super::template::Template;

/// The transform's name.
pub const SERVERLESS: &str = "AWS::Serverless-2016-10-31";

/// Properties of a function that belong to one function and are refused under `Globals`, as AWS refuses them.
const NEVER_GLOBAL: [&str; 5] = ["FunctionName", "InlineCode", "Policies", "Events", "PackageType"];

/// Expands the serverless resources of `template`; what they make stands where they stood.
pub fn apply(template: &mut Template, globals: Option<&Node>, report: &mut Report) {
    let shared = globals.map(|globals| function_globals(globals, report)).unwrap_or_default();
    let of_apis = globals.and_then(|globals| globals.get("Api"));
    let resources = std::mem::take(&mut template.resources);
    let mut asked = events::Asked::default();
    let shared_http = globals.and_then(|globals| globals.get("HttpApi"));
    let (mut apis, mut auths) = (Vec::new(), Vec::new());
    for mut resource in resources {
        match resource.kind.as_str() {
            "AWS::Serverless::Function" => {
                shape::check(&resource.kind, function::PROPERTIES, &resource.properties, false, report);
                if let Some(shared) = shared {
                    resource.properties = merged(shared, &resource.properties);
                }
                function::check_required(&resource, report);
                function::expand(&resource, &mut template.resources, &mut asked, report);
            }
            "AWS::Serverless::SimpleTable" => template.resources.push(table::expand(resource, report)),
            "AWS::Serverless::Api" => apis.push(resource),
            "AWS::Serverless::HttpApi" => {
                if let Some(shared) = shared_http {
                    resource.properties = merged(shared, &resource.properties);
                }
                http_api::expand(&resource, &mut template.resources, &mut auths, report);
            }
            kind if kind.starts_with("AWS::Serverless::") => {
                report.refuse(
                    resource.at,
                    format!("{kind} is not simulated. Of SAM's types AWS::Serverless::Function, AWS::Serverless::SimpleTable, AWS::Serverless::Api and AWS::Serverless::HttpApi are."),
                );
            }
            _ => template.resources.push(resource),
        }
    }
    api::expand(apis, asked.routes, of_apis, &mut template.resources, report);
    http_api::attach(&asked.http_routes, shared_http, &mut auths, template, report);
    for notification in asked.notifications {
        events::attach(notification, template, report);
    }
}

fn function_globals<'a>(globals: &'a Node, report: &mut Report) -> Option<&'a Node> {
    for entry in globals.entries() {
        if !matches!(entry.key.as_str(), "Function" | "Api" | "HttpApi") {
            report.refuse(
                entry.at,
                format!("`{}` under Globals is not simulated; `Function`, `Api` and `HttpApi` are.", entry.key),
            );
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

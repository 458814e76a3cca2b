//! AWS::Serverless::Function: a function, its role, and what its events need.

use super::events::{self, Asked};
use super::{invalid, policies};
use crate::services::cloudformation::diagnostic::Report;
use crate::services::cloudformation::node::{Node, Position, words};
use crate::services::cloudformation::shape::{Property, Shape, optional};
use crate::services::cloudformation::template::Resource;

/// The bucket that stands for where the code of the project's Rust functions is kept.
pub const CODE_BUCKET: &str = "coldstart-code";

/// The properties that are simulated.
pub const PROPERTIES: &[Property] = &[
    optional("FunctionName", Shape::Text),
    optional("Description", Shape::Text),
    optional("CodeUri", Shape::Anything),
    optional("InlineCode", Shape::Text),
    optional("PackageType", Shape::OneOf(&["Zip"])),
    optional("Handler", Shape::Text),
    optional("Runtime", Shape::Text),
    optional("Architectures", Shape::List(&Shape::OneOf(&["x86_64", "arm64"]))),
    optional("MemorySize", Shape::Integer),
    optional("Timeout", Shape::Integer),
    optional("Environment", Shape::Object(&[optional("Variables", Shape::Texts)])),
    optional("ReservedConcurrentExecutions", Shape::Integer),
    optional(
        "EventInvokeConfig",
        Shape::Object(&[
            optional("MaximumEventAgeInSeconds", Shape::Integer),
            optional("MaximumRetryAttempts", Shape::Integer),
        ]),
    ),
    optional("Role", Shape::Text),
    optional("Policies", Shape::Anything),
    optional("Events", Shape::Anything),
    optional("Tags", Shape::Ignored),
];

/// The properties that the function takes over as they are.
const KEPT: [&str; 9] = [
    "FunctionName",
    "Description",
    "Handler",
    "Runtime",
    "Architectures",
    "MemorySize",
    "Timeout",
    "Environment",
    "ReservedConcurrentExecutions",
];

/// Reports what a function lacks, its globals counted in.
pub fn check_required(resource: &Resource, report: &mut Report) {
    for name in ["Handler", "Runtime"] {
        if resource.properties.get(name).is_none() {
            report.aws(resource.at, invalid(&resource.id, &format!("Missing required property '{name}'.")));
        }
    }
    if resource.properties.get("CodeUri").is_none() && resource.properties.get("InlineCode").is_none() {
        report.aws(resource.at, invalid(&resource.id, "Either 'InlineCode' or 'CodeUri' must be set."));
    }
}

/// Adds to `made` what `resource` stands for, and to `asked` what its events ask of buckets and APIs.
pub fn expand(resource: &Resource, made: &mut Vec<Resource>, asked: &mut Asked<'_>, report: &mut Report) {
    let (at, id, properties) = (resource.at, resource.id.as_str(), &resource.properties);
    let role_id = format!("{id}Role");
    let role = match properties.get("Role") {
        Some(role) => role.clone(),
        None => Node::attribute(at, &role_id, "Arn"),
    };
    let mut entries = vec![("Code", code(resource)), ("Role", role)];
    for name in KEPT {
        entries.extend(properties.get(name).map(|node| (name, node.clone())));
    }
    made.push(Resource {
        kind: "AWS::Lambda::Function".to_owned(),
        properties: Node::map(at, entries),
        ..resource.clone()
    });
    if let Some(config) = properties.get("EventInvokeConfig") {
        let mut entries = vec![("FunctionName", Node::reference(at, id)), ("Qualifier", Node::text(at, "$LATEST"))];
        for name in ["MaximumEventAgeInSeconds", "MaximumRetryAttempts"] {
            entries.extend(config.get(name).map(|node| (name, node.clone())));
        }
        made.push(generated(
            resource,
            format!("{id}EventInvokeConfig"),
            "AWS::Lambda::EventInvokeConfig",
            Node::map(at, entries),
        ));
    }
    // A function with a role of its own has no use for policies, and SAM ignores them then.
    if properties.get("Role").is_none() {
        let role = role_properties(&role_id, at, properties.get("Policies"), report);
        made.push(generated(resource, role_id, "AWS::IAM::Role", role));
    }
    events::expand(resource, made, asked, report);
}

/// A resource that another stands for: under the same condition, and as long-lived.
pub fn generated(source: &Resource, id: String, kind: &str, properties: Node) -> Resource {
    Resource { id, kind: kind.to_owned(), properties, depends_on: Vec::new(), metadata: None, ..source.clone() }
}

fn role_properties(role_id: &str, at: Position, listed: Option<&Node>, report: &mut Report) -> Node {
    let trust = Node::map(
        at,
        vec![
            ("Version", Node::text(at, "2012-10-17")),
            (
                "Statement",
                Node::list(
                    at,
                    vec![Node::map(
                        at,
                        vec![
                            ("Action", Node::texts(at, &["sts:AssumeRole"])),
                            ("Effect", Node::text(at, "Allow")),
                            ("Principal", Node::map(at, vec![("Service", Node::texts(at, &["lambda.amazonaws.com"]))])),
                        ],
                    )],
                ),
            ),
        ],
    );
    let policies = policies::read(role_id, at, listed, report);
    let mut entries =
        vec![("AssumeRolePolicyDocument", trust), ("ManagedPolicyArns", Node::list(at, policies.managed))];
    if !policies.inline.is_empty() {
        entries.push(("Policies", Node::list(at, policies.inline)));
    }
    Node::map(at, entries)
}

/// Where the code is. `sam deploy` uploads what `CodeUri` names and puts the upload's address in its place;
/// here the code is part of the project, and its folder's name (or the binary that Metadata names) finds it.
fn code(resource: &Resource) -> Node {
    let at = resource.at;
    if let Some(text) = resource.properties.get("InlineCode") {
        return Node::map(at, vec![("ZipFile", text.clone())]);
    }
    let Some(uri) = resource.properties.get("CodeUri") else { return Node::map(at, Vec::new()) };
    let (bucket, key) = match uri.as_text() {
        Some(path) => {
            let path = path.trim_end_matches('/');
            match path.strip_prefix("s3://").and_then(|address| address.split_once('/')) {
                Some((bucket, key)) => (bucket, key),
                None => (CODE_BUCKET, path.rsplit('/').next().unwrap_or(path)),
            }
        }
        None => {
            let part = |name| uri.get(name).cloned().unwrap_or_else(|| Node::text(at, ""));
            return Node::map(at, vec![("S3Bucket", part("Bucket")), ("S3Key", part("Key"))]);
        }
    };
    let build = resource.metadata.as_ref().and_then(|metadata| metadata.get("BuildProperties"));
    let binary = words(build.and_then(|build| build.get("Binary")));
    let key = if binary.is_empty() { key } else { &binary };
    Node::map(at, vec![("S3Bucket", Node::text(at, bucket)), ("S3Key", Node::text(uri.at, key))])
}

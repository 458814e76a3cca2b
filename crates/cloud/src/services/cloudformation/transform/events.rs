//! A function's events: what each asks of its source, and the permission that the source needs.

use super::function::generated;
use super::{Given, Serverless, invalid, listed};
use crate::services::cloudformation::catalog::Catalog;
use crate::services::cloudformation::diagnostic::Report;
use crate::services::cloudformation::graph;
use crate::services::cloudformation::node::{Entry, Node, Position, words};
use crate::services::cloudformation::shape::{self, Property, Shape, optional, required};
use crate::services::cloudformation::template::{Resource, Template};

/// The properties of an S3 event. Its events may be one text or a list of them.
const S3_EVENT: &[Property] = &[
    required("Bucket", Shape::Anything),
    required("Events", Shape::Anything),
    optional("Filter", Shape::Object(FILTER)),
];

/// The filter of a notification: prefix and suffix rules on the key.
pub const FILTER: &[Property] = &[required(
    "S3Key",
    Shape::Object(&[required(
        "Rules",
        Shape::List(&Shape::Object(&[required("Name", Shape::Text), required("Value", Shape::Text)])),
    )]),
)];

/// What a function asks of a bucket.
pub struct Notification {
    function: String,
    event: String,
    permission: String,
    condition: Option<String>,
    at: Position,
    bucket: Node,
    configurations: Vec<Node>,
}

/// What functions ask of others by their events.
pub struct Asked<'a> {
    /// Of buckets.
    pub notifications: Vec<Notification>,
    /// Of the other serverless types, with what the template says of each besides.
    pub types: Vec<(&'static Serverless, Given<'a>)>,
}

impl<'a> Asked<'a> {
    /// Nothing yet, of the types of `catalog`.
    pub fn of(catalog: &Catalog, globals: Option<&'a Node>) -> Self {
        let given = |kind: &Serverless| Given {
            shared: globals.filter(|_| !kind.short.is_empty()).and_then(|globals| globals.get(kind.short)),
            ..Given::default()
        };
        Self { notifications: Vec::new(), types: catalog.serverless.iter().map(|kind| (*kind, given(kind))).collect() }
    }
}

/// Expands the events of `resource`.
pub fn expand(resource: &Resource, made: &mut Vec<Resource>, asked: &mut Asked<'_>, report: &mut Report) {
    let shorts = asked.types.iter().map(|(kind, _)| kind.short).filter(|short| !short.is_empty());
    let kinds: Vec<&str> = std::iter::once("S3").chain(shorts).collect();
    for event in resource.properties.get("Events").map_or(&[][..], Node::entries) {
        let kind = words(event.node.get("Type"));
        let properties = event.node.get("Properties");
        match (kind.as_str(), properties) {
            ("S3", Some(properties)) => {
                shape::check("an S3 event", S3_EVENT, properties, true, report);
                let permission = permission(resource, event);
                asked.notifications.push(notification(resource, event, properties, &permission.id));
                made.push(permission);
            }
            ("S3", None) => report.refuse(event.at, "An S3 event needs `Properties` with Bucket and Events."),
            (kind, _) => match asked.types.iter_mut().find(|(asked, _)| !kind.is_empty() && asked.short == kind) {
                Some((_, given)) => given.events.push((resource.clone(), event.clone())),
                None => report
                    .refuse(event.at, format!("Events of the type `{kind}` are not simulated; {}.", listed(&kinds))),
            },
        }
    }
}

/// The statement that lets the bucket invoke the function. The account stands in for the bucket's ARN: the
/// bucket waits for the permission, so the permission cannot wait for the bucket.
fn permission(resource: &Resource, event: &Entry) -> Resource {
    let at = event.at;
    let properties = Node::map(
        at,
        vec![
            ("Action", Node::text(at, "lambda:InvokeFunction")),
            ("FunctionName", Node::reference(at, &resource.id)),
            ("Principal", Node::text(at, "s3.amazonaws.com")),
            ("SourceAccount", Node::reference(at, "AWS::AccountId")),
        ],
    );
    let id = format!("{}{}Permission", resource.id, event.key);
    generated(resource, id, "AWS::Lambda::Permission", properties)
}

fn notification(resource: &Resource, event: &Entry, properties: &Node, permission: &str) -> Notification {
    let at = event.at;
    let names = properties.get("Events");
    let names = names.map_or(&[][..], |node| match node.items() {
        [] => std::slice::from_ref(node),
        items => items,
    });
    let configurations = names.iter().map(|name| {
        let mut entries = vec![("Function", Node::attribute(at, &resource.id, "Arn")), ("Event", name.clone())];
        entries.extend(properties.get("Filter").map(|filter| ("Filter", filter.clone())));
        let configuration = Node::map(at, entries);
        match &resource.condition {
            None => configuration,
            Some(condition) => Node::map(
                at,
                vec![(
                    "Fn::If",
                    Node::list(
                        at,
                        vec![Node::text(at, condition.as_str()), configuration, Node::reference(at, "AWS::NoValue")],
                    ),
                )],
            ),
        }
    });
    Notification {
        function: resource.id.clone(),
        event: event.key.clone(),
        permission: permission.to_owned(),
        condition: resource.condition.clone(),
        at,
        bucket: properties.get("Bucket").cloned().unwrap_or_else(|| Node::map(at, Vec::new())),
        configurations: configurations.collect(),
    }
}

/// Adds a notification to its bucket, which then waits for the function and its permission.
pub fn attach(notification: Notification, template: &mut Template, report: &mut Report) {
    let at = notification.at;
    let id = graph::referred(&notification.bucket, template).map(str::to_owned);
    let bucket = template
        .resources
        .iter_mut()
        .find(|resource| Some(&resource.id) == id.as_ref() && resource.kind == "AWS::S3::Bucket");
    let Some(bucket) = bucket else {
        let why = format!(
            "Event with id [{}] is invalid. S3 events must reference an S3 bucket in the same template.",
            notification.event
        );
        report.aws(notification.bucket.at, invalid(&notification.function, &why));
        return;
    };
    // A function that is not deployed has no permission to wait for.
    if notification.condition.is_none() {
        bucket.depends_on.push((notification.permission, at));
    }
    let list = bucket
        .properties
        .get_or_insert("NotificationConfiguration", Node::map(at, Vec::new()))
        .and_then(|configuration| configuration.get_or_insert("LambdaConfigurations", Node::list(at, Vec::new())));
    if let Some(list) = list {
        *list = Node::list(list.at, list.items().iter().cloned().chain(notification.configurations).collect());
    }
}

//! The edges of the map: the learner's calls, triggers, calls that a role permits or that were refused, log lines.

use std::sync::Arc;

use super::nodes::Recent;
use super::{ApiView, Contents, Edge, EdgeKind, Node};
use crate::account::{ACCOUNT_ID, REGION};
use crate::operation::{Access, PolicyOf};
use crate::services::iam;
use crate::services::lambda::{Function, function_name};
use crate::sim::trace::Place;
use crate::verdict::Principal;
use crate::world::World;

/// The calls that an edge between a function and a table stands for.
const ITEM_ACTIONS: [&str; 7] = [
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:Scan",
    "dynamodb:BatchGetItem",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
];

/// Those of them that read.
const READS: &[&str] = ITEM_ACTIONS.split_at(4).0;

/// The calls that an edge between a function and a bucket stands for, each with what it looks like on the map.
const BUCKET_ACTIONS: [&str; 2] = ["s3:GetObject", "s3:PutObject"];

pub(super) fn edges(world: &World, nodes: &[Node], recent: &Recent) -> Vec<Edge> {
    let mut edges = Vec::new();
    for bucket in world.s3().buckets() {
        for configuration in &bucket.notification.functions {
            edges.push(Edge {
                from: Place::Bucket(bucket.name.clone()),
                to: Place::Function(function_name(&configuration.function_arn).into()),
                kind: EdgeKind::Trigger,
                label: configuration
                    .events
                    .first()
                    .map_or_else(String::new, |event| event.trim_start_matches("s3:").to_owned()),
                refused: false,
            });
        }
    }
    for function in world.lambda().functions() {
        permissions(world, function, recent, &mut edges);
        edges.push(Edge {
            from: Place::Function(function.name.clone()),
            to: Place::LogGroup(format!("/aws/lambda/{}", function.name).into()),
            kind: EdgeKind::Logs,
            label: "log lines".to_owned(),
            refused: false,
        });
    }
    for node in nodes {
        match &node.contents {
            Contents::Api(api) => routes(&node.place, api, &mut edges),
            Contents::Table(_) => items(world, &node.place, recent, &mut edges),
            _ => {}
        }
    }
    calls(nodes, recent, &mut edges);
    for edge in &mut edges {
        let refused = recent.refused(&edge.from, &edge.to);
        edge.refused = edge.refused || refused.is_some_and(|action| edge.label_fits(action));
    }
    edges
}

impl Edge {
    /// Whether a refusal of `action` happened on this edge, and not on its neighbour between the same nodes.
    fn label_fits(&self, action: &str) -> bool {
        !matches!(self.kind, EdgeKind::Permitted) || self.label == action
    }
}

fn permissions(world: &World, function: &Function, recent: &Recent, edges: &mut Vec<Edge>) {
    let principal =
        Principal::RoleSession { role: function.role_name().into(), session: function.name.clone(), policy: None };
    for bucket in world.s3().buckets() {
        let (from, to) = (Place::Function(function.name.clone()), Place::Bucket(bucket.name.clone()));
        let refused = recent.refused(&from, &to);
        for action in BUCKET_ACTIONS {
            let access = Access {
                action,
                resource: Arc::from(format!("arn:aws:s3:::{}/*", bucket.name)),
                policy_of: PolicyOf::Bucket(bucket.name.clone()),
            };
            let allowed = iam::authorise(world, &principal, &access).allowed;
            let was_refused = refused == Some(action);
            if allowed || was_refused {
                edges.push(Edge {
                    from: from.clone(),
                    to: to.clone(),
                    kind: if allowed { EdgeKind::Permitted } else { EdgeKind::Forbidden },
                    label: action.to_owned(),
                    refused: was_refused,
                });
            }
        }
    }
}

/// What an API's routes call: one edge for each function.
fn routes(from: &Place, api: &ApiView, edges: &mut Vec<Edge>) {
    let mut functions: Vec<&Arc<str>> = api.routes.iter().filter_map(|route| route.function.as_ref()).collect();
    functions.sort();
    functions.dedup();
    for function in functions {
        let mut own = api.routes.iter().filter(|route| route.function.as_ref() == Some(function));
        let first = own.next().map_or_else(String::new, |route| format!("{} {}", route.method, route.path));
        let label = match own.count() {
            0 => first,
            more => format!("{} routes", more + 1),
        };
        let to = Place::Function(function.clone());
        edges.push(Edge { from: from.clone(), to, kind: EdgeKind::Trigger, label, refused: false });
    }
}

/// What functions may do with the items of a table: one edge for each function, and another for what was refused.
fn items(world: &World, table: &Place, recent: &Recent, edges: &mut Vec<Edge>) {
    for function in world.lambda().functions() {
        let principal =
            Principal::RoleSession { role: function.role_name().into(), session: function.name.clone(), policy: None };
        let allowed = ITEM_ACTIONS.iter().filter(|action| {
            let resource = Arc::from(format!("arn:aws:dynamodb:{REGION}:{ACCOUNT_ID}:table/{table}"));
            iam::authorise(world, &principal, &Access { action, resource, policy_of: PolicyOf::Nothing }).allowed
        });
        let allowed: Vec<&str> = allowed.copied().collect();
        let from = Place::Function(function.name.clone());
        let label = match allowed[..] {
            [] => None,
            [one] => Some(one.to_owned()),
            _ if allowed.iter().all(|action| READS.contains(action)) => Some("dynamodb: reads".to_owned()),
            _ if allowed.iter().all(|action| !READS.contains(action)) => Some("dynamodb: writes".to_owned()),
            _ => Some("dynamodb: reads, writes".to_owned()),
        };
        let edge = |kind, label, refused| Edge { from: from.clone(), to: table.clone(), kind, label, refused };
        edges.extend(label.map(|label| edge(EdgeKind::Permitted, label, false)));
        if let Some(action) = recent.refused(&from, table) {
            edges.push(edge(EdgeKind::Forbidden, action.to_owned(), true));
        }
    }
}

/// The learner's own calls: to the bucket that triggers, before any, and to whatever was called.
fn calls(nodes: &[Node], recent: &Recent, edges: &mut Vec<Edge>) {
    let first_bucket = nodes.iter().find(|node| matches!(node.contents, Contents::Bucket { .. }));
    for node in nodes {
        let is_first = first_bucket.is_some_and(|first| first.place == node.place);
        if !is_first && !recent.called.contains(&node.place) {
            continue;
        }
        edges.push(Edge {
            from: Place::Client,
            to: node.place.clone(),
            kind: EdgeKind::Call,
            // Before any call it says what the bucket waits for.
            label: match recent.operation(&Place::Client, &node.place) {
                _ if !is_first => String::new(),
                last => last.unwrap_or("PutObject").to_owned(),
            },
            refused: false,
        });
    }
}

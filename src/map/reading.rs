//! The picture in sentences, for who cannot see it or would rather read.

use cloud::view::stage::{Contents, Edge, EdgeKind, Leg, Node, Stage, Token};

use super::life;
use crate::widgets::format;

/// The whole map: each node, what may pass between them, and what is on its way.
#[must_use]
pub fn sentences(stage: &Stage, tokens: &[Token]) -> Vec<String> {
    let nodes = stage.nodes.iter().map(about_node);
    let edges = stage.edges.iter().map(about_edge);
    let mut all: Vec<String> = nodes.chain(edges).collect();
    if tokens.is_empty() {
        all.push("Nothing is on its way.".to_owned());
    } else if tokens.len() > 8 {
        all.push(format!("{} messages are on their way.", format::count(tokens.len() as u64)));
    } else {
        all.extend(tokens.iter().map(about_token));
    }
    all
}

/// The messages at one node, in a few words.
#[must_use]
pub fn traffic(tokens: &[Token], node: &Node) -> String {
    let here: Vec<String> = tokens
        .iter()
        .filter(|token| token.from == node.place || token.to == node.place)
        .take(4)
        .map(about_token)
        .collect();
    here.join(" ")
}

fn about_node(node: &Node) -> String {
    let held = match &node.contents {
        Contents::Bucket { objects, .. } => match objects.first() {
            Some(object) => format!(" The newest object is {}, {}.", object.key, format::bytes(object.size)),
            None => String::new(),
        },
        Contents::Function(function) => {
            let mut text = match function.environments.len() {
                0 => " It has no environment.".to_owned(),
                number @ 1..=4 => {
                    let each: Vec<String> = function
                        .environments
                        .iter()
                        .take(number)
                        .map(|one| format!("environment {} is {}", one.number, life::word(one.state).to_lowercase()))
                        .collect();
                    format!(" Of its environments, {}.", each.join(", "))
                }
                number => format!(" It has {number} environments."),
            };
            if function.waiting + function.throttled > 0 {
                text += &format!(
                    " {} wait in its queue.",
                    format::counted(function.waiting + function.throttled, "event", "events")
                );
            }
            text
        }
        Contents::Table(table) => format!(" It holds {}.", format::counted(table.total, "item", "items")),
        Contents::Api(api) => match &api.address {
            Some(address) => {
                let routes: Vec<String> =
                    api.routes.iter().take(8).map(|route| format!("{} {}", route.method, route.path)).collect();
                format!(" It answers at {address}: {}.", routes.join(", "))
            }
            None => " Nothing is deployed.".to_owned(),
        },
        Contents::Logs { lines, .. } => lines.last().map(|line| format!(" Its last line: {line}")).unwrap_or_default(),
        Contents::Client { .. } | Contents::Nothing => String::new(),
    };
    let failure = node.failure.as_ref().map(|failure| format!(" It failed: {}.", failure.text)).unwrap_or_default();
    format!("{}: {}.{held}{failure}", node.title, node.kind)
}

fn about_edge(edge: &Edge) -> String {
    let Edge { from, to, label, .. } = edge;
    match edge.kind {
        EdgeKind::Trigger => format!("{from} triggers {to} on {label}."),
        EdgeKind::Call => format!("{from} may send {label} to {to}."),
        EdgeKind::Permitted => format!("{from} may call {label} on {to}."),
        EdgeKind::Forbidden => format!("{from} may not call {label} on {to}."),
        EdgeKind::Logs => format!("{from} writes its log to {to}."),
    }
}

fn about_token(token: &Token) -> String {
    let Token { from, to, operation, .. } = token;
    let number = token.number.number;
    let failed = if token.failed { ", refused" } else { "" };
    match token.leg {
        Leg::Out => format!("Message {number}, {operation}, is on its way from {from} to {to}{failed}."),
        Leg::Waiting => format!("Message {number}, {operation}, waits at {to}."),
        Leg::Back => format!("The answer to message {number}, {operation}, is on its way back to {from}{failed}."),
    }
}

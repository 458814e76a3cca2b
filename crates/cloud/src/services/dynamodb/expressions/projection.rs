//! Projections: the parts of an item that are asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::error::Error;
use super::super::value::{AttributeValue, Item};
use super::fault::Kind;
use super::parser::Parser;
use super::path::{Path, Step};
use super::placeholders::Placeholders;
use super::update::check_paths;

/// Which parts of an item are wanted, as a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Projection(BTreeMap<Step, Node>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Whole,
    Parts(BTreeMap<Step, Node>),
}

impl Projection {
    /// Reads a projection.
    ///
    /// # Errors
    /// What AWS tells of all that is wrong with it.
    pub fn parse(text: &str, placeholders: &mut Placeholders) -> Result<Self, Error> {
        let mut parser = Parser::new(Kind::Projection, text, placeholders)?;
        let mut paths = vec![parser.path()?];
        while parser.eat_symbol(",") {
            paths.push(parser.path()?);
        }
        check_paths(&paths.iter().collect::<Vec<_>>(), &mut parser.faults);
        parser.finish()?;
        Ok(Self::of(paths.iter()))
    }

    /// The projection on these paths.
    pub fn of<'a>(paths: impl Iterator<Item = &'a Path>) -> Self {
        let mut tree = BTreeMap::new();
        for path in paths {
            insert(&mut tree, &path.0);
        }
        Self(tree)
    }

    /// The names of the attributes it begins with.
    pub fn attributes(&self) -> impl Iterator<Item = &Arc<str>> {
        self.0.keys().filter_map(|step| match step {
            Step::Field(name) => Some(name),
            Step::Element(_) => None,
        })
    }

    /// What it leaves of `item`.
    #[must_use]
    pub fn of_item(&self, item: &Item) -> Item {
        fields(&self.0, item)
    }
}

fn insert(tree: &mut BTreeMap<Step, Node>, steps: &[Step]) {
    let Some((first, rest)) = steps.split_first() else { return };
    if rest.is_empty() {
        tree.insert(first.clone(), Node::Whole);
        return;
    }
    if let Node::Parts(parts) = tree.entry(first.clone()).or_insert_with(|| Node::Parts(BTreeMap::new())) {
        insert(parts, rest);
    }
}

fn fields(tree: &BTreeMap<Step, Node>, item: &Item) -> Item {
    tree.iter()
        .filter_map(|(step, node)| {
            let Step::Field(name) = step else { return None };
            Some((name.clone(), part(node, item.get(name)?)?))
        })
        .collect()
}

/// What is wanted of `value`; none when it has none of it. Elements of a list close up.
fn part(node: &Node, value: &AttributeValue) -> Option<AttributeValue> {
    let Node::Parts(parts) = node else { return Some(value.clone()) };
    match value {
        AttributeValue::M(map) => {
            let found = fields(parts, map);
            (!found.is_empty()).then_some(AttributeValue::M(found))
        }
        AttributeValue::L(list) => {
            let found: Vec<AttributeValue> = parts
                .iter()
                .filter_map(|(step, node)| {
                    let Step::Element(index) = step else { return None };
                    part(node, list.get(*index)?)
                })
                .collect();
            (!found.is_empty()).then_some(AttributeValue::L(found))
        }
        _ => None,
    }
}

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

/// Which parts of an item are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Projection {
    /// As a tree: what is nested stays so.
    Nested(BTreeMap<Step, Node>),
    /// Each under a name of its own, as PartiQL's `SELECT` answers.
    Named(Vec<(Arc<str>, Path)>),
}

/// What is wanted at one place of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// All that is there.
    Whole,
    /// These parts of it.
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
        Self::Nested(tree)
    }

    /// The projection that answers each path under a name.
    #[must_use]
    pub fn named(columns: Vec<(Arc<str>, Path)>) -> Self {
        Self::Named(columns)
    }

    /// The names of the attributes it begins with.
    #[must_use]
    pub fn attributes(&self) -> Vec<&Arc<str>> {
        match self {
            Self::Nested(tree) => tree
                .keys()
                .filter_map(|step| match step {
                    Step::Field(name) => Some(name),
                    Step::Element(_) => None,
                })
                .collect(),
            Self::Named(columns) => columns.iter().map(|(_, path)| path.attribute()).collect(),
        }
    }

    /// What it leaves of `item`.
    #[must_use]
    pub fn of_item(&self, item: &Item) -> Item {
        match self {
            Self::Nested(tree) => fields(tree, item),
            Self::Named(columns) => {
                columns.iter().filter_map(|(name, path)| Some((name.clone(), path.find(item)?.clone()))).collect()
            }
        }
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

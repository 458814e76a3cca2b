//! Document paths: `orders[2].total`.

use std::fmt;
use std::sync::Arc;

use super::super::value::{AttributeValue, Item};

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// An attribute of the item, or a field of a map.
    Field(Arc<str>),
    /// An element of a list.
    Element(usize),
}

/// A path from an item to a value in it. It has at least one step, and the first is a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// The path to an attribute.
    #[must_use]
    pub fn to(name: impl Into<Arc<str>>) -> Self {
        Self(vec![Step::Field(name.into())])
    }

    /// The attribute it begins with.
    #[must_use]
    pub fn attribute(&self) -> &Arc<str> {
        match self.0.first() {
            Some(Step::Field(name)) => name,
            _ => unreachable!("a path begins with a field, as the parser and `to` make it"),
        }
    }

    /// The steps before its last.
    #[must_use]
    pub fn parent(&self) -> &[Step] {
        &self.0[..self.0.len() - 1]
    }

    /// The value it leads to.
    #[must_use]
    pub fn find<'a>(&self, item: &'a Item) -> Option<&'a AttributeValue> {
        let first = item.get(self.attribute())?;
        self.0[1..].iter().try_fold(first, |value, step| match (value, step) {
            (AttributeValue::M(map), Step::Field(name)) => map.get(name),
            (AttributeValue::L(list), Step::Element(index)) => list.get(*index),
            _ => None,
        })
    }
}

impl fmt::Display for Path {
    /// `[orders, [2], total]`, as AWS's error texts have it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[")?;
        for (index, step) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            match step {
                Step::Field(name) => write!(formatter, "{comma}{name}")?,
                Step::Element(index) => write!(formatter, "{comma}[{index}]")?,
            }
        }
        formatter.write_str("]")
    }
}

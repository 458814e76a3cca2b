//! What the properties of a resource may look like, and the check that a template's do.

use super::diagnostic::Report;
use super::node::{Node, Value};

/// The form of a property's value.
#[derive(Debug)]
pub enum Shape {
    /// A text; numbers and truth values are read as one.
    Text,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A whole number.
    Integer,
    /// A list.
    List(&'static Shape),
    /// A mapping of free names to texts.
    Texts,
    /// A mapping of these properties.
    Object(&'static [Property]),
    /// Anything: a policy, or something checked elsewhere.
    Anything,
    /// Anything, because it has no effect on what is simulated.
    Ignored,
}

/// A property that is simulated.
#[derive(Debug)]
pub struct Property {
    /// Its name.
    pub name: &'static str,
    /// Its form.
    pub shape: Shape,
    /// Whether a resource must have it.
    pub required: bool,
}

/// A property that may be left out.
#[must_use]
pub const fn optional(name: &'static str, shape: Shape) -> Property {
    Property { name, shape, required: false }
}

/// A property that must be there.
#[must_use]
pub const fn required(name: &'static str, shape: Shape) -> Property {
    Property { name, shape, required: true }
}

/// Checks a mapping of properties. `owner` is what they belong to: `AWS::S3::Bucket`.
pub fn check(owner: &str, properties: &[Property], node: &Node, needs_all: bool, report: &mut Report) {
    if node.intrinsic().is_some() {
        return;
    }
    let Value::Map(entries) = &node.value else {
        report.refuse(node.at, format!("The properties of {owner} must be a mapping of names to values."));
        return;
    };
    for entry in entries {
        match properties.iter().find(|property| property.name == entry.key) {
            Some(property) => {
                check_value(&format!("{owner} {}", entry.key), &property.shape, &entry.node, report);
            }
            None => {
                let names: Vec<_> = properties.iter().map(|property| property.name).collect();
                report.refuse(
                    entry.at,
                    format!(
                        "The property `{}` of {owner} is not simulated, or misspelt. Remove it or use one of: {}.",
                        entry.key,
                        names.join(", ")
                    ),
                );
            }
        }
    }
    for property in properties.iter().filter(|property| needs_all && property.required) {
        if !entries.iter().any(|entry| entry.key == property.name) {
            report.refuse(node.at, format!("{owner} needs the property `{}`.", property.name));
        }
    }
}

fn check_value(name: &str, shape: &Shape, node: &Node, report: &mut Report) {
    // What a function gives is known only when the stack is deployed.
    if node.intrinsic().is_some() {
        return;
    }
    let wanted = match (shape, &node.value) {
        (Shape::Anything | Shape::Ignored, _) | (Shape::Text, Value::Text(_) | Value::Number(_) | Value::Bool(_)) => {
            return;
        }
        (Shape::OneOf(texts), value) => match value {
            Value::Text(text) if texts.contains(&text.as_str()) => return,
            _ => &format!("one of {}", texts.join(", ")),
        },
        (Shape::Integer, Value::Number(number)) if number.is_i64() => return,
        (Shape::Integer, Value::Text(text)) if text.parse::<i64>().is_ok() => return,
        (Shape::List(shape), Value::List(items)) => {
            for item in items {
                check_value(name, shape, item, report);
            }
            return;
        }
        (Shape::Texts, Value::Map(entries)) => {
            for entry in entries {
                check_value(&format!("{name} {}", entry.key), &Shape::Text, &entry.node, report);
            }
            return;
        }
        (Shape::Object(properties), Value::Map(_)) => {
            check(name, properties, node, true, report);
            return;
        }
        (Shape::Text, _) => "a text",
        (Shape::Integer, _) => "a whole number",
        (Shape::List(_), _) => "a list",
        (Shape::Texts | Shape::Object(_), _) => "a mapping",
    };
    report.refuse(node.at, format!("{name} must be {wanted}."));
}

//! A document as YAML. Texts are quoted as JSON quotes them, which YAML reads alike.

use serde_json::Value;

/// The YAML of a document.
#[must_use]
pub fn yaml(document: &Value) -> String {
    let mut out = String::from("---\n");
    match document {
        Value::Object(_) | Value::Array(_) if !is_empty(document) => block(document, 0, &mut out),
        scalar => {
            out.push_str(&scalar.to_string());
            out.push('\n');
        }
    }
    out
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => true,
    }
}

/// The members or items of a value that has some, each on a line of its own.
fn block(value: &Value, indent: usize, out: &mut String) {
    let mut line = |name: &str, value: &Value| {
        out.push_str(&"  ".repeat(indent));
        out.push_str(name);
        if is_empty(value) {
            out.push(' ');
            out.push_str(&value.to_string());
            out.push('\n');
        } else {
            out.push('\n');
            block(value, indent + 1, out);
        }
    };
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                line(&format!("{}:", Value::from(name.as_str())), value);
            }
        }
        Value::Array(items) => {
            for item in items {
                line("-", item);
            }
        }
        _ => {}
    }
}

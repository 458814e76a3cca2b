//! JSON and XML as a reader wants them: what fits on a line stands on one. Pure.

use cloud::protocol::xml::{Element, parse};
use serde_json::Value;

/// The most letters of a list or an object that stands on one line.
const FITS: usize = 64;

/// `text` set in by two spaces a level; none when it is no JSON.
#[must_use]
pub fn json(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok()?;
    let mut out = String::new();
    write(&value, 0, 0, &mut out);
    Some(out)
}

/// XML set in likewise; none when it is none.
#[must_use]
pub fn xml(text: &[u8]) -> Option<String> {
    let mut out = String::new();
    write_element(&parse(text).ok()?, 0, &mut out);
    Some(out.trim_end().to_owned())
}

fn write_element(element: &Element, depth: usize, out: &mut String) {
    let (indent, name) = ("  ".repeat(depth), &element.name);
    if element.children.is_empty() {
        out.push_str(&format!("{indent}<{name}>{}</{name}>\n", element.text));
        return;
    }
    out.push_str(&format!("{indent}<{name}>\n"));
    for child in &element.children {
        write_element(child, depth + 1, out);
    }
    out.push_str(&format!("{indent}</{name}>\n"));
}

fn write(value: &Value, depth: usize, before: usize, out: &mut String) {
    let (open, close, is_empty) = match value {
        Value::Object(members) => ('{', '}', members.is_empty()),
        Value::Array(list) => ('[', ']', list.is_empty()),
        _ => return out.push_str(&value.to_string()),
    };
    if is_empty {
        return out.extend([open, close]);
    }
    // The outermost is always set out, so that it can be folded.
    if depth > 0 && is_flat(value) {
        let line = on_one_line(value);
        if 2 * depth + before + line.chars().count() <= FITS {
            return out.push_str(&line);
        }
    }
    out.push(open);
    let mut first = true;
    let mut member = |name: Option<&String>, value: &Value| {
        if !first {
            out.push(',');
        }
        first = false;
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', 2 * (depth + 1)));
        let start = out.len();
        if let Some(name) = name {
            out.push_str(&Value::from(name.as_str()).to_string());
            out.push_str(": ");
        }
        let before = out.len() - start;
        write(value, depth + 1, before, out);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| member(Some(name), value)),
        Value::Array(list) => list.iter().for_each(|value| member(None, value)),
        _ => {}
    }
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', 2 * depth));
    out.push(close);
}

/// Whether it holds nothing that could be set out in its turn.
fn is_flat(value: &Value) -> bool {
    let is_leaf = |value: &Value| !matches!(value, Value::Object(_) | Value::Array(_));
    match value {
        Value::Object(members) => members.values().all(is_leaf),
        Value::Array(list) => list.iter().all(is_leaf),
        _ => true,
    }
}

fn on_one_line(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| format!("{}: {value}", Value::from(name.as_str()));
            format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, wanted: &str) {
        assert_eq!(json(text).as_deref(), Some(wanted));
    }

    #[test]
    fn what_fits_stands_on_one_line() {
        check("1", "1");
        check("[]", "[]");
        check("{\"a\":{}}", "{\n  \"a\": {}\n}");
        check(
            r#"[{"id":"1","name":"John Doe"},{"id":"2","name":"Jane Smith"}]"#,
            "[\n  { \"id\": \"1\", \"name\": \"John Doe\" },\n  { \"id\": \"2\", \"name\": \"Jane Smith\" }\n]",
        );
        check(
            r#"{"a":[1,2],"b":{"c":[{"d":1}]}}"#,
            "{\n  \"a\": [1, 2],\n  \"b\": {\n    \"c\": [\n      { \"d\": 1 }\n    ]\n  }\n}",
        );
    }

    #[test]
    fn what_does_not_fit_is_set_out() {
        let long = "x".repeat(80);
        check(&format!("{{\"a\":{{\"b\":\"{long}\"}}}}"), &format!("{{\n  \"a\": {{\n    \"b\": \"{long}\"\n  }}\n}}"));
        assert_eq!(json("{a}"), None);
    }
}

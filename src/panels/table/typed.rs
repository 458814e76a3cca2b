//! Attribute values: DynamoDB's JSON, which names each type, and plain JSON, which does not; and what a cell shows. Pure.

use serde_json::{Map, Value, json};

use super::json::{Json, Node, is_number};

/// The types as the wire names them.
pub const TYPES: [&str; 10] = ["S", "N", "BOOL", "NULL", "L", "M", "SS", "NS", "BS", "B"];

/// Something wrong with a value: where, in bytes, and a sentence without its full stop.
pub type Wrong = (usize, String);

/// The type of a value, and what is inside.
#[must_use]
pub fn parts(typed: &Value) -> (&'static str, &Value) {
    let held = typed.as_object().and_then(|held| held.iter().next());
    let known = held.and_then(|(kind, inner)| Some((TYPES.into_iter().find(|known| known == kind)?, inner)));
    known.unwrap_or(("NULL", &Value::Null))
}

/// A type in words.
#[must_use]
pub fn words(kind: &str) -> &'static str {
    match kind {
        "S" => "text",
        "N" => "number",
        "BOOL" => "true or false",
        "NULL" => "null",
        "L" => "list",
        "M" => "map",
        "SS" => "set of texts",
        "NS" => "set of numbers",
        "BS" => "set of bytes",
        _ => "bytes",
    }
}

/// What a cell shows of a value: text and numbers as they are, the rest as plain JSON.
#[must_use]
pub fn short(typed: &Value, most: usize) -> String {
    let text = match parts(typed) {
        ("S" | "N", Value::String(text)) => text.clone(),
        ("B", Value::String(text)) => format!("{text} (Base64)"),
        _ => {
            let mut text = String::new();
            write_plain(&mut text, typed, None);
            text
        }
    };
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// An item's text for the editor, the key's attributes first: in DynamoDB's JSON or in plain.
#[must_use]
pub fn item_text(item: &Value, keys: &[&str], typed: bool) -> String {
    let empty = Map::new();
    let members = item.as_object().unwrap_or(&empty);
    let first = keys.iter().filter_map(|key| members.get_key_value(*key));
    let rest = members.iter().filter(|(name, _)| !keys.contains(&name.as_str()));
    let mut text = "{".to_owned();
    for (index, (name, value)) in first.chain(rest).enumerate() {
        text.push_str(if index > 0 { ",\n  " } else { "\n  " });
        text.push_str(&format!("{}: ", Value::from(name.as_str())));
        if typed { write_typed(&mut text, value, 1) } else { write_plain(&mut text, value, Some(1)) }
    }
    text.push_str(if members.is_empty() { "}" } else { "\n}" });
    text
}

fn new_line(text: &mut String, indent: usize) {
    text.push('\n');
    text.push_str(&"  ".repeat(indent));
}

/// A value with its type; what is short stands on one line.
fn write_typed(text: &mut String, typed: &Value, indent: usize) {
    match parts(typed) {
        ("L", Value::Array(values)) if !values.is_empty() => {
            text.push_str("{\"L\": [");
            for (index, value) in values.iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                new_line(text, indent + 1);
                write_typed(text, value, indent + 1);
            }
            new_line(text, indent);
            text.push_str("]}");
        }
        ("M", Value::Object(members)) if !members.is_empty() => {
            text.push_str("{\"M\": {");
            for (index, (name, value)) in members.iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                new_line(text, indent + 1);
                text.push_str(&format!("{}: ", Value::from(name.as_str())));
                write_typed(text, value, indent + 1);
            }
            new_line(text, indent);
            text.push_str("}}");
        }
        (kind, inner) => text.push_str(&format!("{{\"{kind}\": {inner}}}")),
    }
}

/// A value as plain JSON, on one line unless it is told its indent.
fn write_plain(text: &mut String, typed: &Value, indent: Option<usize>) {
    let deeper = indent.map(|indent| indent + 1);
    let between = |text: &mut String, index: usize, indent: Option<usize>| {
        text.push_str(if index > 0 { "," } else { "" });
        match indent {
            Some(indent) => new_line(text, indent),
            None if index > 0 => text.push(' '),
            None => {}
        }
    };
    match parts(typed) {
        ("N", Value::String(number)) => text.push_str(number),
        ("L" | "SS" | "NS" | "BS", Value::Array(values)) => {
            let (kind, _) = parts(typed);
            text.push('[');
            for (index, value) in values.iter().enumerate() {
                between(text, index, deeper);
                match (kind, value) {
                    ("NS", Value::String(number)) => text.push_str(number),
                    ("L", value) => write_plain(text, value, deeper),
                    (_, value) => text.push_str(&value.to_string()),
                }
            }
            if let Some(indent) = indent.filter(|_| !values.is_empty()) {
                new_line(text, indent);
            }
            text.push(']');
        }
        ("M", Value::Object(members)) => {
            text.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                between(text, index, deeper);
                text.push_str(&format!("{}: ", Value::from(name.as_str())));
                write_plain(text, value, deeper);
            }
            if let Some(indent) = indent.filter(|_| !members.is_empty()) {
                new_line(text, indent);
            }
            text.push('}');
        }
        ("NULL", _) => text.push_str("null"),
        (_, inner) => text.push_str(&inner.to_string()),
    }
}

/// A plain value with its type. What was a set or bytes before stays so, if it still can be: plain JSON does not tell.
#[must_use]
pub fn from_plain(node: &Node, before: Option<&Value>) -> Value {
    let (kind, inner) = before.map_or(("", &Value::Null), parts);
    match (&node.json, kind) {
        (Json::Null, _) => json!({"NULL": true}),
        (Json::Bool(held), _) => json!({"BOOL": held}),
        (Json::Number(number), _) => json!({"N": number}),
        (Json::Text(text), "B") => json!({"B": text}),
        (Json::Text(text), _) => json!({"S": text}),
        (Json::List(values), "SS" | "NS" | "BS") if fits_set(values, kind) => {
            json!({kind: values.iter().map(scalar).collect::<Vec<_>>()})
        }
        (Json::List(values), _) => {
            let of = |index: usize| inner.as_array().and_then(|before| before.get(index)).filter(|_| kind == "L");
            json!({"L": values.iter().enumerate().map(|(index, value)| from_plain(value, of(index))).collect::<Vec<_>>()})
        }
        (Json::Object(members), _) => {
            let of = |name: &str| inner.get(name).filter(|_| kind == "M");
            json!({"M": members.iter().map(|(name, value)| (name.clone(), from_plain(value, of(name)))).collect::<Map<_, _>>()})
        }
    }
}

fn scalar(node: &Node) -> Value {
    match &node.json {
        Json::Text(text) | Json::Number(text) => Value::from(text.as_str()),
        _ => Value::Null,
    }
}

fn fits_set(values: &[Node], kind: &str) -> bool {
    let fits = |node: &Node| match &node.json {
        Json::Number(_) => kind == "NS",
        Json::Text(_) => kind != "NS",
        _ => false,
    };
    !values.is_empty() && values.iter().all(fits)
}

/// Whether an object's members look like values with their types.
#[must_use]
pub fn is_typed(node: &Node) -> bool {
    let Json::Object(members) = &node.json else { return false };
    let one = |(_, value): &(String, Node)| match &value.json {
        Json::Object(inner) => inner.len() == 1 && TYPES.contains(&inner[0].0.as_str()),
        _ => false,
    };
    !members.is_empty() && members.iter().all(one)
}

/// A value that names its type, checked; `name` is the attribute's, for the sentence.
///
/// # Errors
/// The first thing that is wrong in it.
pub fn from_typed(node: &Node, name: &str) -> Result<Value, Wrong> {
    let Json::Object(members) = &node.json else {
        return Err((
            node.at,
            format!("{name} has no type: write {{\"S\": …}} for a text, {{\"N\": \"…\"}} for a number"),
        ));
    };
    let [(kind, inner)] = members.as_slice() else {
        return Err((node.at, format!("{name} must have exactly one type, and has {}", members.len())));
    };
    let Some(kind) = TYPES.into_iter().find(|known| known == kind) else {
        return Err((node.at, format!("{name}: there is no type {kind}. The types are {}", TYPES.join(", "))));
    };
    let wrong = |what: &str| Err((inner.at, format!("{name}: {what}")));
    let number = |text: &str| is_number(text.trim_start_matches('+'));
    Ok(match (kind, &inner.json) {
        ("S" | "B", Json::Text(text)) => json!({kind: text}),
        ("S", _) => return wrong("type S holds a text in quotation marks"),
        ("N", Json::Text(text)) if number(text) => json!({"N": text}),
        ("N", Json::Text(text)) => return wrong(&format!("{text:?} is no number")),
        ("N", _) => return wrong("type N holds its number in quotation marks, so that no digit is lost"),
        ("BOOL", Json::Bool(held)) => json!({"BOOL": held}),
        ("BOOL", _) => return wrong("type BOOL holds true or false, without quotation marks"),
        ("NULL", Json::Bool(true)) => json!({"NULL": true}),
        ("NULL", _) => return wrong("type NULL holds true"),
        ("L", Json::List(values)) => {
            json!({"L": values.iter().map(|value| from_typed(value, name)).collect::<Result<Vec<_>, _>>()?})
        }
        ("M", Json::Object(_)) => json!({"M": members_of(inner)?}),
        ("SS" | "NS" | "BS", Json::List(values)) => {
            if values.is_empty() {
                return wrong("a set is never empty");
            }
            for value in values {
                match &value.json {
                    Json::Text(text) if kind != "NS" || number(text) => {}
                    Json::Text(text) => return Err((value.at, format!("{name}: {text:?} is no number"))),
                    _ => return Err((value.at, format!("{name}: what a set holds stands in quotation marks"))),
                }
            }
            json!({kind: values.iter().map(scalar).collect::<Vec<_>>()})
        }
        ("L" | "SS" | "NS" | "BS", _) => return wrong(&format!("type {kind} holds a list")),
        ("M", _) => return wrong("type M holds an object"),
        _ => return wrong("type B holds bytes as Base64, in quotation marks"),
    })
}

fn members_of(node: &Node) -> Result<Map<String, Value>, Wrong> {
    let Json::Object(members) = &node.json else { return Ok(Map::new()) };
    members.iter().map(|(name, value)| Ok((name.clone(), from_typed(value, name)?))).collect()
}

/// An item of either form.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn item(node: &Node, typed: bool, before: Option<&Value>) -> Result<Map<String, Value>, Wrong> {
    let Json::Object(members) = &node.json else {
        return Err((node.at, "an item is an object: names and values in braces".to_owned()));
    };
    if typed {
        return members_of(node);
    }
    let of = |name: &str| before.and_then(|before| before.get(name));
    Ok(members.iter().map(|(name, value)| (name.clone(), from_plain(value, of(name)))).collect())
}

/// What is wrong with an item's key, if anything is; `keys` are names with their types.
#[must_use]
pub fn key_fault(item: &Map<String, Value>, keys: &[(String, String)]) -> Option<String> {
    keys.iter().find_map(|(name, kind)| {
        let Some(value) = item.get(name) else {
            return Some(format!("the key {name} ({}) is missing", words(kind)));
        };
        match parts(value) {
            (found, _) if found != kind => {
                Some(format!("the key {name} is a {}, and must be a {}", words(found), words(kind)))
            }
            (_, Value::String(text)) if text.is_empty() => Some(format!("the key {name} is empty")),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::json::read;
    use super::*;

    fn all() -> Value {
        json!({"id": {"S": "1"}, "n": {"N": "12345678901234567890123456789012345678"}, "flag": {"BOOL": true},
            "none": {"NULL": true}, "tags": {"SS": ["a", "b"]}, "sizes": {"NS": ["1", "2.5"]}, "raw": {"B": "AAE="},
            "raws": {"BS": ["AAE="]}, "list": {"L": [{"S": "x"}, {"NS": ["1"]}]}, "map": {"M": {"city": {"S": "Utrecht"}}},
            "nothing": {"L": []}, "void": {"M": {}}})
    }

    #[test]
    fn an_item_comes_back_from_both_of_its_texts() {
        for typed in [true, false] {
            let text = item_text(&all(), &["id"], typed);
            let back = item(&read(&text).expect("it is JSON"), typed, Some(&all()));
            assert_eq!(back.map(Value::Object), Ok(all()), "{text}");
        }
    }

    #[test]
    fn texts_are_short_where_they_can_be() {
        let item = json!({"z": {"S": "a"}, "id": {"N": "1"}});
        assert_eq!(item_text(&item, &["id"], true), "{\n  \"id\": {\"N\": \"1\"},\n  \"z\": {\"S\": \"a\"}\n}");
        assert_eq!(item_text(&item, &["id"], false), "{\n  \"id\": 1,\n  \"z\": \"a\"\n}");
        assert_eq!(short(&json!({"M": {"a": {"N": "1"}, "b": {"L": [{"S": "x"}]}}}), 99), "{\"a\": 1, \"b\": [\"x\"]}");
        assert_eq!(short(&json!({"S": "Größe"}), 3), "Grö…");
    }

    #[track_caller]
    fn wrong(text: &str, says: &str) {
        let found = item(&read(text).expect("it is JSON"), true, None).expect_err("something is wrong");
        assert_eq!(found.1, says);
    }

    #[test]
    fn what_is_wrong_is_said() {
        wrong("[1]", "an item is an object: names and values in braces");
        wrong("{\"a\": 1}", "a has no type: write {\"S\": …} for a text, {\"N\": \"…\"} for a number");
        wrong("{\"a\": {\"N\": 1}}", "a: type N holds its number in quotation marks, so that no digit is lost");
        wrong("{\"a\": {\"N\": \"x\"}}", "a: \"x\" is no number");
        wrong("{\"a\": {\"M\": {\"b\": {\"SS\": []}}}}", "b: a set is never empty");
        wrong("{\"a\": {\"S\": \"1\", \"N\": \"1\"}}", "a must have exactly one type, and has 2");
    }

    #[test]
    fn keys_are_looked_at() {
        let keys = [("id".to_owned(), "S".to_owned()), ("at".to_owned(), "N".to_owned())];
        let fault = |item: Value| key_fault(item.as_object().expect("it is an object"), &keys).unwrap_or_default();
        assert_eq!(fault(json!({"id": {"S": "1"}, "at": {"N": "1"}})), "");
        assert_eq!(fault(json!({"id": {"S": "1"}})), "the key at (number) is missing");
        assert_eq!(fault(json!({"id": {"N": "1"}})), "the key id is a number, and must be a text");
        assert_eq!(fault(json!({"id": {"S": ""}})), "the key id is empty");
    }
}

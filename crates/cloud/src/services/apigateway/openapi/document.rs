//! Reading a document, JSON or YAML. Every text ends: length and nesting are limited, and aliases, which could make a
//! small text stand for a huge tree, are refused.

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput};
use serde_json::{Map, Number, Value};

use super::LONGEST;

/// How deep a document may nest. AWS names no number.
const DEPTH: usize = 96;

/// A mapping or sequence that is still open.
enum Open {
    List(Vec<Value>),
    Map(Map<String, Value>, Option<String>),
}

/// Reads a document.
///
/// # Errors
/// What is wrong, and at which line and column.
pub fn read(text: &str) -> Result<Value, String> {
    if text.len() > LONGEST {
        return Err(format!("A definition has at most {LONGEST} bytes"));
    }
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with(['{', '[']) {
        return serde_json::from_str(text).map_err(|error| error.to_string());
    }
    read_yaml(text)
}

fn read_yaml(text: &str) -> Result<Value, String> {
    let mut open: Vec<Open> = Vec::new();
    let mut root = None;
    let mut parser: Parser<'_, StrInput<'_>> = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let at = error.marker();
            format!("{} at line {} column {}", error.info(), at.line(), at.col() + 1)
        })?;
        let at = |problem: &str| format!("{problem} at line {} column {}", span.start.line(), span.start.col() + 1);
        let begins = matches!(event, Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..));
        if begins && open.is_empty() && root.is_some() {
            return Err(at("A second document begins"));
        }
        let value = match event {
            Event::Scalar(text, style, ..) => {
                if let Some(Open::Map(members, key @ None)) = open.last_mut() {
                    if members.contains_key(text.as_ref()) {
                        return Err(at(&format!("The key {text:?} stands here twice")));
                    }
                    *key = Some(text.into_owned());
                    continue;
                }
                if style == ScalarStyle::Plain { plain(&text) } else { Value::String(text.into_owned()) }
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if open.len() == DEPTH {
                    return Err(at(&format!("The definition nests deeper than {DEPTH} levels")));
                }
                if matches!(open.last(), Some(Open::Map(_, None))) {
                    return Err(at("A key must be a text"));
                }
                open.push(match event {
                    Event::SequenceStart(..) => Open::List(Vec::new()),
                    _ => Open::Map(Map::new(), None),
                });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(items)) => Value::Array(items),
                Some(Open::Map(members, _)) => Value::Object(members),
                None => continue,
            },
            Event::Alias(_) => return Err(at("Aliases are not read; write what they stand for")),
            _ => continue,
        };
        match open.last_mut() {
            None => root = Some(value),
            Some(Open::List(items)) => items.push(value),
            Some(Open::Map(members, key)) => {
                members.insert(key.take().unwrap_or_default(), value);
            }
        }
    }
    root.ok_or_else(|| "The definition is empty".to_owned())
}

/// What a plain scalar means.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    // What begins with a zero is an id or a date and no number.
    let leading_zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    if !leading_zero && digits.starts_with(|first: char| first.is_ascii_digit()) {
        if let Ok(number) = text.parse::<i64>() {
            return Value::from(number);
        }
        if let Some(number) = text.parse::<f64>().ok().and_then(Number::from_f64) {
            return Value::Number(number);
        }
    }
    Value::String(text.to_owned())
}

/// A scalar member as text; empty when there is none. YAML makes numbers of versions and statuses.
pub fn text(value: &Value, name: &str) -> String {
    scalar(value.get(name).unwrap_or(&Value::Null)).unwrap_or_default()
}

/// A scalar as text.
pub fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// The members of a member that is an object.
pub fn members<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    value.get(name).and_then(Value::as_object).into_iter().flatten()
}

/// The items of a member that is a list.
pub fn items<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

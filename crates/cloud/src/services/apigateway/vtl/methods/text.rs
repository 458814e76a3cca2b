//! The methods of Java's strings. Indices count characters.

use std::rc::Rc;

use super::super::heap::{Fault, Heap, Origin, Value};
use super::regex;

/// Calls one.
pub fn call(heap: &mut Heap, text: &Rc<str>, name: &str, arguments: &[Value]) -> Result<Value, Fault> {
    heap.work(text.len())?;
    let mut words = Vec::with_capacity(arguments.len());
    for argument in arguments {
        words.push(heap.print(argument)?);
    }
    let made = match (name, words.as_slice()) {
        ("length", []) => return Ok(integer(text.chars().count())),
        ("isEmpty", []) => return Ok(Value::Bool(text.is_empty())),
        ("isBlank", []) => return Ok(Value::Bool(text.trim().is_empty())),
        ("contains", [part]) => return Ok(Value::Bool(text.contains(part.as_str()))),
        ("startsWith", [part]) => return Ok(Value::Bool(text.starts_with(part.as_str()))),
        ("endsWith", [part]) => return Ok(Value::Bool(text.ends_with(part.as_str()))),
        ("equalsIgnoreCase", [other]) => return Ok(Value::Bool(text.to_lowercase() == other.to_lowercase())),
        ("compareTo", [other]) => {
            return Ok(Value::Integer(text.encode_utf16().cmp(other.encode_utf16()) as i64));
        }
        ("indexOf", [part]) => return Ok(place(text, text.find(part.as_str()))),
        ("lastIndexOf", [part]) => return Ok(place(text, text.rfind(part.as_str()))),
        ("matches", [pattern]) => return regex::matches(heap, text, pattern),
        ("split", [pattern]) => {
            let parts = regex::split(heap, text, pattern)?;
            let mut items = Vec::with_capacity(parts.len());
            for part in parts {
                items.push(heap.text(part)?);
            }
            return heap.list(Origin::Java, items);
        }
        ("charAt", [_]) => {
            let Some(at) = index(arguments.first()) else { return Err(outside(name)) };
            match text.chars().nth(at) {
                Some(character) => character.to_string(),
                None => return Err(outside(name)),
            }
        }
        ("substring", [_]) => part(text, index(arguments.first()), None)?.to_owned(),
        ("substring", [_, _]) => match index(arguments.get(1)) {
            Some(end) => part(text, index(arguments.first()), Some(end))?.to_owned(),
            None => return Err(outside(name)),
        },
        ("trim" | "strip", []) => text.trim().to_owned(),
        ("toLowerCase", []) => text.to_lowercase(),
        ("toUpperCase", []) => text.to_uppercase(),
        ("concat", [other]) => format!("{text}{other}"),
        ("replace", [part, with]) => {
            let found = text.matches(part.as_str()).count();
            heap.hold(found.saturating_mul(with.len()))?;
            text.replace(part.as_str(), with)
        }
        ("replaceAll", [pattern, with]) => regex::replace(heap, text, pattern, with, usize::MAX)?,
        ("replaceFirst", [pattern, with]) => regex::replace(heap, text, pattern, with, 1)?,
        _ => return Ok(Value::Null),
    };
    heap.work(made.len())?;
    heap.text(&made)
}

fn integer(number: usize) -> Value {
    Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A place in bytes as one in characters; -1 when there is none.
fn place(text: &str, at: Option<usize>) -> Value {
    at.map_or(Value::Integer(-1), |at| integer(text[..at].chars().count()))
}

fn index(argument: Option<&Value>) -> Option<usize> {
    match argument {
        Some(Value::Integer(index)) => usize::try_from(*index).ok(),
        _ => None,
    }
}

fn outside(name: &str) -> Fault {
    Fault::new(format!("{name} is given an index that is not in its text"))
}

/// The characters from one index up to another.
fn part(text: &str, from: Option<usize>, to: Option<usize>) -> Result<&str, Fault> {
    let from = from.and_then(|from| bytes(text, from)).ok_or_else(|| outside("substring"))?;
    let to = match to {
        Some(to) => bytes(text, to).ok_or_else(|| outside("substring"))?,
        None => text.len(),
    };
    text.get(from..to).ok_or_else(|| outside("substring"))
}

/// Where the character with this index begins; the end is one more.
fn bytes(text: &str, index: usize) -> Option<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(index)
}

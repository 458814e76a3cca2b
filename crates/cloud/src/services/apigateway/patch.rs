//! Patches: what every Update operation is given, and how it is done on a document.
//!
//! Each operation has a table of the paths that it takes and what may be done at each. The document is the record as
//! it is shown; once it is patched it is read back.
//! <https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html>

use serde_json::{Map, Value};

use super::Error;
use super::ops::fault_text;
use crate::operation::{Call, JsonBody};

/// The operation may be `add`.
pub const ADD: u8 = 1;
/// The operation may be `remove`.
pub const REMOVE: u8 = 2;
/// The operation may be `replace`.
pub const REPLACE: u8 = 4;
/// All three.
pub const ALL: u8 = ADD | REMOVE | REPLACE;

/// The operations that a patch may name, in AWS's order.
const NAMES: &str = "add, remove, move, test, replace, copy";
/// The most that a patch may ask for. AWS has no figure for it but a body's size.
const MAX_PATCHES: usize = 1_000;

/// One thing that a patch asks for.
pub struct Patch {
    /// `add`, `remove`, `replace`, `copy`, `move` or `test`.
    pub op: String,
    /// Where, as it was sent: `/variables/a~1b`.
    pub path: String,
    /// The parts of the path, without their escapes.
    pub parts: Vec<String>,
    /// With what.
    pub value: Option<String>,
    /// Where from, for `copy` and `move`.
    pub from: String,
}

/// What may be done at one path.
pub struct Rule {
    /// The path, with `*` for a part that is free.
    pub path: &'static str,
    /// Which operations.
    pub ops: u8,
    /// What is there.
    pub form: Form,
}

/// What a path leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A member of the document or of a record in it.
    Member,
    /// An entry of a map; the text is AWS's when it is not there.
    Entry(&'static str),
    /// A text of a list, which is the path's last part.
    Element,
    /// A list of texts; the value is one of them.
    Values,
    /// The one text of a list.
    Only,
}

/// How an operation words that a path or an operation is none of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// With a list of the paths.
    Listed,
    /// With a list of the operations, when the path is known.
    Plain,
    /// With the path alone.
    Path,
}

/// What an Update operation takes.
pub struct Table {
    /// By path.
    pub rules: &'static [Rule],
    /// How it refuses.
    pub style: Style,
}

/// A rule.
pub const fn rule(path: &'static str, ops: u8, form: Form) -> Rule {
    Rule { path, ops, form }
}

/// The patches of a call's body. `faults` are those found before in the rest of the call.
///
/// # Errors
/// When one names no operation, or is no patch.
pub fn read(call: &Call<'_>, body: &JsonBody, faults: Vec<String>) -> Result<Vec<Patch>, Error> {
    let none = Vec::new();
    let given = match body.get("patchOperations") {
        None | Some(Value::Null) => &none,
        Some(Value::Array(list)) if list.len() <= MAX_PATCHES => list,
        Some(_) => return Err(Error::bad("Invalid patch operations specified")),
    };
    let mut patches = Vec::new();
    let mut wrong = Vec::new();
    for (index, patch) in given.iter().enumerate() {
        let text = |name: &str| patch.get(name).and_then(Value::as_str).map(str::to_owned);
        let op = text("op").unwrap_or_default();
        if !NAMES.split(", ").any(|name| name == op) {
            let member = format!("patchOperations.{}.member.op", index + 1);
            wrong.push(fault_text(call, &member, Some(&op), &format!("satisfy enum value set: [{NAMES}]")));
        }
        let path = text("path").unwrap_or_else(|| "null".to_owned());
        let parts = path.split('/').skip(1).map(unescape).collect();
        patches.push(Patch { op, path, parts, value: text("value"), from: text("from").unwrap_or_default() });
    }
    wrong.extend(faults);
    if wrong.is_empty() { Ok(patches) } else { Err(Error::Validation(wrong)) }
}

/// Does what `patches` ask for, in their order.
///
/// # Errors
/// When a path or an operation is none that `table` takes, or what is to be changed is not there.
pub fn apply(document: &mut JsonBody, table: &Table, patches: &[Patch]) -> Result<(), Error> {
    patches.iter().try_for_each(|patch| step(document, table, patch))
}

/// A part of a path without its escapes: `~1` is a slash, `~0` a tilde.
#[must_use]
pub fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

fn step(document: &mut JsonBody, table: &Table, patch: &Patch) -> Result<(), Error> {
    let op = match patch.op.as_str() {
        "add" => ADD,
        "remove" => REMOVE,
        "replace" => REPLACE,
        _ => 0,
    };
    let Some(rule) = table.rules.iter().find(|rule| fits(rule.path, &patch.parts)) else {
        return Err(refusal(table, op, patch, None));
    };
    if rule.ops & op == 0 {
        return Err(refusal(table, op, patch, Some(rule)));
    }
    let (last, above) = patch.parts.split_last().expect("a rule's path has a part, and the patch's fits it");
    let value = patch.value.clone();
    match rule.form {
        Form::Member => {
            let Some(holder) = descend(document, above) else { return Ok(()) };
            match value.filter(|_| op != REMOVE) {
                Some(value) => holder.insert(last.clone(), Value::from(value)),
                None => holder.remove(last),
            };
        }
        Form::Entry(missing) => {
            let Some(holder) = descend(document, above) else { return Ok(()) };
            if op != ADD && !holder.contains_key(last) {
                return Err(Error::NotFound(missing.to_owned()));
            }
            match value {
                _ if op == REMOVE => {
                    holder.remove(last);
                }
                Some(value) if !value.is_empty() => {
                    holder.insert(last.clone(), Value::from(value));
                }
                _ if table.style == Style::Path => {
                    let map = above.last().map_or("", String::as_str);
                    return Err(Error::bad(format!("Invalid null or empty value in {map}")));
                }
                value => {
                    holder.insert(last.clone(), Value::from(value.unwrap_or_default()));
                }
            }
        }
        Form::Element | Form::Values | Form::Only => {
            let (name, above) = if rule.form == Form::Values {
                (last, above)
            } else {
                above.split_last().expect("the path of an element has the list's name before it")
            };
            let Some(holder) = descend(document, above) else { return Ok(()) };
            let list = holder.entry(name.clone()).or_insert_with(|| Value::Array(Vec::new()));
            let Some(list) = list.as_array_mut() else { return Ok(()) };
            let held = if rule.form == Form::Values { value.clone().unwrap_or_default() } else { last.clone() };
            if rule.form == Form::Only {
                list.clear();
            } else {
                list.retain(|item| item.as_str() != Some(&held));
            }
            match op {
                ADD if rule.form == Form::Element => list.push(Value::from(held)),
                ADD | REPLACE => list.extend(value.map(Value::from)),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Whether a rule's path fits the parts of a patch's.
fn fits(pattern: &str, parts: &[String]) -> bool {
    let pattern = pattern.split('/').skip(1);
    pattern.clone().count() == parts.len() && pattern.zip(parts).all(|(held, part)| held == "*" || held == part)
}

/// The record within `document` that `path` leads to, made if it is not there; none when something else is there.
fn descend<'a>(document: &'a mut JsonBody, path: &[String]) -> Option<&'a mut JsonBody> {
    let mut at = document;
    for part in path {
        let held = at.entry(part.clone()).or_insert_with(|| Value::Object(Map::new()));
        at = held.as_object_mut()?;
    }
    Some(at)
}

fn refusal(table: &Table, op: u8, patch: &Patch, rule: Option<&Rule>) -> Error {
    let Patch { path, op: name, .. } = patch;
    Error::BadRequest(match (table.style, rule) {
        (Style::Listed, _) => {
            let paths: Vec<&str> = table.rules.iter().filter(|rule| rule.ops & op != 0).map(|rule| rule.path).collect();
            // The two spaces are AWS's.
            let what = format!("Invalid patch path  '{path}' specified for op '{name}'.");
            if paths.is_empty() {
                format!("{what} Please choose supported operations")
            } else {
                format!("{what} Must be one of: [{}]", paths.join(", "))
            }
        }
        (Style::Plain, Some(rule)) => {
            let names = [(ADD, "add"), (REMOVE, "remove"), (REPLACE, "replace")];
            let names: Vec<&str> = names.iter().filter(|(bit, _)| rule.ops & bit != 0).map(|(_, name)| *name).collect();
            format!("Invalid patch operation specified. Must be one of: [{}]", names.join(", "))
        }
        _ => format!("Invalid patch path {path}"),
    })
}

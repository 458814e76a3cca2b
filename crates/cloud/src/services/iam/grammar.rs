//! The grammar of policies: from JSON to statements, or to what is wrong, in AWS's words.
//!
//! Source: AWS's "Grammar of the IAM JSON policy language". AWS looks for mistakes of form in the whole document
//! before it looks for what is missing, so two passes are made here too.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::conditions::Condition;
use super::malformed::Error;
use super::pattern::{Pattern, Reading};
use super::policy::{Effect, Kind, Patterns, Policy, Statement, VERSION};
use super::principals::{Named, Principals};

const OLD_VERSION: &str = "2008-10-17";
const POLICY_ELEMENTS: [&str; 3] = ["Version", "Id", "Statement"];
const STATEMENT_ELEMENTS: [&str; 9] =
    ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition"];

/// Reads a policy.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn policy(json: &str, kind: Kind) -> Result<Policy, Error> {
    let document: Value = serde_json::from_str(json).map_err(|_| Error::NotJson)?;
    let document = elements(&document, &POLICY_ELEMENTS)?;
    let version = match document.get("Version") {
        None => OLD_VERSION,
        Some(Value::String(version)) if version == VERSION || version == OLD_VERSION => version,
        Some(_) => return Err(Error::Syntax),
    };
    let id = optional_text(document, "Id")?;
    let statements = match document.get("Statement") {
        Some(Value::Array(statements)) if !statements.is_empty() => statements.as_slice(),
        Some(statement @ Value::Object(_)) => std::slice::from_ref(statement),
        _ => return Err(Error::Syntax),
    };
    let statements = statements.iter().map(|text| read(text, version == VERSION)).collect::<Result<Vec<_>, _>>()?;
    if kind == Kind::Managed && version != VERSION {
        return Err(Error::OldVersion);
    }
    let mut sids = BTreeSet::new();
    if !statements.iter().filter_map(|read| read.0.sid.as_deref()).all(|sid| sids.insert(sid)) {
        return Err(Error::RepeatedSid);
    }
    for (statement, source) in &statements {
        check(statement, source, kind)?;
    }
    Ok(Policy::with_parts(version, id, statements.into_iter().map(|(statement, _)| statement).collect()))
}

/// Reads one statement. Variables have their meaning when `variables` says so.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn statement(value: &Value, variables: bool, kind: Kind) -> Result<Statement, Error> {
    let (statement, source) = read(value, variables)?;
    check(&statement, source, kind)?;
    Ok(statement)
}

/// Looks at the form alone.
fn read(value: &Value, variables: bool) -> Result<(Statement, &Map<String, Value>), Error> {
    let source = elements(value, &STATEMENT_ELEMENTS)?;
    let effect = match source.get("Effect") {
        Some(Value::String(effect)) if effect == "Allow" => Effect::Allow,
        Some(Value::String(effect)) if effect == "Deny" => Effect::Deny,
        Some(Value::String(effect)) if effect.eq_ignore_ascii_case("Allow") || effect.eq_ignore_ascii_case("Deny") => {
            return Err(Error::Legacy);
        }
        _ => return Err(Error::Syntax),
    };
    let actions = Reading { wildcards: true, variables: false, folded: true };
    let resources = Reading { wildcards: true, variables, folded: false };
    let statement = Statement {
        sid: optional_text(source, "Sid")?.filter(|sid| !sid.is_empty()).map(Into::into),
        effect,
        text: value.to_string().into(),
        actions: patterns(source, "Action", "NotAction", actions)?
            .unwrap_or(Patterns { negated: false, patterns: Vec::new() }),
        resources: patterns(source, "Resource", "NotResource", resources)?,
        principals: principals(source)?,
        conditions: conditions(source, variables)?,
    };
    Ok((statement, source))
}

/// Looks for what is missing, what does not belong in such a policy, and what names nothing.
fn check(statement: &Statement, source: &Map<String, Value>, kind: Kind) -> Result<(), Error> {
    if statement.actions.patterns.is_empty() {
        return Err(Error::NoActions);
    }
    for action in texts(source, ["Action", "NotAction"])? {
        check_action(&action)?;
        if kind == Kind::Trust && !action.to_ascii_lowercase().starts_with("sts:") {
            return Err(Error::NotAssumeRole);
        }
    }
    match (kind, &statement.resources, &statement.principals) {
        (Kind::Trust, Some(_), _) => return Err(Error::HasResource),
        (Kind::Trust, None, None) | (Kind::Resource, _, None) => return Err(Error::NoPrincipal),
        (Kind::Inline | Kind::Managed, _, Some(_)) => return Err(Error::HasPrincipal),
        (Kind::Resource | Kind::Inline | Kind::Managed, resources, _)
            if resources.as_ref().is_none_or(|resources| resources.patterns.is_empty()) =>
        {
            return Err(Error::NoResources);
        }
        _ => {}
    }
    texts(source, ["Resource", "NotResource"])?.iter().try_for_each(|resource| check_resource(resource))
}

fn check_action(action: &str) -> Result<(), Error> {
    let mut parts = action.split(':');
    let vendor = parts.next().unwrap_or_default();
    match (parts.next(), parts.next()) {
        (None, _) if vendor == "*" => Ok(()),
        (None, _) => Err(Error::NoVendor),
        (Some(_), Some(_)) => Err(Error::TwoColons),
        (Some(_), None) => {
            let fits = |letter: char| letter.is_ascii_alphanumeric() || "-.*".contains(letter);
            if !vendor.is_empty() && vendor.chars().all(fits) {
                Ok(())
            } else {
                Err(Error::BadVendor(vendor.to_owned()))
            }
        }
    }
}

fn check_resource(resource: &str) -> Result<(), Error> {
    if resource == "*" {
        return Ok(());
    }
    let parts: Vec<&str> = resource.splitn(6, ':').collect();
    match parts.as_slice() {
        [_] => Err(Error::NotAnArn(resource.to_owned())),
        [_, partition, ..] if !matches!(*partition, "aws" | "*") => Err(Error::BadPartition(resource.to_owned())),
        [_, _] => Err(Error::NoResourceVendor),
        [_, _, "s3", region, ..] if !matches!(*region, "" | "*") => Err(Error::HasRegion(resource.to_owned())),
        [_, _, _, _, _, _] => Ok(()),
        _ => Err(Error::Legacy),
    }
}

fn elements<'a>(value: &'a Value, known: &[&str]) -> Result<&'a Map<String, Value>, Error> {
    let elements = value.as_object().ok_or(Error::Syntax)?;
    if elements.keys().all(|name| known.contains(&name.as_str())) { Ok(elements) } else { Err(Error::Syntax) }
}

fn optional_text<'a>(source: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, Error> {
    source.get(name).map(|value| value.as_str().ok_or(Error::Syntax)).transpose()
}

/// A text, or a list of them. Truths and numbers count as texts, since conditions are often written so.
fn text_or_list(value: &Value) -> Result<Vec<Cow<'_, str>>, Error> {
    let text = |value: &'_ Value| match value {
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        _ => Err(Error::Syntax),
    };
    match value {
        Value::String(only) => Ok(vec![Cow::Borrowed(only)]),
        Value::Array(list) => list
            .iter()
            .map(|item| match item {
                Value::String(item) => Ok(Cow::Borrowed(item.as_str())),
                other => text(other).map(Cow::Owned),
            })
            .collect(),
        other => Ok(vec![Cow::Owned(text(other)?)]),
    }
}

fn texts<'a>(source: &'a Map<String, Value>, names: [&str; 2]) -> Result<Vec<Cow<'a, str>>, Error> {
    names.iter().find_map(|name| source.get(*name)).map_or(Ok(Vec::new()), text_or_list)
}

fn patterns(
    source: &Map<String, Value>,
    name: &str,
    opposite: &str,
    reading: Reading,
) -> Result<Option<Patterns>, Error> {
    let (negated, value) = match (source.get(name), source.get(opposite)) {
        (None, None) => return Ok(None),
        (Some(value), None) => (false, value),
        (None, Some(value)) => (true, value),
        (Some(_), Some(_)) => return Err(Error::Syntax),
    };
    let patterns = text_or_list(value)?.iter().map(|text| Pattern::new(text, reading)).collect();
    Ok(Some(Patterns { negated, patterns }))
}

fn principals(source: &Map<String, Value>) -> Result<Option<Principals>, Error> {
    let (negated, value) = match (source.get("Principal"), source.get("NotPrincipal")) {
        (None, None) => return Ok(None),
        (Some(value), None) => (false, value),
        (None, Some(value)) => (true, value),
        (Some(_), Some(_)) => return Err(Error::Syntax),
    };
    let mut named = Vec::new();
    match value {
        Value::String(everyone) if everyone == "*" => named.push(Named::Everyone),
        Value::Object(kinds) => {
            for (kind, values) in kinds {
                for value in text_or_list(values)? {
                    let bad = || Error::BadPrincipal(kind.to_ascii_uppercase(), value.to_string());
                    named.push(Named::parse(kind, &value).ok_or_else(bad)?);
                }
            }
        }
        _ => return Err(Error::Syntax),
    }
    Ok(Some(Principals { negated, named }))
}

fn conditions(source: &Map<String, Value>, variables: bool) -> Result<Vec<Condition>, Error> {
    let mut conditions = Vec::new();
    let Some(operators) = source.get("Condition") else { return Ok(conditions) };
    for (operator, keys) in operators.as_object().ok_or(Error::Syntax)? {
        for (key, values) in keys.as_object().ok_or(Error::Syntax)? {
            if !key.contains(':') {
                return Err(Error::NoVendor);
            }
            let values = text_or_list(values)?;
            conditions.push(Condition::new(operator, key, &values, variables).ok_or(Error::Syntax)?);
        }
    }
    Ok(conditions)
}

#[cfg(test)]
#[path = "grammar_tests.rs"]
mod tests;

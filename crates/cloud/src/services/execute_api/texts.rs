//! Texts as mappings, access logs and addresses of integrations have them: parts of JSON, and stage variables filled in.

use serde_json::Value;

/// A part of a document by a path of names: `identity.sourceIp`; none where it is missing or null.
#[must_use]
pub fn part(document: &Value, path: &str) -> Option<String> {
    let path = path.strip_prefix("$.").unwrap_or(path);
    let found = path.split('.').filter(|name| !name.is_empty() && *name != "$").try_fold(document, |held, name| {
        let (name, index) = match name.strip_suffix(']').and_then(|name| name.split_once('[')) {
            Some((name, index)) => (name, Some(index.parse::<usize>().ok()?)),
            None => (name, None),
        };
        let held = if name.is_empty() || name == "$" { held } else { held.get(name)? };
        index.map_or(Some(held), |index| held.get(index))
    })?;
    text(found)
}

/// A value as text: a string as it is, other values as JSON; none for null.
#[must_use]
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        value => Some(value.to_string()),
    }
}

/// A text with its `${stageVariables.name}` replaced; what is not there is empty.
#[must_use]
pub fn with_variables<'v>(text: &str, variable: &dyn Fn(&str) -> Option<&'v str>) -> String {
    let (mut filled, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once("${stageVariables.") {
        let Some((name, after)) = after.split_once('}') else { break };
        filled.push_str(before);
        filled.push_str(variable(name).unwrap_or_default());
        rest = after;
    }
    filled + rest
}

//! Create, Get, Update and DeleteApiKey, GetApiKeys and ImportApiKeys.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_CreateApiKey.html>

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{answer, body, done, empty, page, patched, room, state};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::protocol::uri;
use crate::services::apigateway::Error;
use crate::services::apigateway::patch::{Form, REPLACE, Style, Table, rule};
use crate::services::apigateway::record::{document, take};
use crate::services::apigateway::state::ApiKey;

/// How many keys an account may have.
const MAX_KEYS: usize = 10_000;
/// The shortest key, characters.
const SHORTEST: usize = 20;
/// The longest key, characters.
const LONGEST: usize = 128;
/// A key that AWS makes, characters.
const GENERATED: usize = 40;
/// The longest name of a key, characters.
const LONGEST_NAME: usize = 1_024;
/// The longest description of a key, characters.
const LONGEST_DESCRIPTION: usize = 125_000;

static PATCHES: Table = Table {
    rules: &[
        rule("/description", REPLACE, Form::Member),
        rule("/enabled", REPLACE, Form::Member),
        rule("/name", REPLACE, Form::Member),
        rule("/customerId", REPLACE, Form::Member),
    ],
    style: Style::Listed,
};

/// Makes a key.
pub fn create_api_key(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    let key = ApiKey {
        value: take(&body, "value")?,
        name: take(&body, "name")?,
        customer_id: take(&body, "customerId")?,
        description: take(&body, "description")?,
        enabled: take(&body, "enabled")?,
        tags: take(&body, "tags")?,
        ..ApiKey::default()
    };
    let key = keep(context, key)?;
    context.changed(format!("API key {}", key.name), None, Some(key.id.clone()));
    Ok(answer(201, describe(&key, true)))
}

/// Shows a key, and its value when it is asked for.
pub fn get_api_key(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut document = describe(&*find(context, call)?, asks(call, "includeValue"));
    document.entry("tags").or_insert_with(empty);
    Ok(answer(200, document))
}

/// Lists the keys, or those whose names begin as asked.
pub fn get_api_keys(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let query = &call.request.query;
    let (name, customer) = (uri::parameter(query, "name"), uri::parameter(query, "customerId"));
    let with_value = asks(call, "includeValues");
    let fits = |key: &&Arc<ApiKey>| {
        name.as_ref().is_none_or(|start| key.name.starts_with(start))
            && customer.as_ref().is_none_or(|id| *id == key.customer_id)
    };
    let keys = context.world.apigateway().keys.values().filter(fits);
    Ok(page(call, keys.map(|key| (key.id.clone(), describe(key, with_value))))?)
}

/// Changes a key.
pub fn update_api_key(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = find(context, call)?;
    let mut key = patched(&*held, &PATCHES, call)?;
    check(&key)?;
    (key.created, key.updated) = (held.created, context.now);
    let mut document = describe(&key, false);
    document.entry("tags").or_insert_with(empty);
    state(context).keys.insert(key.id.as_str().into(), Arc::new(key));
    Ok(answer(200, document))
}

/// Deletes a key, out of its usage plans too.
pub fn delete_api_key(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = find(context, call)?;
    let state = state(context);
    state.keys.remove(&call.name);
    let plans: Vec<_> = state.plan_keys.iter().filter(|(_, key)| **key == *call.name).cloned().collect();
    for plan in plans {
        state.plan_keys.remove(&plan);
    }
    context.changed(format!("API key {}", held.name), Some(held.id.clone()), None);
    Ok(done(202))
}

/// Makes keys of a table in CSV: the columns `name`, `key`, and if there are `description`, `enabled`, `usageplanIds`.
pub fn import_api_keys(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let text = String::from_utf8_lossy(&call.request.body).into_owned();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let columns: Vec<String> =
        lines.next().unwrap_or_default().split(',').map(|name| name.trim().to_lowercase()).collect();
    if !["name", "key"].iter().all(|needed| columns.iter().any(|held| held == needed)) {
        return Err(Error::bad("Failed to parse the CSV file: it must have the columns Name and Key").into());
    }
    let mut ids = Vec::new();
    let mut warnings = Vec::new();
    for line in lines {
        let row: BTreeMap<&str, &str> = columns.iter().map(String::as_str).zip(fields(line)).collect();
        let cell = |name: &str| row.get(name).copied().unwrap_or_default().to_owned();
        let key = ApiKey {
            value: cell("key"),
            name: cell("name"),
            description: cell("description"),
            enabled: !cell("enabled").eq_ignore_ascii_case("false"),
            ..ApiKey::default()
        };
        match keep(context, key) {
            Ok(key) => {
                let plans = cell("usageplanids");
                for plan in plans.split([';', ',']).map(str::trim).filter(|plan| !plan.is_empty()) {
                    if context.world.apigateway().plans.contains_key(plan) {
                        state(context).plan_keys.insert((plan.into(), key.id.as_str().into()));
                    } else {
                        warnings.push(format!("Usage plan {plan} of the key {} does not exist", key.name));
                    }
                }
                ids.push(key.id);
            }
            Err(error) if asks(call, "failonwarnings") => return Err(error.into()),
            Err(error) => warnings.push(ServiceError::from(error).message),
        }
    }
    let Value::Object(document) = json!({"ids": ids, "warnings": warnings}) else { return Ok(done(201)) };
    Ok(answer(201, document))
}

/// The key that a call names.
fn find(context: &Context<'_>, call: &Call<'_>) -> Result<Arc<ApiKey>, Error> {
    let held = context.world.apigateway().keys.get(&call.name).cloned();
    held.ok_or_else(|| Error::NotFound("Invalid API Key identifier specified".to_owned()))
}

/// Keeps a new key.
fn keep(context: &mut Context<'_>, mut key: ApiKey) -> Result<ApiKey, Error> {
    if key.value.is_empty() {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        key.value = context.rng.letters(GENERATED, alphabet);
    }
    if key.value.len() < SHORTEST {
        return Err(Error::bad(format!("API Key value should be at least {SHORTEST} characters")));
    }
    if key.value.len() > LONGEST {
        return Err(Error::bad(format!("API Key value exceeds maximum size of {LONGEST} characters")));
    }
    check(&key)?;
    let keys = &context.world.apigateway().keys;
    if keys.values().any(|held| held.value == key.value) {
        return Err(Error::Conflict("API Key already exists".to_owned()));
    }
    room(keys.len(), MAX_KEYS, "API keys")?;
    (key.created, key.updated) = (context.now, context.now);
    key.id = context.rng.lower(10);
    state(context).keys.insert(key.id.as_str().into(), Arc::new(key.clone()));
    Ok(key)
}

fn check(key: &ApiKey) -> Result<(), Error> {
    if key.name.chars().count() > LONGEST_NAME {
        return Err(Error::bad(format!("Invalid API Key name, can be at most {LONGEST_NAME} characters.")));
    }
    if key.description.chars().count() > LONGEST_DESCRIPTION {
        return Err(Error::bad("Invalid API Key description specified."));
    }
    Ok(())
}

fn asks(call: &Call<'_>, name: &str) -> bool {
    uri::parameter(&call.request.query, name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

fn describe(key: &ApiKey, with_value: bool) -> JsonBody {
    let hidden = ApiKey { value: String::new(), ..key.clone() };
    let mut document = document(if with_value { key } else { &hidden });
    document.entry("stageKeys").or_insert_with(|| json!([]));
    document
}

/// The cells of a line, some between double quotes.
fn fields(line: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let (cell, after) = match rest.strip_prefix('"').and_then(|inner| inner.split_once('"')) {
            Some((cell, after)) => (cell, after.strip_prefix(',')),
            None => match rest.split_once(',') {
                Some((cell, after)) => (cell.trim(), Some(after)),
                None => (rest.trim(), None),
            },
        };
        cells.push(cell);
        match after {
            Some(after) => rest = after,
            None => return cells,
        }
    }
}

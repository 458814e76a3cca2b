//! What a caller must be allowed for each operation.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::input::plain_name;
use super::partiql::Request;
use super::table::arn;
use crate::operation::{Access, Call, JsonBody, PolicyOf};
use crate::protocol::json;

/// Leave to do `action` with `resource`.
#[must_use]
pub fn access(action: &'static str, resource: impl Into<Arc<str>>) -> Access {
    Access { action, resource: resource.into(), policy_of: PolicyOf::Nothing }
}

/// Leave to do `action` with the call's table.
#[must_use]
pub fn on_table(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    vec![access(action, arn(&call.name))]
}

/// Leave to do `action` with whatever there is.
#[must_use]
pub fn on_all(action: &'static str) -> Vec<Access> {
    vec![access(action, "*")]
}

/// The body of a call. What cannot be read is refused when the call runs; until then there is nothing to ask about it.
#[must_use]
pub fn body(call: &Call<'_>) -> Arc<JsonBody> {
    call.json.clone().unwrap_or_else(|| json::body(call.request).unwrap_or_default().into())
}

/// Leave to do `action` with the call's table, or with the index that it names.
#[must_use]
pub fn on_index(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    match body(call).get("IndexName").and_then(Value::as_str) {
        Some(index) => vec![access(action, format!("{}/index/{index}", arn(&call.name)))],
        None => on_table(call, action),
    }
}

/// Leave to do `action` with every table of a batch.
#[must_use]
pub fn on_batch(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    let body = body(call);
    let tables = body.get("RequestItems").and_then(Value::as_object).into_iter().flat_map(Map::keys);
    tables.map(|table| access(action, arn(plain_name(table)))).collect()
}

/// Leave to do what each part of a transaction does.
#[must_use]
pub fn on_transaction(call: &Call<'_>) -> Vec<Access> {
    const ACTIONS: [(&str, &str); 5] = [
        ("Get", "dynamodb:GetItem"),
        ("Put", "dynamodb:PutItem"),
        ("Update", "dynamodb:UpdateItem"),
        ("Delete", "dynamodb:DeleteItem"),
        ("ConditionCheck", "dynamodb:ConditionCheckItem"),
    ];
    let body = body(call);
    let items = body.get("TransactItems").and_then(Value::as_array).into_iter().flatten();
    let parts = items.flat_map(|item| ACTIONS.iter().filter_map(|(field, action)| Some((item.get(field)?, *action))));
    distinct(parts.map(|(part, action)| {
        let table = part.get("TableName").and_then(Value::as_str).unwrap_or_default();
        access(action, arn(plain_name(table)))
    }))
}

/// Each of `all` once, in their order.
fn distinct(all: impl Iterator<Item = Access>) -> Vec<Access> {
    let mut accesses = Vec::new();
    for asked in all {
        if !accesses.contains(&asked) {
            accesses.push(asked);
        }
    }
    accesses
}

/// Leave to do `action` with the table that an ARN names.
#[must_use]
pub fn on_resource(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    let body = body(call);
    vec![access(action, body.get("ResourceArn").and_then(Value::as_str).unwrap_or_default())]
}

/// Leave to do what a statement does. One that cannot be read is refused when it runs.
fn statement(body: &Map<String, Value>) -> Option<Access> {
    let statement = Request::read(body).and_then(|request| request.parse()).ok()?;
    let (table, index) = statement.target();
    let table = arn(table);
    Some(access(statement.action(), index.map_or_else(|| table.clone(), |index| format!("{table}/index/{index}"))))
}

/// Leave to do what the call's statement does.
#[must_use]
pub fn on_statement(call: &Call<'_>) -> Vec<Access> {
    statement(&body(call)).into_iter().collect()
}

/// Leave to do what each of the statements in `field` does.
#[must_use]
pub fn on_statements(call: &Call<'_>, field: &str) -> Vec<Access> {
    let body = body(call);
    let statements = body.get(field).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    distinct(statements.filter_map(statement))
}

//! `ExecuteStatement`: one PartiQL statement, which reads a page or writes an item.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html>

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use serde_json::{Map, Value, json};

use super::super::capacity::{Consumed, Detail};
use super::super::error::Error;
use super::super::input::{body, integer, text};
use super::super::partiql::read::{Page, page};
use super::super::partiql::statement::Select;
use super::super::partiql::write::{lower, shown};
use super::super::partiql::{Request, Statement};
use super::super::table::Table;
use super::super::throughput::{Use, charge};
use super::super::value::Item;
use super::super::wire::{read_item, write_item};
use super::find;
use crate::operation::{Call, Context};

/// Does what a statement says.
pub fn execute_statement(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let detail = Detail::read(&body)?;
    let limit = integer(&body, "Limit", 1)?.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
    let request = Request::read(&body)?;
    let statement = request.parse()?;
    match &statement {
        Statement::Select(select) => {
            let start = text(&body, "NextToken")?.map(|token| start(token, &body)).transpose()?;
            let consistent = request.consistent;
            read(context, select, Page { limit, start, consistent, detail }, &body)
        }
        Statement::Exists(_) => Err(Error::invalid("EXISTS can only be used in ExecuteTransaction write requests.")),
        _ => {
            let done = write(context, &statement, request.shows_old_on_failure)?;
            let mut answer = json!({"Items": done.shown.iter().map(write_item).collect::<Vec<_>>()});
            if let Some(consumed) = done.consumed.shown(detail, &done.table, None) {
                answer["ConsumedCapacity"] = consumed;
            }
            Ok(answer)
        }
    }
}

fn read(context: &mut Context<'_>, select: &Select, asked: Page, body: &Map<String, Value>) -> Result<Value, Error> {
    let table = find(context, &select.source.table)?;
    let (mut answer, consumed) = page(select, &table, asked)?;
    charge(context, &table, Use::Read, &consumed)?;
    if let Some(fields) = answer.as_object_mut() {
        fields.remove("Count");
        fields.remove("ScannedCount");
        if let Some(last) = fields.get("LastEvaluatedKey") {
            let token = json!({"key": last, "of": digest(body)}).to_string();
            fields.insert("NextToken".to_owned(), json!(STANDARD.encode(token)));
        }
    }
    Ok(answer)
}

/// What a statement that writes has done.
pub struct Done {
    /// The table.
    pub table: Arc<Table>,
    /// What the statement wants to see.
    pub shown: Option<Item>,
    /// What it consumed.
    pub consumed: Consumed,
}

/// Does what a statement that writes says.
///
/// # Errors
/// Why it was not done.
pub fn write(context: &mut Context<'_>, statement: &Statement, shows_old_on_failure: bool) -> Result<Done, Error> {
    let table = find(context, statement.target().0)?;
    let write = lower(statement, &table.schema, shows_old_on_failure)?;
    let (plan, consumed) = write.prepare(context, &table)?;
    plan.carry_out(&write.table, context);
    Ok(Done { shown: shown(statement, &plan), consumed, table })
}

/// What tells the pages of one statement from those of another: its text and its parameters.
fn digest(body: &Map<String, Value>) -> String {
    let of = json!([body.get("Statement"), body.get("Parameters")]).to_string();
    STANDARD.encode(Md5::digest(of))
}

/// The key at which the page before ended.
fn start(token: &str, body: &Map<String, Value>) -> Result<Item, Error> {
    let invalid = || Error::invalid("Invalid NextToken");
    let token = STANDARD.decode(token).map_err(|_| invalid())?;
    let token: Value = serde_json::from_slice(&token).map_err(|_| invalid())?;
    if token.get("of").and_then(Value::as_str).ok_or_else(invalid)? != digest(body) {
        return Err(Error::invalid("NextToken does not match request"));
    }
    read_item(token.get("key").ok_or_else(invalid)?).map_err(|_| invalid())
}

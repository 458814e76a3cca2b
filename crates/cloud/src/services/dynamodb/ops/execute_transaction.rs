//! `ExecuteTransaction`: up to 100 PartiQL statements, all or none, all of them reads of one item or all writes.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteTransaction.html>

use serde_json::{Value, json};

use super::super::capacity::Detail;
use super::super::error::Error;
use super::super::input::{body, text};
use super::super::limits::MAX_TRANSACTION;
use super::super::partiql::read::{of_item, single};
use super::super::partiql::write::lower;
use super::super::partiql::{Request, Statement};
use super::super::write::Write;
use super::batch_execute_statement::statements;
use super::find;
use super::transact_get_items::{Get, answer};
use super::transact_write_items::commit_once;
use crate::operation::{Call, Context};

/// Does what all statements say, or nothing.
pub fn execute_transaction(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let detail = Detail::read(&body)?;
    let requests = statements(&body, "TransactStatements", MAX_TRANSACTION)?;
    let token = text(&body, "ClientRequestToken")?;
    let parsed = (requests.iter().enumerate())
        .map(|(at, request)| request.parse().map_err(|error| within(at, error)))
        .collect::<Result<Vec<_>, _>>()?;
    let reads = parsed.iter().filter(|statement| statement.reads()).count();
    if reads > 0 && reads < parsed.len() {
        return Err(Error::invalid(
            "ExecuteTransaction API does not support both read and write operations in the same request.",
        ));
    }
    if reads > 0 {
        return read(context, &parsed, detail);
    }
    let mut answer = commit_once(context, call, token, detail, |context| {
        (parsed.iter().zip(&requests).enumerate())
            .map(|(at, (statement, request))| lowered(context, statement, request).map_err(|error| within(at, error)))
            .collect()
    })?;
    answer["Responses"] = json!(vec![json!({}); parsed.len()]);
    Ok(answer)
}

/// An error about the statement at `at`, before anything is done.
fn within(at: usize, error: Error) -> Error {
    match error {
        Error::Validation(text) => Error::Validation(format!("Validation failed in TransactStatements[{at}]: {text}")),
        other => other,
    }
}

fn read(context: &mut Context<'_>, statements: &[Statement], detail: Detail) -> Result<Value, Error> {
    let mut gets = Vec::new();
    for (at, statement) in statements.iter().enumerate() {
        let Statement::Select(select) = statement else { continue };
        if select.source.index.is_some() {
            return Err(within(at, Error::invalid("Reads on indices are not supported within transactions.")));
        }
        let table = find(context, &select.source.table)?;
        let item = single(select, &table, "ExecuteTransaction").map_err(|error| within(at, error))?;
        let shown = item.as_deref().map(|item| of_item(select, item));
        gets.push(Get { table, item, shown });
    }
    answer(context, gets, detail)
}

fn lowered(context: &Context<'_>, statement: &Statement, request: &Request) -> Result<Write, Error> {
    if statement.returning().is_some() {
        return Err(Error::invalid("RETURNING clause is not supported in ExecuteTransaction."));
    }
    let table = find(context, statement.target().0)?;
    lower(statement, &table.schema, request.shows_old_on_failure)
}

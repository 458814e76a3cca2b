//! `BatchExecuteStatement`: up to 25 PartiQL statements, each for itself, all of them reads of one item or all writes.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html>

use serde_json::{Map, Value, json};

use super::super::capacity::{Consumed, Detail, Reading, read_units};
use super::super::error::Error;
use super::super::input::{body, list, missing};
use super::super::limits::MAX_BATCH_STATEMENTS;
use super::super::partiql::read::{of_item, single};
use super::super::partiql::{Request, Statement};
use super::super::throughput::{Use, charge};
use super::super::value::item_size;
use super::super::wire::write_item;
use super::execute_statement::{Done, write};
use super::find;
use crate::operation::{Call, Context};

/// Does what each statement says. What hinders one hinders no other, and stands in its place in the answer.
pub fn batch_execute_statement(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let detail = Detail::read(&body)?;
    let requests = statements(&body, "Statements", MAX_BATCH_STATEMENTS)?;
    let parsed: Vec<Result<Statement, Error>> = requests.iter().map(Request::parse).collect();
    let reads = parsed.iter().flatten().filter(|statement| statement.reads()).count();
    if reads > 0 && reads < parsed.iter().flatten().count() {
        // AWS refuses this too; the text is ours.
        return Err(Error::invalid(
            "BatchExecuteStatement API does not support both read and write operations in the same request.",
        ));
    }
    let (mut responses, mut capacities) = (Vec::new(), Vec::new());
    for (request, statement) in requests.iter().zip(parsed) {
        let name = statement.as_ref().ok().map(|statement| statement.target().0.clone());
        match statement.and_then(|statement| one(context, &statement, request)) {
            Ok(done) => {
                let mut response = json!({"TableName": &*done.table.name});
                if let Some(item) = &done.shown {
                    response["Item"] = write_item(item);
                }
                capacities.extend(done.consumed.shown(detail, &done.table, None));
                responses.push(response);
            }
            Err(error) => {
                let mut response = json!({"Error": {"Code": error.short_code(), "Message": error.message()}});
                // The table is told only when the statement got as far as its item.
                if let (Error::ConditionFailed(_) | Error::Duplicate, Some(name)) = (&error, name) {
                    response["TableName"] = json!(&*name);
                }
                responses.push(response);
            }
        }
    }
    let mut answer = json!({"Responses": responses});
    if detail != Detail::None {
        answer["ConsumedCapacity"] = Value::Array(capacities);
    }
    Ok(answer)
}

fn one(context: &mut Context<'_>, statement: &Statement, request: &Request) -> Result<Done, Error> {
    match statement {
        Statement::Select(select) => {
            let table = find(context, &select.source.table)?;
            let item = single(select, &table, "BatchExecuteStatement")?;
            let units = read_units(item.as_ref().map_or(0, |item| item_size(item)), Reading::of(request.consistent));
            let shown = item.map(|item| of_item(select, &item));
            let consumed = Consumed { table: units, ..Consumed::default() };
            charge(context, &table, Use::Read, &consumed)?;
            Ok(Done { shown, consumed, table })
        }
        Statement::Exists(_) => Err(Error::invalid("EXISTS can only be used in ExecuteTransaction write requests.")),
        // AWS shows no old item here, whatever is asked for.
        _ => write(context, statement, false),
    }
}

/// The statements in `field`, of which there may be `most`.
///
/// # Errors
/// When there are none or too many, or one is malformed.
pub fn statements(body: &Map<String, Value>, field: &str, most: usize) -> Result<Vec<Request>, Error> {
    let statements = list(body, field)?.ok_or_else(|| missing(field))?;
    let path = if field == "Statements" { "statements" } else { "transactStatements" };
    let constraint = |value: &str, kind: &str, bound: usize| {
        Error::Validation(format!(
            "1 validation error detected: Value '{value}' at '{path}' failed to satisfy constraint: Member must have length {kind} than or equal to {bound}"
        ))
    };
    if statements.is_empty() {
        return Err(constraint("[]", "greater", 1));
    }
    if statements.len() > most {
        return Err(constraint("[...]", "less", most));
    }
    statements.iter().map(|statement| Request::read(statement.as_object().unwrap_or(&Map::new()))).collect()
}

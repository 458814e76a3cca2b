//! `TransactWriteItems`: up to 100 writes, all or none.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html>

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::super::capacity::Detail;
use super::super::error::Error;
use super::super::input::{body, list, missing, text};
use super::super::limits::MAX_TRANSACTION_BYTES;
use super::super::table::Table;
use super::super::throughput::{Use, charge_all};
use super::super::value::item_size;
use super::super::write::{Form, Plan, Write};
use super::find;
use crate::operation::{Call, Context};

const FORMS: [(&str, Form); 4] =
    [("ConditionCheck", Form::Check), ("Put", Form::Put), ("Delete", Form::Delete), ("Update", Form::Update)];

/// Writes all or nothing.
pub fn transact_write_items(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let detail = Detail::read(&body)?;
    let writes = parts(&body)?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let token = text(&body, "ClientRequestToken")?;
    commit_once(context, call, token, detail, |_| Ok(writes))
}

/// Does all of `writes` or none, and answers what they consumed. When the request came before with its token, nothing is
/// done again.
///
/// # Errors
/// What hindered each of them, or that the token came with another request.
pub fn commit_once(
    context: &mut Context<'_>,
    call: &Call<'_>,
    token: Option<&str>,
    detail: Detail,
    writes: impl FnOnce(&Context<'_>) -> Result<Vec<Write>, Error>,
) -> Result<Value, Error> {
    if let Some(held) = token.and_then(|token| context.world.dynamodb().token(token, context.now)) {
        return if *held == call.request.body { Ok(json!({})) } else { Err(Error::TokenReused) };
    }
    let writes = writes(context)?;
    let answer = commit(context, &writes, detail)?;
    if let Some(token) = token {
        let now = context.now;
        context.world.dynamodb_mut().remember(token, now, call.request.body.clone());
    }
    Ok(answer)
}

fn commit(context: &mut Context<'_>, writes: &[Write], detail: Detail) -> Result<Value, Error> {
    let plans = plan(context, writes)?;
    let actions: Vec<_> = plans.iter().map(|(table, plan)| (table, plan.consumed(table).doubled())).collect();
    let consumed = charge_all(context, Use::Write, &actions, detail)?;
    for (table, plan) in &plans {
        plan.carry_out(&table.name, context);
    }
    let mut answer = json!({});
    if let Some(consumed) = consumed {
        answer["ConsumedCapacity"] = consumed;
    }
    Ok(answer)
}

/// The parts of a transaction, of which there are neither none nor too many: that was checked with the body's fields.
///
/// # Errors
/// When they are no list.
pub fn parts(body: &Map<String, Value>) -> Result<&Vec<Value>, Error> {
    list(body, "TransactItems")?.ok_or_else(|| missing("TransactItems"))
}

fn read(part: &Value) -> Result<Write, Error> {
    let one_only = || Error::invalid("TransactItems can only contain one of Check, Put, Update or Delete");
    let part = part.as_object().filter(|part| part.len() == 1).ok_or_else(one_only)?;
    let found = FORMS.iter().find_map(|(name, form)| Some((*form, part.get(*name)?.as_object()?)));
    let (form, body) = found.ok_or_else(one_only)?;
    Write::read(form, body)
}

fn plan(context: &Context<'_>, writes: &[Write]) -> Result<Vec<(Arc<Table>, Plan)>, Error> {
    let mut seen = BTreeSet::new();
    let (mut plans, mut reasons, mut bytes) = (Vec::new(), Vec::new(), 0);
    for write in writes {
        let table = find(context, &write.table)?;
        if let Ok(key) = write.key(&table)
            && !seen.insert((write.table.clone(), key))
        {
            return Err(Error::invalid("Transaction request cannot include multiple operations on one item"));
        }
        match write.plan(&table) {
            Ok(plan) => {
                bytes += plan.after.as_ref().or(plan.before.as_ref()).map_or(0, |item| item_size(item));
                plans.push((table, plan));
                reasons.push(None);
            }
            Err(error) => reasons.push(Some(error)),
        }
    }
    if reasons.iter().any(Option::is_some) {
        return Err(Error::Cancelled(reasons));
    }
    if bytes > MAX_TRANSACTION_BYTES {
        return Err(Error::invalid(
            "Collection size of items in the transaction has exceeded the maximum of 4194304 bytes",
        ));
    }
    Ok(plans)
}

//! Statements that write, lowered to the writes of `PutItem`, `UpdateItem`, `DeleteItem` and `ConditionCheck`.

use super::super::error::Error;
use super::super::expressions::{Condition, Path, Projection};
use super::super::schema::Schema;
use super::super::value::Item;
use super::super::write::{Action, Plan, Write};
use super::keys::{fits, primary};
use super::statement::Statement;

const WHOLE_KEY: &str = "Where clause does not contain a mandatory equality on all key attributes";
const EXISTS: &str = "EXISTS() must contain a single item read with additional condition";

/// The write that `statement` is, for a table with this schema.
///
/// # Errors
/// When its `WHERE` does not name one item, or it does not write.
pub fn lower(statement: &Statement, schema: &Schema, shows_old_on_failure: bool) -> Result<Write, Error> {
    let (table, action, condition) = match statement {
        Statement::Insert { table, item } => {
            has_key(item, schema)?;
            (table, Action::Insert(item.clone()), None)
        }
        Statement::Update { table, update, condition, .. } => {
            let (key, rest) = primary(condition.as_ref(), schema)?.ok_or_else(|| Error::invalid(WHOLE_KEY))?;
            (table, Action::Update(key, update.clone()), Some(there(schema, rest)))
        }
        Statement::Delete { table, condition, .. } => {
            let (key, rest) = primary(condition.as_ref(), schema)?.ok_or_else(|| Error::invalid(WHOLE_KEY))?;
            // What is not there is deleted already, whatever else the statement asks of it.
            let absent = Condition::NotExists(Path::to(schema.keys.hash.clone()));
            (table, Action::Delete(key), rest.map(|rest| Condition::Any(vec![absent, rest])))
        }
        Statement::Exists(select) => {
            if select.source.index.is_some() {
                return Err(Error::invalid("Operations on indices are not supported in transactions"));
            }
            match primary(select.condition.as_ref(), schema)? {
                Some((key, Some(rest))) => (&select.source.table, Action::Check(key), Some(there(schema, Some(rest)))),
                _ => return Err(Error::invalid(EXISTS)),
            }
        }
        Statement::Select(_) => return Err(Error::invalid("A SELECT writes nothing")),
    };
    Write::of(table.clone(), action, condition, shows_old_on_failure)
}

fn has_key(item: &Item, schema: &Schema) -> Result<(), Error> {
    schema.keys.names().try_for_each(|name| match item.get(name) {
        Some(value) => fits(name, value, schema),
        None => Err(Error::Validation(format!("Key attribute should be present in the item: Key {name}"))),
    })
}

/// That the item is there, and what else has to hold.
fn there(schema: &Schema, rest: Option<Condition>) -> Condition {
    let exists = Condition::Exists(Path::to(schema.keys.hash.clone()));
    match rest {
        Some(rest) => Condition::All(vec![exists, rest]),
        None => exists,
    }
}

/// What `statement` answers of what `plan` does; nothing when it asks for nothing or there is none of it.
#[must_use]
pub fn shown(statement: &Statement, plan: &Plan) -> Option<Item> {
    let returning = statement.returning()?;
    let item = if returning.old { &plan.before } else { &plan.after };
    let item = item.as_deref()?;
    let shown = match statement {
        Statement::Update { update, .. } if returning.modified => Projection::of(update.paths()).of_item(item),
        _ => item.clone(),
    };
    (!shown.is_empty()).then_some(shown)
}

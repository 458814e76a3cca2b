//! A statement as a request brings it: its text, its parameters, and what goes with it.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::error::Error;
use super::super::input::{choice, flag, list, missing, text};
use super::super::limits::MAX_STATEMENT_CHARACTERS;
use super::super::value::AttributeValue;
use super::super::wire::read_value;
use super::Statement;
use crate::protocol::json;

/// A statement with its parameters.
#[derive(Clone, Debug)]
pub struct Request {
    /// The text.
    pub statement: String,
    /// What each `?` stands for.
    pub parameters: Vec<AttributeValue>,
    /// Whether a read is strongly consistent.
    pub consistent: bool,
    /// Whether the item is shown when a condition on it does not hold.
    pub shows_old_on_failure: bool,
}

impl Request {
    /// Reads it; nothing of the statement is looked at yet.
    ///
    /// # Errors
    /// When the text is not there or too long, or a parameter is malformed.
    pub fn read(body: &Map<String, Value>) -> Result<Self, Error> {
        let statement = text(body, "Statement")?.ok_or_else(|| missing("Statement"))?;
        let constraint = |text: &str| Error::Validation(format!("1 validation error detected: Value {text}"));
        if statement.is_empty() {
            return Err(constraint(
                "'' at 'statement' failed to satisfy constraint: Member must have length greater than or equal to 1",
            ));
        }
        if statement.chars().count() > MAX_STATEMENT_CHARACTERS {
            return Err(constraint(&format!(
                "'{statement}' at 'statement' failed to satisfy constraint: Member must have length less than or equal to {MAX_STATEMENT_CHARACTERS}"
            )));
        }
        let parameters = list(body, "Parameters")?;
        if parameters.is_some_and(Vec::is_empty) {
            return Err(constraint(
                "'[]' at 'parameters' failed to satisfy constraint: Member must have length greater than or equal to 1",
            ));
        }
        let failure = choice(body, "ReturnValuesOnConditionCheckFailure", &["ALL_OLD", "NONE"], "NONE")?;
        Ok(Self {
            statement: statement.to_owned(),
            parameters: parameters.into_iter().flatten().map(read_value).collect::<Result<_, _>>()?,
            consistent: flag(body, "ConsistentRead")?.unwrap_or_default(),
            shows_old_on_failure: failure == "ALL_OLD",
        })
    }

    /// Reads the statement itself.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(&self) -> Result<Statement, Error> {
        Statement::parse(&self.statement, &self.parameters)
    }
}

/// The table of the statement in a body, when there is one that can be read.
#[must_use]
pub fn table(body: &Map<String, Value>) -> Option<Arc<str>> {
    json::field(body, "Statement")?;
    let statement = Request::read(body).and_then(|request| request.parse()).ok()?;
    Some(statement.target().0.clone())
}

//! A statement: what it does, to which table, and how it is read.

use std::sync::Arc;

use super::super::error::Error;
use super::super::expressions::{Condition, Update};
use super::super::value::{AttributeValue, Item};
use super::clause::{Column, Order, Returning, Source, columns, order, returning, source};
use super::parser::Parser;
use super::token::Kind;
use super::{assign, condition, literal};

/// A statement.
#[derive(Clone, Debug)]
pub enum Statement {
    /// `SELECT … FROM …`
    Select(Select),
    /// `EXISTS(SELECT … FROM …)`
    Exists(Select),
    /// `INSERT INTO … VALUE …`
    Insert {
        /// The table.
        table: Arc<str>,
        /// The new item.
        item: Item,
    },
    /// `UPDATE … SET … REMOVE … WHERE …`
    Update {
        /// The table.
        table: Arc<str>,
        /// What is changed.
        update: Update,
        /// Of which item, and on which condition.
        condition: Option<Condition>,
        /// What is answered.
        returning: Option<Returning>,
    },
    /// `DELETE FROM … WHERE …`
    Delete {
        /// The table.
        table: Arc<str>,
        /// Which item, and on which condition.
        condition: Option<Condition>,
        /// What is answered.
        returning: Option<Returning>,
    },
}

/// What a `SELECT` asks for.
#[derive(Clone, Debug)]
pub struct Select {
    /// Where.
    pub source: Source,
    /// What of each item; everything when there are none.
    pub columns: Vec<Column>,
    /// Which items.
    pub condition: Option<Condition>,
    /// In which order.
    pub order: Vec<Order>,
}

impl Statement {
    /// Reads `text`, whose `?` stand for `parameters` in their order.
    ///
    /// # Errors
    /// What AWS tells of what is wrong with it, with the place.
    pub fn parse(text: &str, parameters: &[AttributeValue]) -> Result<Self, Error> {
        let mut parser = Parser::new(text, parameters);
        let statement = statement(&mut parser)?;
        parser.finish()?;
        Ok(statement)
    }

    /// The table, and the index when one is named.
    #[must_use]
    pub fn target(&self) -> (&Arc<str>, Option<&Arc<str>>) {
        match self {
            Self::Select(select) | Self::Exists(select) => (&select.source.table, select.source.index.as_ref()),
            Self::Insert { table, .. } | Self::Update { table, .. } | Self::Delete { table, .. } => (table, None),
        }
    }

    /// What the caller must be allowed.
    #[must_use]
    pub fn action(&self) -> &'static str {
        match self {
            Self::Select(_) | Self::Exists(_) => "dynamodb:PartiQLSelect",
            Self::Insert { .. } => "dynamodb:PartiQLInsert",
            Self::Update { .. } => "dynamodb:PartiQLUpdate",
            Self::Delete { .. } => "dynamodb:PartiQLDelete",
        }
    }

    /// Whether it only reads. `EXISTS` goes with writes, as a condition check does.
    #[must_use]
    pub fn reads(&self) -> bool {
        matches!(self, Self::Select(_))
    }

    /// What it answers besides that it was done.
    #[must_use]
    pub fn returning(&self) -> Option<Returning> {
        match self {
            Self::Update { returning, .. } | Self::Delete { returning, .. } => *returning,
            _ => None,
        }
    }
}

fn statement(parser: &mut Parser<'_>) -> Result<Statement, Error> {
    let token = parser.peek();
    if parser.eat_keyword("SELECT") {
        return select(parser).map(Statement::Select);
    }
    if token.is_keyword("EXISTS") && parser.peek_second().is_symbol("(") {
        parser.next();
        parser.next();
        parser.expect_keyword("SELECT")?;
        let select = select(parser)?;
        parser.expect_symbol(")", "RIGHT_PAREN")?;
        return Ok(Statement::Exists(select));
    }
    if parser.eat_keyword("INSERT") {
        return insert(parser);
    }
    if parser.eat_keyword("UPDATE") {
        let table = source(parser, true)?.table_only()?;
        let update = assign::update(parser)?;
        let condition = condition_after(parser)?;
        return Ok(Statement::Update { table, update, condition, returning: returning(parser)? });
    }
    if parser.eat_keyword("FROM") {
        // The same with the table and the condition first.
        let table = source(parser, true)?.table_only()?;
        let condition = condition_after(parser)?;
        let update = assign::update(parser)?;
        return Ok(Statement::Update { table, update, condition, returning: returning(parser)? });
    }
    if parser.eat_keyword("DELETE") {
        parser.expect_keyword("FROM")?;
        let table = source(parser, true)?.table_only()?;
        let condition = condition_after(parser)?;
        let returning = returning(parser)?;
        if let Some(returning) = returning.filter(|returning| returning.modified || !returning.old) {
            return Err(Error::Validation(format!(
                "Invalid returning clause: RETURNING {returning} *. Only RETURNING ALL OLD * is allowed in DELETE statements."
            )));
        }
        return Ok(Statement::Delete { table, condition, returning });
    }
    Err(parser.malformed("Expected data manipulation"))
}

fn select(parser: &mut Parser<'_>) -> Result<Select, Error> {
    let columns = columns(parser)?;
    parser.expect_keyword("FROM")?;
    let source = source(parser, false)?;
    let condition = condition_after(parser)?;
    let order = order(parser)?;
    if parser.peek().is_keyword("LIMIT") {
        // How many items are looked at stands in the request, not in the statement.
        parser.next();
        return Err(parser.refuse("Unsupported clause: LIMIT", parser.peek()));
    }
    Ok(Select { source, columns, condition, order })
}

fn condition_after(parser: &mut Parser<'_>) -> Result<Option<Condition>, Error> {
    if parser.eat_keyword("WHERE") { condition::condition(parser).map(Some) } else { Ok(None) }
}

fn insert(parser: &mut Parser<'_>) -> Result<Statement, Error> {
    parser.expect_keyword("INTO")?;
    let table = source(parser, true)?.table_only()?;
    let token = parser.peek();
    if token.is_keyword("VALUES") || token.is_symbol("<<") {
        return Err(Error::invalid(
            "Unsupported operation: Inserting multiple items in a single statement is not supported, use \"INSERT INTO tableName VALUE item\" instead",
        ));
    }
    if !parser.eat_keyword("VALUE") {
        return Err(parser.malformed("Unexpected token after expression"));
    }
    if !parser.peek().is_symbol("{") {
        if parser.peek().kind == Kind::End {
            return Err(parser.no_term(false));
        }
        return Err(Error::invalid(
            "Unsupported format in item expression. Please use struct format {...} to express item values for insert statement.",
        ));
    }
    let item = match literal::value(parser)? {
        Some(AttributeValue::M(item)) => item,
        _ => return Err(parser.no_term(false)),
    };
    if parser.peek().is_keyword("RETURNING") {
        return Err(Error::invalid("RETURNING is not supported in INSERT"));
    }
    Ok(Statement::Insert { table, item })
}

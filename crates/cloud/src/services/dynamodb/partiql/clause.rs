//! The clauses around a condition: what is selected, from where, in which order, and what a write answers.

use std::fmt;
use std::sync::Arc;

use super::super::error::Error;
use super::super::expressions::Path;
use super::super::expressions::path::Step;
use super::super::input::{check_name, plain_name};
use super::parser::Parser;
use super::token::Kind;

const ALIAS: &str = "Aliasing is not supported";

/// A table, or an index of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The table's name.
    pub table: Arc<str>,
    /// The index's name.
    pub index: Option<Arc<str>>,
}

impl Source {
    /// The table, where an index may not stand.
    ///
    /// # Errors
    /// When there is an index.
    pub fn table_only(self) -> Result<Arc<str>, Error> {
        match self.index {
            None => Ok(self.table),
            Some(_) => Err(Error::invalid("This operation is not supported on an index")),
        }
    }
}

/// A part of an item that is selected, and its name in the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The last name of the path with the list indexes behind it: `DateWatched[0]`.
    pub name: Arc<str>,
    /// The part.
    pub path: Path,
}

/// A key to order by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The attribute.
    pub name: Arc<str>,
    /// Whether the lowest comes first.
    pub ascending: bool,
}

/// What a write answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Returning {
    /// Only what was changed, or the whole item.
    pub modified: bool,
    /// As it was, or as it is now.
    pub old: bool,
}

impl fmt::Display for Returning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.modified { "MODIFIED" } else { "ALL" };
        write!(formatter, "{what} {}", if self.old { "OLD" } else { "NEW" })
    }
}

/// Reads a table's name and perhaps an index's; `written` says whether the statement writes there.
///
/// # Errors
/// When none comes next, it can be no table's name, or an alias follows.
pub fn source(parser: &mut Parser<'_>, written: bool) -> Result<Source, Error> {
    let mut names = Vec::new();
    loop {
        let Some(name) = parser.name() else {
            return Err(if written || !names.is_empty() {
                parser.malformed("Expected identifier for simple path")
            } else {
                parser.no_term(false)
            });
        };
        if name.is_empty() {
            return Err(Error::invalid("Path component cannot be an empty string"));
        }
        names.push(name);
        if !parser.eat_symbol(".") {
            break;
        }
    }
    let mut names = names.into_iter();
    let (table, index) = (names.next().unwrap_or_default(), names.next());
    if names.next().is_some() {
        return Err(Error::invalid("A path may contain at most 2 components in the FROM clause"));
    }
    let table = check_name(plain_name(&table), "tableName").map_err(|_| {
        Error::invalid(
            "Table name should be within the length [3, 255] and only contain 'a-z', 'A-Z', '0-9', '-', '_', '.'.",
        )
    })?;
    let next = parser.peek();
    let follows = ["WHERE", "ORDER", "SET", "REMOVE", "VALUE", "VALUES", "RETURNING", "LIMIT"];
    if matches!(next.kind, Kind::Word | Kind::Quoted) && !follows.iter().any(|word| next.is_keyword(word)) {
        // Before `VALUE` no alias can stand, so what stands there is only a token too many.
        return Err(if parser.peek_second().is_keyword("VALUE") {
            parser.malformed("Unexpected token after expression")
        } else {
            Error::invalid(ALIAS)
        });
    }
    if next.is_symbol(",") {
        return Err(Error::invalid("Only select from a single table or index is supported."));
    }
    Ok(Source { table, index })
}

/// Reads what is selected; nothing for `*`.
///
/// # Errors
/// When it is malformed, or two parts would have one name.
pub fn columns(parser: &mut Parser<'_>) -> Result<Vec<Column>, Error> {
    let mut columns: Vec<Column> = Vec::new();
    if parser.eat_symbol("*") {
        if parser.peek().is_symbol(",") {
            return Err(star());
        }
        return Ok(columns);
    }
    loop {
        let token = parser.peek();
        if token.is_symbol("*") && !columns.is_empty() {
            return Err(star());
        }
        if token.kind == Kind::Word && parser.peek_second().is_symbol("(") {
            return Err(parser.refuse("Unexpected path component", token));
        }
        let path = parser.path()?.ok_or_else(|| parser.no_term(false))?;
        if parser.peek().is_keyword("AS") || matches!(parser.peek().kind, Kind::Quoted) {
            return Err(Error::invalid(ALIAS));
        }
        let name = column_name(&path);
        if columns.iter().any(|column| column.name == name) {
            return Err(Error::Validation(format!("Duplicate identifiers in select clause: {name}")));
        }
        columns.push(Column { name, path });
        if !parser.eat_symbol(",") {
            return Ok(columns);
        }
    }
}

fn star() -> Error {
    Error::invalid("Other attributes should not be present in the projection when '*' is used.")
}

fn column_name(path: &Path) -> Arc<str> {
    let last = path.0.iter().rposition(|step| matches!(step, Step::Field(_))).unwrap_or_default();
    let text: String = path.0[last..]
        .iter()
        .map(|step| match step {
            Step::Field(name) => name.to_string(),
            Step::Element(index) => format!("[{index}]"),
        })
        .collect();
    text.into()
}

/// Reads `ORDER BY` if it comes next.
///
/// # Errors
/// When it is malformed.
pub fn order(parser: &mut Parser<'_>) -> Result<Vec<Order>, Error> {
    let mut order = Vec::new();
    if !parser.eat_keyword("ORDER") {
        return Ok(order);
    }
    parser.expect_keyword("BY")?;
    loop {
        let name = parser.name().ok_or_else(|| parser.no_term(false))?;
        let ascending = !parser.eat_keyword("DESC");
        if ascending {
            parser.eat_keyword("ASC");
        }
        order.push(Order { name, ascending });
        if !parser.eat_symbol(",") {
            return Ok(order);
        }
    }
}

/// Reads `RETURNING` if it comes next.
///
/// # Errors
/// When it is malformed.
pub fn returning(parser: &mut Parser<'_>) -> Result<Option<Returning>, Error> {
    if !parser.eat_keyword("RETURNING") {
        return Ok(None);
    }
    let modified = parser.eat_keyword("MODIFIED");
    if !modified {
        parser.expect_keyword("ALL")?;
    }
    let old = parser.eat_keyword("OLD");
    if !old {
        parser.expect_keyword("NEW")?;
    }
    if !parser.eat_symbol("*") {
        return Err(Error::invalid("Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause"));
    }
    if parser.peek().is_symbol(",") {
        return Err(Error::invalid("Invalid syntax with multiple returning elements in RETURNING clause"));
    }
    Ok(Some(Returning { modified, old }))
}

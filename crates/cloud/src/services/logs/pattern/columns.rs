//! Conditions on columns: `[ip, user, ..., status = 4*, bytes > 1000]`.
//!
//! A line's columns are parted by white space; what stands between quotation marks or brackets is one column.

use super::PatternError;
use super::expression::Expression;
use super::scanner::Scanner;

/// A condition on the columns of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// Those from the left.
    first: Vec<Column>,
    /// Those from the right, when `...` stands for any number between.
    last: Option<Vec<Column>>,
}

/// What is asked of one column; nothing of one that is only named.
type Column = Option<Expression<()>>;

impl Columns {
    /// Reads columns in brackets.
    pub fn parse(scanner: &mut Scanner<'_>) -> Result<Self, PatternError> {
        scanner.expect("[")?;
        let mut columns = Self { first: Vec::new(), last: None };
        loop {
            scanner.skip_space();
            if scanner.eat("...") {
                if columns.last.is_some() {
                    return Err(scanner.error("there is more than one ..."));
                }
                columns.last = Some(Vec::new());
            } else {
                let column = column(scanner)?;
                columns.last.as_mut().unwrap_or(&mut columns.first).push(column);
            }
            scanner.skip_space();
            if !scanner.eat(",") {
                break;
            }
        }
        scanner.expect("]")?;
        Ok(columns)
    }

    /// Whether the line has these columns, and no others, and the conditions hold.
    pub fn matches(&self, message: &str) -> bool {
        let fields = fields(message);
        let last = self.last.as_deref().unwrap_or_default();
        let named = self.first.len() + last.len();
        let fits = if self.last.is_some() { fields.len() >= named } else { fields.len() == named };
        fits && self.first.iter().zip(&fields).chain(last.iter().rev().zip(fields.iter().rev())).all(
            |(column, field)| {
                column.as_ref().is_none_or(|column| column.holds(&|(), check| check.holds_for_text(field)))
            },
        )
    }
}

fn column(scanner: &mut Scanner<'_>) -> Result<Column, PatternError> {
    let mut ahead = scanner.clone();
    let name = ahead.take_while(is_of_name);
    ahead.skip_space();
    if matches!(ahead.peek(), Some(',' | ']')) {
        if name.is_empty() {
            return Err(scanner.error("a column's name is expected"));
        }
        *scanner = ahead;
        return Ok(None);
    }
    let expression = Expression::parse(scanner, &|scanner| {
        let start = scanner.clone();
        if scanner.take_while(is_of_name).is_empty() { Err(start.error("a column's name is expected")) } else { Ok(()) }
    })?;
    Ok(Some(expression))
}

fn is_of_name(next: char) -> bool {
    next.is_alphanumeric() || next == '_' || next == '-'
}

fn fields(message: &str) -> Vec<&str> {
    let mut fields = Vec::new();
    let mut rest = message.trim_start();
    // Once a closing mark is not found there is none further on either, and looking again would take long.
    let mut gone = [false; 2];
    while let Some(first) = rest.chars().next() {
        let kind = ['"', '['].iter().position(|opening| *opening == first);
        let end = kind.filter(|kind| !gone[*kind]).and_then(|kind| {
            let end = rest[1..].find(['"', ']'][kind]);
            gone[kind] = end.is_none();
            end
        });
        let (field, after) = match end {
            Some(end) => (&rest[1..=end], &rest[end + 2..]),
            None => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        fields.push(field);
        rest = after.trim_start();
    }
    fields
}

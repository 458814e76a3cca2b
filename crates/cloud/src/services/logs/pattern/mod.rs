//! Filter patterns: which log events a reader wants to see.
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html>
//!
//! There are three languages, told apart by the first character: `{` begins a condition on JSON, `[` one on
//! columns, and everything else is terms. A pattern is read once and then tried on each event, each time in a
//! time that grows with the event's length alone: a hostile pattern is at most [`LONGEST`] characters of work.

mod columns;
mod comparison;
mod expression;
mod scanner;
mod selector;
mod terms;
#[cfg(test)]
mod tests;

use columns::Columns;
use scanner::Scanner;
use selector::Selector;
use terms::Terms;

/// The longest pattern that AWS takes, characters.
pub const LONGEST: usize = 1_024;

/// A pattern, ready to be tried.
#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    /// Terms that the text has or has not. No terms: every event.
    Terms(Terms),
    /// A condition on the properties of a JSON object.
    Json(Selector),
    /// A condition on the columns of a line.
    Columns(Columns),
}

/// What is wrong with a pattern, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Invalid filter pattern: {problem} at position {at}")]
pub struct PatternError {
    /// Where, in bytes from the pattern's beginning.
    pub at: usize,
    /// What, as a part of a sentence.
    pub problem: String,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let mut scanner = Scanner::new(text);
        scanner.skip_space();
        let pattern = match scanner.peek() {
            Some('{') => Self::Json(Selector::parse(&mut scanner)?),
            Some('[') => Self::Columns(Columns::parse(&mut scanner)?),
            _ => Self::Terms(Terms::parse(&mut scanner)?),
        };
        scanner.skip_space();
        match scanner.peek() {
            None => Ok(pattern),
            Some(_) => Err(scanner.error("something follows the end of the pattern")),
        }
    }

    /// Whether an event with this text is wanted.
    #[must_use]
    pub fn matches(&self, message: &str) -> bool {
        match self {
            Self::Terms(terms) => terms.matches(message),
            Self::Json(selector) => selector.matches(message),
            Self::Columns(columns) => columns.matches(message),
        }
    }
}

//! What all clauses share: the tokens at hand, names, paths, and how a fault is told with its place.

use std::sync::Arc;

use super::super::error::Error;
use super::super::expressions::Path;
use super::super::expressions::fault::{Faults, Kind as Grammar};
use super::super::expressions::path::Step;
use super::super::limits::{MAX_DEPTH, MAX_OPERATORS};
use super::super::value::AttributeValue;
use super::token::{Kind, Token, tokenize};

const MALFORMED: &str = "Statement wasn't well formed, can't be processed: ";

/// The words that have a meaning of their own wherever they stand, so that they are names only in double quotes.
const KEYWORDS: [&str; 22] = [
    "AND",
    "AS",
    "BETWEEN",
    "BY",
    "DELETE",
    "FALSE",
    "FROM",
    "IN",
    "INSERT",
    "INTO",
    "IS",
    "LIKE",
    "MISSING",
    "NOT",
    "NULL",
    "OR",
    "ORDER",
    "RETURNING",
    "SELECT",
    "TRUE",
    "UPDATE",
    "WHERE",
];
/// Words that are operators.
const OPERATORS: [&str; 4] = ["IS", "LIKE", "IN", "BETWEEN"];

/// A statement being read.
pub struct Parser<'a> {
    /// What was wrong so far without ending the reading.
    pub faults: Faults,
    /// Where in a value the reading is, as AWS tells it: `root.m[1]`.
    pub under: String,
    statement: &'a str,
    tokens: Vec<Token<'a>>,
    at: usize,
    depth: usize,
    operators: usize,
    parameters: &'a [AttributeValue],
    used: usize,
}

impl<'a> Parser<'a> {
    /// Begins to read `statement`, whose `?` stand for `parameters` in their order.
    #[must_use]
    pub fn new(statement: &'a str, parameters: &'a [AttributeValue]) -> Self {
        Self {
            faults: Faults::new(Grammar::Condition),
            under: "root".to_owned(),
            statement,
            tokens: tokenize(statement),
            at: 0,
            depth: 0,
            operators: 0,
            parameters,
            used: 0,
        }
    }

    /// The next token.
    #[must_use]
    pub fn peek(&self) -> Token<'a> {
        self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    /// The token after the next.
    #[must_use]
    pub fn peek_second(&self) -> Token<'a> {
        self.tokens[(self.at + 1).min(self.tokens.len() - 1)]
    }

    /// Takes the next token.
    pub fn next(&mut self) -> Token<'a> {
        let token = self.peek();
        self.at += 1;
        token
    }

    /// Takes the keyword `word` if it comes next.
    pub fn eat_keyword(&mut self, word: &str) -> bool {
        let found = self.peek().is_keyword(word);
        self.at += usize::from(found);
        found
    }

    /// Takes `symbol` if it comes next.
    pub fn eat_symbol(&mut self, symbol: &str) -> bool {
        let found = self.peek().is_symbol(symbol);
        self.at += usize::from(found);
        found
    }

    /// Takes the keyword `word`.
    ///
    /// # Errors
    /// When something else comes next.
    pub fn expect_keyword(&mut self, word: &str) -> Result<(), Error> {
        if self.eat_keyword(word) { Ok(()) } else { Err(self.malformed(&format!("Expected {word}"))) }
    }

    /// Takes `symbol`, which AWS calls `name`.
    ///
    /// # Errors
    /// When something else comes next.
    pub fn expect_symbol(&mut self, symbol: &str, name: &str) -> Result<(), Error> {
        if self.eat_symbol(symbol) { Ok(()) } else { Err(self.malformed(&format!("Expected {name}"))) }
    }

    /// The error about the next token, which fits nothing. What is no token at all is told of without a detail.
    #[must_use]
    pub fn malformed(&self, detail: &str) -> Error {
        let token = self.peek();
        let place = token.place(self.statement);
        if token.kind == Kind::Broken || detail.is_empty() {
            return Error::Validation(format!("{MALFORMED}at {place}"));
        }
        Error::Validation(format!("{MALFORMED}{detail} at {place}"))
    }

    /// The error about the next token where a term was to be.
    #[must_use]
    pub fn no_term(&self, after_operator: bool) -> Error {
        let token = self.peek();
        let ends = token.kind == Kind::End || token.is_symbol(";");
        self.malformed(match token.kind {
            _ if ends && after_operator => "Missing right-hand side expression of infix operator",
            Kind::Word if OPERATORS.iter().any(|word| token.is_keyword(word)) => "Unexpected operator",
            Kind::Word => "Unexpected keyword",
            Kind::Symbol if !ends && !"()[]{},.:".contains(token.text) => "Unexpected operator",
            _ => "Unexpected term",
        })
    }

    /// The error with `text` about `token`.
    #[must_use]
    pub fn refuse(&self, text: &str, token: Token<'_>) -> Error {
        Error::Validation(format!("{text} at {}", token.place(self.statement)))
    }

    /// Whether everything was read.
    ///
    /// # Errors
    /// When something is left, a parameter was not used, or a fault was noted.
    pub fn finish(mut self) -> Result<(), Error> {
        self.eat_symbol(";");
        if self.peek().kind != Kind::End {
            return Err(self.malformed("Unexpected token after expression"));
        }
        if self.used < self.parameters.len() {
            return Err(parameters_differ());
        }
        self.faults.told().map_or(Ok(()), |text| Err(Error::Validation(text)))
    }

    /// The value that the next `?` stands for.
    ///
    /// # Errors
    /// When there are fewer values than that.
    pub fn parameter(&mut self) -> Result<AttributeValue, Error> {
        let value = self.parameters.get(self.used).cloned().ok_or_else(parameters_differ)?;
        self.used += 1;
        Ok(value)
    }

    /// Counts an operator or a function.
    ///
    /// # Errors
    /// When there are too many. The text is ours.
    pub fn count_operator(&mut self) -> Result<(), Error> {
        self.operators += 1;
        if self.operators <= MAX_OPERATORS {
            return Ok(());
        }
        let text = format!(
            "The statement contains too many operators; the maximum allowed number of operators is {MAX_OPERATORS}"
        );
        Err(self.refuse(&text, self.peek()))
    }

    /// Reads with `inner`, one level deeper.
    ///
    /// # Errors
    /// Those of `inner`, or when it is too deep. The text is ours.
    pub fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.refuse("The statement has too many nested levels", self.peek()));
        }
        let result = inner(self);
        self.depth -= 1;
        result
    }

    /// Takes a name if one comes next.
    pub fn name(&mut self) -> Option<Arc<str>> {
        let token = self.peek();
        let name: Arc<str> = match token.kind {
            Kind::Word if !KEYWORDS.iter().any(|word| token.is_keyword(word)) => token.text.into(),
            Kind::Quoted => token.unquoted().into(),
            _ => return None,
        };
        self.at += 1;
        Some(name)
    }

    /// Takes a path if one comes next: `a.b[0]['c']`.
    ///
    /// # Errors
    /// When it begins like one and goes on otherwise.
    pub fn path(&mut self) -> Result<Option<Path>, Error> {
        let Some(first) = self.name() else { return Ok(None) };
        let mut steps = vec![Step::Field(first)];
        loop {
            if self.eat_symbol(".") {
                let name = self.name().ok_or_else(|| self.malformed("Invalid path dot component"))?;
                steps.push(Step::Field(name));
            } else if self.eat_symbol("[") {
                let token = self.peek();
                steps.push(match token.kind {
                    Kind::Text => Step::Field(token.unquoted().into()),
                    _ => {
                        let index = token.text.parse::<u32>().ok().map(|index| index as usize);
                        Step::Element(index.ok_or_else(|| self.malformed("Unexpected path component"))?)
                    }
                });
                self.at += 1;
                self.expect_symbol("]", "RIGHT_BRACKET")?;
            } else {
                return Ok(Some(Path(steps)));
            }
        }
    }

    /// Reads with `one` again and again, with commas between, up to `close`, which AWS calls `name`; `close` is taken.
    ///
    /// # Errors
    /// Those of `one`, or when something else comes next.
    pub fn listed<T>(
        &mut self,
        close: &str,
        name: &str,
        mut one: impl FnMut(&mut Self, usize) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        if self.eat_symbol(close) {
            return Ok(all);
        }
        loop {
            all.push(one(self, all.len())?);
            if !self.eat_symbol(",") {
                self.expect_symbol(close, name)?;
                return Ok(all);
            }
        }
    }

    /// Reads a path.
    ///
    /// # Errors
    /// When none comes next.
    pub fn expect_path(&mut self) -> Result<Path, Error> {
        self.path()?.ok_or_else(|| self.malformed("Expected identifier for simple path"))
    }
}

fn parameters_differ() -> Error {
    Error::invalid("Number of parameters in request and statement don't match.")
}

//! What all grammars share: the tokens at hand, paths, operands and functions.

use super::super::error::Error;
use super::super::limits::{MAX_DEPTH, MAX_EXPRESSION_BYTES, MAX_OPERATORS};
use super::check;
use super::condition::Operand;
use super::fault::{Fault, Faults, Kind};
use super::path::{Path, Step};
use super::placeholders::Placeholders;
use super::token::{Token, TokenKind, tokenize};

/// The words that may not stand as names, one a line.
const RESERVED: &str = include_str!("reserved.txt");

/// An expression being read.
pub struct Parser<'a> {
    /// What it is.
    pub kind: Kind,
    /// What was wrong so far without ending the reading.
    pub faults: Faults,
    text: &'a str,
    tokens: Vec<Token<'a>>,
    at: usize,
    depth: usize,
    operators: usize,
    placeholders: &'a mut Placeholders,
}

impl<'a> Parser<'a> {
    /// Begins to read `text`.
    ///
    /// # Errors
    /// When it is empty or too long.
    pub fn new(kind: Kind, text: &'a str, placeholders: &'a mut Placeholders) -> Result<Self, Error> {
        if text.trim_ascii().is_empty() {
            return Err(kind.invalid("The expression can not be empty;"));
        }
        if text.len() > MAX_EXPRESSION_BYTES {
            return Err(kind.invalid(&format!(
                "Expression size has exceeded the maximum allowed size; expression size: {}",
                text.len()
            )));
        }
        let tokens = tokenize(text);
        Ok(Self { kind, faults: Faults::new(kind), text, tokens, at: 0, depth: 0, operators: 0, placeholders })
    }

    /// The next token.
    #[must_use]
    pub fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).copied()
    }

    /// Whether the next token is the keyword `word`, in any case.
    #[must_use]
    pub fn at_keyword(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.kind == TokenKind::Word && token.text.eq_ignore_ascii_case(word))
    }

    /// Takes the keyword `word` if it comes next.
    pub fn eat_keyword(&mut self, word: &str) -> bool {
        let found = self.at_keyword(word);
        self.at += usize::from(found);
        found
    }

    /// Whether the next token is `symbol`.
    #[must_use]
    pub fn at_symbol(&self, symbol: &str) -> bool {
        self.peek().is_some_and(|token| token.kind == TokenKind::Symbol && token.text == symbol)
    }

    /// Takes `symbol` if it comes next.
    pub fn eat_symbol(&mut self, symbol: &str) -> bool {
        let found = self.at_symbol(symbol);
        self.at += usize::from(found);
        found
    }

    /// Takes `symbol`.
    ///
    /// # Errors
    /// When something else comes next.
    pub fn expect_symbol(&mut self, symbol: &str) -> Result<(), Error> {
        if self.eat_symbol(symbol) { Ok(()) } else { Err(self.syntax_error()) }
    }

    /// Takes the keyword `word`.
    ///
    /// # Errors
    /// When something else comes next.
    pub fn expect_keyword(&mut self, word: &str) -> Result<(), Error> {
        if self.eat_keyword(word) { Ok(()) } else { Err(self.syntax_error()) }
    }

    /// What is told when the next token fits nothing: it, with its neighbours.
    #[must_use]
    pub fn syntax_error(&self) -> Error {
        let start =
            self.at.checked_sub(1).and_then(|before| self.tokens.get(before)).or_else(|| self.tokens.get(self.at));
        let end = self.tokens.get(self.at + 1).or_else(|| self.tokens.last());
        let near = match (start, end) {
            (Some(start), Some(end)) => &self.text[start.start..end.end()],
            _ => self.text,
        };
        let token = self.peek().map_or("<EOF>", |token| token.text);
        self.kind.invalid(&format!("Syntax error; token: \"{token}\", near: \"{near}\""))
    }

    /// Whether everything was read.
    ///
    /// # Errors
    /// When something is left, or a fault was noted.
    pub fn finish(self) -> Result<(), Error> {
        if self.peek().is_some() {
            return Err(self.syntax_error());
        }
        self.faults.finish()
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
        Err(self.kind.invalid(&format!(
            "The expression contains too many operators; the maximum allowed number of operators is {MAX_OPERATORS}"
        )))
    }

    /// Reads with `inner`, one level deeper.
    ///
    /// # Errors
    /// Those of `inner`, or when it is too deep.
    pub fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.kind.invalid("The expression has too many nested levels;"));
        }
        let result = inner(self);
        self.depth -= 1;
        result
    }

    /// Reads a path.
    ///
    /// # Errors
    /// When none comes next.
    pub fn path(&mut self) -> Result<Path, Error> {
        let mut steps = vec![self.field()?];
        loop {
            if self.eat_symbol(".") {
                steps.push(self.field()?);
            } else if self.eat_symbol("[") {
                let token = self.peek().filter(|token| token.kind == TokenKind::Integer);
                let index = token.and_then(|token| token.text.parse::<u32>().ok()).map(|index| index as usize);
                steps.push(Step::Element(index.ok_or_else(|| self.syntax_error())?));
                self.at += 1;
                self.expect_symbol("]")?;
            } else {
                return Ok(Path(steps));
            }
        }
    }

    fn field(&mut self) -> Result<Step, Error> {
        let Some(token) = self.peek() else { return Err(self.syntax_error()) };
        let name = match token.kind {
            TokenKind::Word => {
                if RESERVED.lines().any(|word| word.eq_ignore_ascii_case(token.text)) {
                    let text = format!("Attribute name is a reserved keyword; reserved keyword: {}", token.text);
                    self.faults.note(Fault::Reserved, text);
                }
                token.text.into()
            }
            TokenKind::Name => self.placeholders.name(token.text).unwrap_or_else(|| {
                let text = format!(
                    "An expression attribute name used in the document path is not defined; attribute name: {}",
                    token.text
                );
                self.faults.note(Fault::Name, text);
                token.text.into()
            }),
            _ => return Err(self.syntax_error()),
        };
        self.at += 1;
        Ok(Step::Field(name))
    }

    /// The next token as a `:value`, if it is one.
    pub fn value(&mut self) -> Option<Operand> {
        let token = self.peek().filter(|token| token.kind == TokenKind::Value)?;
        self.at += 1;
        Some(match self.placeholders.value(token.text) {
            Some(value) => Operand::Value(value),
            None => {
                let text = format!(
                    "An expression attribute value used in expression is not defined; attribute value: {}",
                    token.text
                );
                self.faults.note(Fault::Value, text);
                Operand::Undefined
            }
        })
    }

    /// The name of the function that comes next, if one does; it and its bracket are taken.
    pub fn function(&mut self) -> Option<&'a str> {
        let token = self.peek().filter(|token| token.kind == TokenKind::Word)?;
        self.tokens.get(self.at + 1).filter(|next| next.text == "(")?;
        self.at += 2;
        Some(token.text)
    }

    /// The operands of a function up to its closing bracket.
    ///
    /// # Errors
    /// When they are malformed.
    pub fn arguments(&mut self) -> Result<Vec<Operand>, Error> {
        let mut arguments = vec![self.operand()?];
        while self.eat_symbol(",") {
            arguments.push(self.operand()?);
        }
        self.expect_symbol(")")?;
        Ok(arguments)
    }

    /// Reads an operand: a path, a value, a function that has a value, or one in parentheses.
    ///
    /// # Errors
    /// When none comes next.
    pub fn operand(&mut self) -> Result<Operand, Error> {
        self.deeper(|parser| {
            if parser.eat_symbol("(") {
                let doubled = parser.at_symbol("(");
                let inner = parser.operand()?;
                parser.expect_symbol(")")?;
                if doubled {
                    parser.faults.note(Fault::Parentheses, "The expression has redundant parentheses;");
                }
                return Ok(inner);
            }
            if let Some(value) = parser.value() {
                return Ok(value);
            }
            match parser.function() {
                Some(name) => {
                    parser.count_operator()?;
                    let arguments = parser.arguments()?;
                    Ok(check::value_function(parser.kind, &mut parser.faults, name, arguments))
                }
                None => Ok(Operand::Path(parser.path()?)),
            }
        })
    }
}

//! Expressions: what stands in the parentheses of directives and methods.

use super::SyntaxError;
use super::parser::Parser;
use super::scanner::{Scanner, error_at};
use super::tree::{Expression, Operator};

/// The operators, each precedence on a line of its own, those that bind least first. Of two that begin alike, the
/// longer comes first.
const LEVELS: [&[(&str, Operator)]; 6] = [
    &[("||", Operator::Or), ("or", Operator::Or)],
    &[("&&", Operator::And), ("and", Operator::And)],
    &[("==", Operator::Equal), ("eq", Operator::Equal), ("!=", Operator::NotEqual), ("ne", Operator::NotEqual)],
    &[
        ("<=", Operator::LessOrEqual),
        ("le", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("ge", Operator::GreaterOrEqual),
        ("<", Operator::Less),
        ("lt", Operator::Less),
        (">", Operator::Greater),
        ("gt", Operator::Greater),
    ],
    &[("+", Operator::Plus), ("-", Operator::Minus)],
    &[("*", Operator::Times), ("/", Operator::Over), ("%", Operator::Modulo)],
];

impl Parser<'_> {
    /// An expression.
    pub fn expression(&mut self) -> Result<Expression, SyntaxError> {
        self.enter()?;
        let expression = self.level(0)?;
        self.leave();
        Ok(expression)
    }

    /// A chain of the operators of one precedence.
    fn level(&mut self, level: usize) -> Result<Expression, SyntaxError> {
        let Some(operators) = LEVELS.get(level) else { return self.single() };
        let first = self.level(level + 1)?;
        let mut others = Vec::new();
        while let Some(operator) = self.operator(operators) {
            others.push((operator, self.level(level + 1)?));
        }
        Ok(if others.is_empty() { first } else { Expression::Chain(Box::new(first), others) })
    }

    fn operator(&mut self, operators: &[(&str, Operator)]) -> Option<Operator> {
        self.scanner.skip_space();
        let rest = self.scanner.rest();
        let (sign, operator) = operators.iter().find(|(sign, _)| begins_with_word(rest, sign))?;
        self.scanner.skip(sign.len());
        Some(*operator)
    }

    /// A value with what stands before it.
    fn single(&mut self) -> Result<Expression, SyntaxError> {
        self.scanner.skip_space();
        let rest = self.scanner.rest();
        for sign in ["!", "not"] {
            if begins_with_word(rest, sign) {
                self.scanner.skip(sign.len());
                self.enter()?;
                let negated = self.single()?;
                self.leave();
                return Ok(Expression::Not(Box::new(negated)));
            }
        }
        match self.scanner.peek() {
            Some('(') => {
                self.scanner.skip(1);
                let inside = self.expression()?;
                self.scanner.skip_space();
                if !self.scanner.eat(")") {
                    return Err(self.scanner.missing(")"));
                }
                Ok(inside)
            }
            Some('$') => match self.reference()? {
                Some(reference) => Ok(Expression::Reference(Box::new(reference))),
                None => Err(self.scanner.error("a variable's name is expected after $")),
            },
            Some('[') => self.list(),
            Some('{') => self.map(),
            Some('\'') => Ok(Expression::Text(self.quoted('\'')?)),
            Some('"') => self.interpolated(),
            Some('-') if !rest[1..].starts_with(|next: char| next.is_ascii_digit()) => {
                self.scanner.skip(1);
                self.enter()?;
                let negated = self.single()?;
                self.leave();
                Ok(Expression::Minus(Box::new(negated)))
            }
            Some(next) if next.is_ascii_digit() || next == '-' => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<Expression, SyntaxError> {
        let before = self.scanner.offset();
        match self.scanner.name() {
            "true" => Ok(Expression::Bool(true)),
            "false" => Ok(Expression::Bool(false)),
            "null" => Ok(Expression::Null),
            word => {
                let wanted = if word.is_empty() { "a value" } else { "a value, which a word alone is not," };
                self.scanner.go_back(before);
                Err(self.scanner.missing(wanted))
            }
        }
    }

    fn number(&mut self) -> Result<Expression, SyntaxError> {
        let before = self.scanner.offset();
        self.scanner.eat("-");
        self.scanner.take_while(|next| next.is_ascii_digit());
        let rest = self.scanner.rest();
        // `[1..3]` is a range and not a number with two points.
        let decimal = rest.starts_with('.') && rest[1..].starts_with(|next: char| next.is_ascii_digit());
        if decimal {
            self.scanner.skip(1);
            self.scanner.take_while(|next| next.is_ascii_digit());
        }
        let text = self.scanner.since(before);
        let number = if decimal {
            text.parse().ok().map(Expression::Decimal)
        } else {
            text.parse().ok().map(Expression::Integer)
        };
        number.ok_or_else(|| self.scanner.error("this number is too large"))
    }

    /// `[a, b]` or `[from..to]`
    fn list(&mut self) -> Result<Expression, SyntaxError> {
        self.scanner.skip(1);
        let mut items = Vec::new();
        self.scanner.skip_space();
        if self.scanner.eat("]") {
            return Ok(Expression::List(items));
        }
        loop {
            items.push(self.expression()?);
            self.scanner.skip_space();
            if self.scanner.eat("]") {
                return Ok(Expression::List(items));
            }
            if items.len() == 1 && self.scanner.eat("..") {
                let to = self.expression()?;
                self.scanner.skip_space();
                if !self.scanner.eat("]") {
                    return Err(self.scanner.missing("]"));
                }
                let from = items.remove(0);
                return Ok(Expression::Range(Box::new((from, to))));
            }
            if !self.scanner.eat(",") {
                return Err(self.scanner.missing(", or ]"));
            }
        }
    }

    /// `{"key": value}`
    fn map(&mut self) -> Result<Expression, SyntaxError> {
        self.scanner.skip(1);
        let mut entries = Vec::new();
        self.scanner.skip_space();
        if self.scanner.eat("}") {
            return Ok(Expression::Map(entries));
        }
        loop {
            let key = self.expression()?;
            self.scanner.skip_space();
            if !self.scanner.eat(":") {
                return Err(self.scanner.missing(":"));
            }
            entries.push((key, self.expression()?));
            self.scanner.skip_space();
            if self.scanner.eat("}") {
                return Ok(Expression::Map(entries));
            }
            if !self.scanner.eat(",") {
                return Err(self.scanner.missing(", or }"));
            }
        }
    }

    /// A text up to its closing mark; a mark within is doubled. A backslash stands for itself.
    fn quoted(&mut self, mark: char) -> Result<String, SyntaxError> {
        let start = self.scanner.position();
        self.scanner.skip(1);
        let mut text = String::new();
        loop {
            text.push_str(self.scanner.take_while(|next| next != mark));
            if self.scanner.next().is_none() {
                return Err(error_at(start, "this text is not closed"));
            }
            if self.scanner.peek() != Some(mark) {
                return Ok(text);
            }
            text.push(mark);
            self.scanner.skip(1);
        }
    }

    /// A text in double marks, which is a template of its own when it has references or directives.
    fn interpolated(&mut self) -> Result<Expression, SyntaxError> {
        let mut start = self.scanner.position();
        start.column += 1;
        let text = self.quoted('"')?;
        if !text.contains(['$', '#']) {
            return Ok(Expression::Text(text));
        }
        self.enter()?;
        let mut inner = Parser {
            scanner: Scanner::new(&text, start),
            blocks: std::mem::take(&mut self.blocks),
            depth: self.depth,
            in_text: true,
            ended_at: start,
        };
        let nodes = inner.whole()?;
        self.blocks = inner.blocks;
        self.leave();
        Ok(Expression::Interpolated(nodes))
    }
}

/// Whether `rest` begins with an operator; one that is a word must end there.
fn begins_with_word(rest: &str, sign: &str) -> bool {
    rest.strip_prefix(sign).is_some_and(|after| {
        !sign.starts_with(|first: char| first.is_ascii_alphabetic())
            || !after.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_')
    })
}

//! Comparing one value with what a pattern says of it.

use super::PatternError;
use super::scanner::Scanner;
use crate::services::iam::glob::Glob;

/// What is asked of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Check {
    /// It equals this text, in which `*` stands for any; or, when false, it does not.
    Text(bool, Glob),
    /// It compares so with this number.
    Number(Operator, f64),
    /// It is `null`, `true` or `false`.
    Is(Literal),
    /// There is no such value.
    Absent,
}

/// How numbers compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// The values that `IS` may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal {
    /// `NULL`
    Null,
    /// `TRUE`
    True,
    /// `FALSE`
    False,
}

/// The operators as written; those that begin like a shorter one come first.
const OPERATORS: [(&str, Operator); 6] = [
    ("!=", Operator::NotEqual),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("=", Operator::Equal),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

impl Check {
    /// Reads an operator and what follows it.
    pub fn parse(scanner: &mut Scanner<'_>) -> Result<Self, PatternError> {
        scanner.skip_space();
        if scanner.eat_word("IS") {
            scanner.skip_space();
            let literals = [("NULL", Literal::Null), ("TRUE", Literal::True), ("FALSE", Literal::False)];
            return literals
                .into_iter()
                .find(|(word, _)| scanner.eat_word(word))
                .map(|(_, literal)| Self::Is(literal))
                .ok_or_else(|| scanner.error("NULL, TRUE or FALSE is expected"));
        }
        if scanner.eat_word("NOT") {
            scanner.skip_space();
            return if scanner.eat_word("EXISTS") {
                Ok(Self::Absent)
            } else {
                Err(scanner.error("EXISTS is expected"))
            };
        }
        let (_, operator) = OPERATORS
            .into_iter()
            .find(|(token, _)| scanner.eat(token))
            .ok_or_else(|| scanner.error("a comparison such as = is expected"))?;
        scanner.skip_space();
        Self::with_operand(operator, scanner)
    }

    fn with_operand(operator: Operator, scanner: &mut Scanner<'_>) -> Result<Self, PatternError> {
        let start = scanner.clone();
        let quoted = scanner.peek() == Some('"');
        let text = match scanner.peek() {
            Some('"') => scanner.quoted()?,
            Some('%') => return Err(scanner.error("regular expressions (%) are not simulated")),
            _ => scanner.take_while(|next| !next.is_whitespace() && !",]})&|\"".contains(next)).to_owned(),
        };
        if text.is_empty() && !quoted {
            return Err(start.error("a value is expected"));
        }
        match text.parse::<f64>() {
            Ok(number) if !quoted && number.is_finite() => Ok(Self::Number(operator, number)),
            _ => match operator {
                Operator::Equal | Operator::NotEqual => Ok(Self::Text(operator == Operator::Equal, glob(&text))),
                _ => Err(start.error("a number is expected")),
            },
        }
    }

    /// What it says of a text, such as a column.
    pub fn holds_for_text(&self, text: &str) -> bool {
        match self {
            Self::Text(equal, glob) => glob.matches(text) == *equal,
            Self::Number(operator, number) => match text.parse() {
                Ok(value) => operator.holds(value, *number),
                Err(_) => *operator == Operator::NotEqual,
            },
            Self::Is(_) | Self::Absent => false,
        }
    }

    /// What it says of a number.
    pub fn holds_for_number(&self, value: f64, text: &str) -> bool {
        match self {
            Self::Number(operator, number) => operator.holds(value, *number),
            other => other.holds_for_text(text),
        }
    }
}

impl Operator {
    fn holds(self, value: f64, other: f64) -> bool {
        match self {
            Self::Equal => value == other,
            Self::NotEqual => value != other,
            Self::Less => value < other,
            Self::LessOrEqual => value <= other,
            Self::Greater => value > other,
            Self::GreaterOrEqual => value >= other,
        }
    }
}

/// A text in which only `*` has a meaning.
fn glob(text: &str) -> Glob {
    let mut glob = Glob::default();
    for (index, part) in text.split('*').enumerate() {
        if index > 0 {
            glob.push_pattern("*");
        }
        glob.push_literal(part);
    }
    glob
}

//! Conditions joined by `&&`, `||` and parentheses. `&&` binds closer.

use super::PatternError;
use super::comparison::Check;
use super::scanner::Scanner;

/// How deep parentheses may nest.
const DEEPEST: usize = 16;

/// A condition on subjects of some kind: properties, a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression<S> {
    /// One comparison.
    Test(S, Check),
    /// All of these.
    All(Vec<Expression<S>>),
    /// One of these.
    Any(Vec<Expression<S>>),
}

/// Reads what a comparison speaks of.
pub type Subject<'r, S> = &'r dyn Fn(&mut Scanner<'_>) -> Result<S, PatternError>;

impl<S> Expression<S> {
    /// Reads a condition.
    pub fn parse(scanner: &mut Scanner<'_>, subject: Subject<'_, S>) -> Result<Self, PatternError> {
        Self::any(scanner, subject, 0)
    }

    fn any(scanner: &mut Scanner<'_>, subject: Subject<'_, S>, depth: usize) -> Result<Self, PatternError> {
        let mut parts = vec![Self::all(scanner, subject, depth)?];
        while eat(scanner, "||") {
            parts.push(Self::all(scanner, subject, depth)?);
        }
        Ok(Self::Any(parts))
    }

    fn all(scanner: &mut Scanner<'_>, subject: Subject<'_, S>, depth: usize) -> Result<Self, PatternError> {
        let mut parts = vec![Self::one(scanner, subject, depth)?];
        while eat(scanner, "&&") {
            parts.push(Self::one(scanner, subject, depth)?);
        }
        Ok(Self::All(parts))
    }

    fn one(scanner: &mut Scanner<'_>, subject: Subject<'_, S>, depth: usize) -> Result<Self, PatternError> {
        if eat(scanner, "(") {
            if depth == DEEPEST {
                return Err(scanner.error("parentheses nest too deep"));
            }
            let inner = Self::any(scanner, subject, depth + 1)?;
            scanner.expect(")")?;
            return Ok(inner);
        }
        scanner.skip_space();
        Ok(Self::Test(subject(scanner)?, Check::parse(scanner)?))
    }

    /// Whether it holds, when `holds` says whether one comparison does.
    pub fn holds(&self, holds: &dyn Fn(&S, &Check) -> bool) -> bool {
        match self {
            Self::Test(subject, check) => holds(subject, check),
            Self::All(parts) => parts.iter().all(|part| part.holds(holds)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(holds)),
        }
    }
}

fn eat(scanner: &mut Scanner<'_>, token: &str) -> bool {
    scanner.skip_space();
    scanner.eat(token)
}

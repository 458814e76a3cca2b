//! What can be wrong with an expression that is well formed, and which of several faults AWS tells.

use super::super::error::Error;

/// The parameter that an expression came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `ConditionExpression`.
    Condition,
    /// `FilterExpression`.
    Filter,
    /// `KeyConditionExpression`.
    Key,
    /// `ProjectionExpression`.
    Projection,
    /// `UpdateExpression`.
    Update,
}

impl Kind {
    /// The parameter's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Condition => "ConditionExpression",
            Self::Filter => "FilterExpression",
            Self::Key => "KeyConditionExpression",
            Self::Projection => "ProjectionExpression",
            Self::Update => "UpdateExpression",
        }
    }

    /// The error with `text` about an expression of this kind.
    #[must_use]
    pub fn invalid(self, text: &str) -> Error {
        Error::Validation(format!("Invalid {}: {text}", self.name()))
    }
}

/// A class of faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Parentheses around parentheses.
    Parentheses,
    /// A function that does not exist.
    UnknownFunction,
    /// A function where it may not stand.
    Misused,
    /// A reserved word as a name.
    Reserved,
    /// A section that comes twice.
    Section,
    /// A `#name` that is not defined.
    Name,
    /// A `:value` that is not defined.
    Value,
    /// Paths within one another.
    Overlap,
    /// Paths that take one place for a list and for a map.
    Conflict,
    /// Too many operands, or too few.
    Count,
    /// An operand that is compared with itself.
    Distinct,
    /// An operand of a type that does not fit.
    Type,
}

impl Fault {
    /// The lower it is, the sooner AWS tells of it.
    fn rank(self, kind: Kind) -> u8 {
        let order: &[Self] = if kind == Kind::Update {
            &[
                Self::Parentheses,
                Self::Reserved,
                Self::UnknownFunction,
                Self::Section,
                Self::Name,
                Self::Value,
                Self::Overlap,
                Self::Conflict,
                Self::Count,
                Self::Type,
                Self::Misused,
            ]
        } else {
            &[
                Self::Parentheses,
                Self::UnknownFunction,
                Self::Misused,
                Self::Reserved,
                Self::Name,
                Self::Value,
                Self::Overlap,
                Self::Conflict,
                Self::Count,
                Self::Distinct,
                Self::Type,
            ]
        };
        order.iter().position(|held| *held == self).and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
    }
}

/// The fault to be told: of those of the lowest rank the first.
#[derive(Debug)]
pub struct Faults {
    kind: Kind,
    told: Option<(u8, String)>,
}

impl Faults {
    /// No faults yet.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self { kind, told: None }
    }

    /// Notes a fault.
    pub fn note(&mut self, fault: Fault, text: impl Into<String>) {
        let rank = fault.rank(self.kind);
        if self.told.as_ref().is_none_or(|(held, _)| rank < *held) {
            self.told = Some((rank, text.into()));
        }
    }

    /// Whether there was none.
    ///
    /// # Errors
    /// The fault to be told.
    pub fn finish(self) -> Result<(), Error> {
        self.told.map_or(Ok(()), |(_, text)| Err(self.kind.invalid(&text)))
    }

    /// The text of the fault to be told, without the parameter that it was found in.
    #[must_use]
    pub fn told(self) -> Option<String> {
        self.told.map(|(_, text)| text)
    }
}

//! What is wrong with a template, where, and what to do: all of it, not only the first.

use std::fmt;

use super::node::Position;

/// How many diagnostics a refused call quotes. The whole list is what [`super::diagnose`] is for.
const QUOTED: usize = 8;

/// One thing that is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// What is wrong and what to do.
    pub text: String,
    /// Whether AWS would refuse the template for it too, in these words. What is false here is beyond the
    /// simulation, or is told in our words because AWS finds it only while it deploys.
    pub from_aws: bool,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}, column {}: {}", self.line, self.column, self.text)
    }
}

/// Collects diagnostics while a template is read.
#[derive(Debug, Default)]
pub struct Report(Vec<Diagnostic>);

impl Report {
    /// Notes something that Coldstart cannot do or that will not work, in our words.
    pub fn refuse(&mut self, at: Position, text: impl Into<String>) {
        self.note(at, text.into(), false);
    }

    /// Notes something that AWS refuses as well, in its words.
    pub fn aws(&mut self, at: Position, text: impl Into<String>) {
        self.note(at, text.into(), true);
    }

    fn note(&mut self, at: Position, text: String, from_aws: bool) {
        self.0.push(Diagnostic { line: at.line, column: at.column, text, from_aws });
    }

    /// The diagnostics in the order of their places, each once.
    #[must_use]
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.0.sort();
        self.0.dedup();
        self.0
    }
}

/// What a client is told of a template that is refused: AWS's own words where AWS would refuse it too, and
/// otherwise the first lines of the list.
#[must_use]
pub fn message(diagnostics: &[Diagnostic]) -> String {
    if let Some(first) = diagnostics.iter().find(|diagnostic| diagnostic.from_aws) {
        return first.text.clone();
    }
    let mut text = String::from("Coldstart cannot deploy this template.");
    for diagnostic in diagnostics.iter().take(QUOTED) {
        text.push('\n');
        text.push_str(&diagnostic.to_string());
    }
    if diagnostics.len() > QUOTED {
        text.push_str(&format!("\nand {} more", diagnostics.len() - QUOTED));
    }
    text
}

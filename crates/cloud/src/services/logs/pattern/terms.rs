//! Terms: words and phrases that an event's text has or has not.
//!
//! `ERROR timeout` wants both, `"out of memory"` the phrase, `-DEBUG` leaves out, `?A ?B` wants one of them.
//! Case counts, and a term may stand inside a word.

use super::PatternError;
use super::scanner::Scanner;

/// What the text must have, must not have, and must have one of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    wanted: Vec<String>,
    unwanted: Vec<String>,
    optional: Vec<String>,
}

impl Terms {
    /// Reads terms up to the end of the pattern.
    pub fn parse(scanner: &mut Scanner<'_>) -> Result<Self, PatternError> {
        let mut terms = Self::default();
        loop {
            scanner.skip_space();
            let list = match scanner.peek() {
                None => return Ok(terms),
                Some('-') => &mut terms.unwanted,
                Some('?') => &mut terms.optional,
                Some(_) => &mut terms.wanted,
            };
            let _marked = scanner.eat("-") || scanner.eat("?");
            list.push(term(scanner)?);
        }
    }

    /// Whether the text is wanted. Beside other terms the optional ones say nothing, as on AWS.
    pub fn matches(&self, message: &str) -> bool {
        let has = |term: &String| message.contains(term.as_str());
        let one_of = self.optional.is_empty()
            || !self.wanted.is_empty()
            || !self.unwanted.is_empty()
            || self.optional.iter().any(has);
        one_of && self.wanted.iter().all(has) && !self.unwanted.iter().any(has)
    }
}

fn term(scanner: &mut Scanner<'_>) -> Result<String, PatternError> {
    match scanner.peek() {
        Some('"') => scanner.quoted(),
        Some('%') => Err(scanner.error("regular expressions (%) are not simulated")),
        _ => {
            let word = scanner.take_while(|next| next.is_alphanumeric() || next == '_');
            match scanner.peek() {
                None => {}
                Some(next) if next.is_whitespace() => {}
                Some(next) => {
                    return Err(scanner.error(format!("{next} must stand in quotation marks with its term")));
                }
            }
            if word.is_empty() { Err(scanner.error("a term is expected")) } else { Ok(word.to_owned()) }
        }
    }
}

//! The texts of a policy that requests are compared with: wildcards, and variables such as `${aws:userid}`.

use super::context::{Key, Situation};
use super::glob::Glob;

/// How a text of a policy is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// `*` and `?` have their meaning.
    pub wildcards: bool,
    /// `${…}` has its meaning, which it has only in policies of version 2012-10-17.
    pub variables: bool,
    /// Upper and lower case are the same. What is compared must be in lower case.
    pub folded: bool,
}

/// A text of a policy, ready to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// The same for every request.
    Fixed(Glob),
    /// To be filled in for each request.
    Template {
        /// Its parts in order.
        parts: Vec<Part>,
        /// How it is to be read.
        reading: Reading,
    },
}

/// A part of a text with variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text as written, in which wildcards have their meaning if they have any.
    Text(Box<str>),
    /// Text that stands for itself: `${*}`.
    Literal(Box<str>),
    /// The value of a condition key, or what stands after the comma where the request has none.
    Variable(Key, Option<Box<str>>),
}

impl Pattern {
    /// Reads `text`.
    #[must_use]
    pub fn new(text: &str, reading: Reading) -> Self {
        let folded;
        let text = if reading.folded {
            folded = text.to_lowercase();
            folded.as_str()
        } else {
            text
        };
        if reading.variables && text.contains("${") {
            return Self::Template { parts: parts(text), reading };
        }
        let mut glob = Glob::default();
        push(&mut glob, text, reading);
        Self::Fixed(glob)
    }

    /// Whether the whole of `text` fits. A text that needs a variable which the request has not fits nothing.
    #[must_use]
    pub fn matches(&self, text: &str, situation: &Situation<'_>) -> bool {
        match self {
            Self::Fixed(glob) => glob.matches(text),
            Self::Template { parts, reading } => {
                filled(parts, *reading, situation).is_some_and(|glob| glob.matches(text))
            }
        }
    }
}

fn push(glob: &mut Glob, text: &str, reading: Reading) {
    if reading.wildcards { glob.push_pattern(text) } else { glob.push_literal(text) }
}

fn filled(parts: &[Part], reading: Reading, situation: &Situation<'_>) -> Option<Glob> {
    let mut glob = Glob::default();
    for part in parts {
        match part {
            Part::Text(text) => push(&mut glob, text, reading),
            Part::Literal(text) => glob.push_literal(text),
            Part::Variable(key, fallback) => match (situation.value(key), fallback) {
                // The value stands for itself: a caller must not widen a policy by a name with a star in it.
                (Some(value), _) if reading.folded => glob.push_literal(&value.to_lowercase()),
                (Some(value), _) => glob.push_literal(&value),
                (None, Some(fallback)) => glob.push_literal(fallback),
                (None, None) => return None,
            },
        }
    }
    Some(glob)
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, variable)) = rest.split_once("${") {
        let Some((inside, after)) = variable.split_once('}') else { break };
        if !before.is_empty() {
            parts.push(Part::Text(before.into()));
        }
        parts.push(match inside.trim() {
            literal @ ("*" | "?" | "$") => Part::Literal(literal.into()),
            inside => {
                let (name, fallback) = match inside.split_once(',') {
                    Some((name, fallback)) => (name, Some(fallback.trim().trim_matches('\'').into())),
                    None => (inside, None),
                };
                Part::Variable(Key::parse(name.trim()), fallback)
            }
        });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.into()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::Principal;

    fn check(pattern: &str, variables: bool, text: &str, expected: bool) {
        let reading = Reading { wildcards: true, variables, folded: false };
        let situation = Situation { principal: &Principal::Root, role: None, now: None };
        assert_eq!(Pattern::new(pattern, reading).matches(text, &situation), expected, "{pattern} against {text}");
    }

    #[test]
    fn variables_are_filled_in() {
        check("home/${aws:userid}/*", true, "home/123456789012/cat", true);
        check("home/${aws:userid}/*", true, "home/ann/cat", false);
        check("home/${aws:userid}/*", false, "home/${aws:userid}/cat", true);
        check("home/${aws:username}/*", true, "home//cat", false);
        check("home/${aws:username, 'guest'}/*", true, "home/guest/cat", true);
        check("a${*}b*", true, "a*bc", true);
        check("a${*}b*", true, "axbc", false);
        check("a${open", true, "a${open", true);
    }
}

//! Patterns with `*` (any run of characters, also none) and `?` (any one character), matched in linear time.
//!
//! A pattern is cut at its stars when the policy is read. What stands before the first star must begin the
//! text, what stands after the last must end it, and each part between is sought once, leftmost first. So
//! nothing is tried twice, and `a*a*a*a*b` costs no more than the text is long.

/// A pattern, cut and ready. With no star there is one segment, and it is the whole text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob {
    segments: Vec<Segment>,
}

/// What stands between two stars.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    /// Text that stands for itself.
    Plain(String),
    /// Text with question marks, each of them none.
    Marked(Vec<Option<char>>),
}

impl Default for Glob {
    fn default() -> Self {
        Self { segments: vec![Segment::Plain(String::new())] }
    }
}

impl Glob {
    /// Reads a pattern in which `*` and `?` have their meaning.
    #[must_use]
    pub fn new(pattern: &str) -> Self {
        let mut glob = Self::default();
        glob.push_pattern(pattern);
        glob
    }

    /// Lengthens the pattern by text in which `*` and `?` have their meaning.
    pub fn push_pattern(&mut self, pattern: &str) {
        for character in pattern.chars() {
            match character {
                '*' => self.segments.push(Segment::Plain(String::new())),
                '?' => self.last().push(None),
                other => self.last().push(Some(other)),
            }
        }
    }

    /// Lengthens the pattern by text that stands for itself.
    pub fn push_literal(&mut self, text: &str) {
        for character in text.chars() {
            self.last().push(Some(character));
        }
    }

    /// Whether the pattern covers the whole of `text`.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let (first, rest) = self.segments.split_first().expect("a pattern has at least one segment");
        let Some(mut left) = first.strip_from_start(text) else { return false };
        let Some((last, between)) = rest.split_last() else { return left.is_empty() };
        for segment in between {
            match segment.skip_past(left) {
                Some(remaining) => left = remaining,
                None => return false,
            }
        }
        last.ends(left)
    }

    fn last(&mut self) -> &mut Segment {
        self.segments.last_mut().expect("a pattern has at least one segment")
    }
}

impl Segment {
    fn push(&mut self, character: Option<char>) {
        match (&mut *self, character) {
            (Self::Plain(text), Some(character)) => text.push(character),
            (Self::Plain(text), None) => {
                *self = Self::Marked(text.chars().map(Some).chain([None]).collect());
            }
            (Self::Marked(characters), character) => characters.push(character),
        }
    }

    /// What is left of `text` after this segment at its start; none when it does not start so.
    fn strip_from_start<'a>(&self, text: &'a str) -> Option<&'a str> {
        match self {
            Self::Plain(plain) => text.strip_prefix(plain.as_str()),
            Self::Marked(wanted) => {
                let mut characters = text.chars();
                for wanted in wanted {
                    let found = characters.next()?;
                    if wanted.is_some_and(|wanted| wanted != found) {
                        return None;
                    }
                }
                Some(characters.as_str())
            }
        }
    }

    /// What is left of `text` after the first place where this segment stands.
    fn skip_past<'a>(&self, text: &'a str) -> Option<&'a str> {
        match self {
            Self::Plain(plain) => text.find(plain.as_str()).map(|at| &text[at + plain.len()..]),
            Self::Marked(_) => text.char_indices().find_map(|(at, _)| self.strip_from_start(&text[at..])),
        }
    }

    /// Whether `text` ends with this segment.
    fn ends(&self, text: &str) -> bool {
        match self {
            Self::Plain(plain) => text.ends_with(plain.as_str()),
            Self::Marked(wanted) => {
                let mut found = text.chars().rev();
                wanted.iter().rev().all(|wanted| match (wanted, found.next()) {
                    (_, None) => false,
                    (None, Some(_)) => true,
                    (Some(wanted), Some(found)) => *wanted == found,
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, text: &str, expected: bool) {
        assert_eq!(Glob::new(pattern).matches(text), expected, "{pattern} against {text}");
    }

    #[test]
    fn stars_and_marks() {
        check("", "", true);
        check("", "a", false);
        check("*", "", true);
        check("*", "arn:aws:s3:::b/k", true);
        check("s3:Get*", "s3:GetObject", true);
        check("s3:Get*", "s3:PutObject", false);
        check("arn:aws:s3:::b/*", "arn:aws:s3:::b/a/b/c", true);
        check("arn:aws:s3:::b/*", "arn:aws:s3:::b", false);
        check("*.png", "photos/cat.png", true);
        check("*.png", "photos/cat.png.txt", false);
        check("a*b*c", "aXbYbZc", true);
        check("a*b*c", "aXc", false);
        check("ab*ba", "aba", false);
        check("**", "x", true);
        check("a?c", "abc", true);
        check("a?c", "ac", false);
        check("a?c", "aßc", true);
        check("*?", "", false);
        check("*?", "é", true);
        check("*a?c*", "xxabxabc!", true);
        check("?*?", "a", false);
        check("?*?", "ab", true);
    }

    #[test]
    fn what_is_pushed_as_a_literal_stands_for_itself() {
        let mut glob = Glob::new("home/");
        glob.push_literal("*");
        glob.push_pattern("/*");
        assert!(glob.matches("home/*/x"));
        assert!(!glob.matches("home/ann/x"));
    }

    #[test]
    fn a_pattern_made_to_be_slow_is_not() {
        // A matcher that tries again from each star would need longer than the universe has for this one.
        let text = "a".repeat(100_000);
        check(&format!("{}b", "a*".repeat(1_000)), &text, false);
        check(&"a*".repeat(1_000), &text, true);
        check(&format!("{}b", "?*".repeat(1_000)), &text, false);
        check(&format!("{}b", "*a?".repeat(1_000)), &text, false);
    }
}

//! Reading a pattern from left to right, with the place for errors.

use super::PatternError;

/// A place in a pattern's text.
#[derive(Clone, Debug)]
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    /// At the beginning of `text`.
    pub const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// What is still to be read.
    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The next character.
    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Passes over white space.
    pub fn skip_space(&mut self) {
        self.take_while(char::is_whitespace);
    }

    /// Passes over `token` where it comes next, and says whether it does.
    pub fn eat(&mut self, token: &str) -> bool {
        let comes = self.rest().starts_with(token);
        if comes {
            self.at += token.len();
        }
        comes
    }

    /// Passes over a keyword, in capitals or not, where it comes next as a whole word.
    pub fn eat_word(&mut self, word: &str) -> bool {
        let comes = self.rest().get(..word.len()).is_some_and(|next| next.eq_ignore_ascii_case(word))
            && !self.rest()[word.len()..].starts_with(|next: char| next.is_alphanumeric());
        if comes {
            self.at += word.len();
        }
        comes
    }

    /// Passes over `token`, which must come next.
    pub fn expect(&mut self, token: &str) -> Result<(), PatternError> {
        self.skip_space();
        if self.eat(token) { Ok(()) } else { Err(self.error(format!("{token} is expected"))) }
    }

    /// The characters that come next and fit.
    pub fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|next| !fits(next)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// The text between the quotation mark that comes next and its partner; a backslash takes the mark's meaning
    /// away.
    pub fn quoted(&mut self) -> Result<String, PatternError> {
        let opening = self.clone();
        self.at += 1;
        let mut text = String::new();
        let mut escaped = false;
        for (offset, next) in self.rest().char_indices() {
            match next {
                '"' if !escaped => {
                    self.at += offset + 1;
                    return Ok(text);
                }
                '\\' if !escaped => escaped = true,
                other => {
                    if escaped && other != '"' && other != '\\' {
                        text.push('\\');
                    }
                    text.push(other);
                    escaped = false;
                }
            }
        }
        Err(opening.error("a quotation mark is not closed"))
    }

    /// An error at this place.
    pub fn error(&self, problem: impl Into<String>) -> PatternError {
        PatternError { at: self.at, problem: problem.into() }
    }
}

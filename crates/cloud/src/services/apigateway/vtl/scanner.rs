//! Reading a template from left to right, with the place for errors.

use super::SyntaxError;
use super::tree::Position;

/// A place in a template's text.
#[derive(Clone, Debug)]
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// The last place that was asked for, in bytes and as lines and columns: the next one is counted from there.
    known: (usize, Position),
    start: Position,
}

impl<'a> Scanner<'a> {
    /// At the beginning of `text`, which stands at `start` in the whole.
    pub const fn new(text: &'a str, start: Position) -> Self {
        Self { text, at: 0, known: (0, start), start }
    }

    /// What is still to be read.
    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// How much is read, in bytes.
    pub const fn offset(&self) -> usize {
        self.at
    }

    /// Goes back to an offset that [`Self::offset`] gave.
    pub const fn go_back(&mut self, offset: usize) {
        self.at = offset;
    }

    /// What stands between an offset and here.
    pub fn since(&self, offset: usize) -> &'a str {
        &self.text[offset..self.at]
    }

    /// Whether nothing but blanks stands on the line before an offset.
    pub fn opens_line(&self, offset: usize) -> bool {
        let before = self.text[..offset].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with('\n')
    }

    /// The next character.
    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Passes over the next character.
    pub fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Passes over `bytes` bytes that were looked at.
    pub const fn skip(&mut self, bytes: usize) {
        self.at += bytes;
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

    /// The characters that come next and fit.
    pub fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|next| !fits(next)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    /// The name that comes next, empty when none does. Velocity's names have hyphens in them.
    pub fn name(&mut self) -> &'a str {
        match self.peek() {
            Some(first) if begins_name(first) => self.take_while(in_name),
            _ => "",
        }
    }

    /// Passes over blanks and the end of a line behind a directive, when nothing else stands there.
    pub fn eat_line_end(&mut self) {
        let before = self.at;
        self.take_while(|next| next == ' ' || next == '\t');
        if !(self.eat("\r\n") || self.eat("\n") || self.eat("\r")) {
            self.at = before;
        }
    }

    /// The place here.
    pub fn position(&mut self) -> Position {
        if self.at < self.known.0 {
            self.known = (0, self.start);
        }
        let (from, mut position) = self.known;
        for next in self.text[from..self.at].chars() {
            if next == '\n' {
                position = Position { line: position.line.saturating_add(1), column: 1 };
            } else {
                position.column = position.column.saturating_add(1);
            }
        }
        self.known = (self.at, position);
        position
    }

    /// An error here.
    pub fn error(&mut self, text: impl Into<String>) -> SyntaxError {
        error_at(self.position(), text)
    }

    /// An error here: `wanted` is missing, and something else stands in its place.
    pub fn missing(&mut self, wanted: &str) -> SyntaxError {
        let found = match self.peek() {
            Some(found) => format!("{found:?}"),
            None => "the end".to_owned(),
        };
        self.error(format!("{wanted} is expected and {found} is found"))
    }
}

/// An error at a place.
pub fn error_at(at: Position, text: impl Into<String>) -> SyntaxError {
    SyntaxError { line: at.line, column: at.column, text: text.into() }
}

/// Whether a name may begin so.
pub const fn begins_name(character: char) -> bool {
    character.is_ascii_alphabetic() || character == '_'
}

/// Whether a name may go on so.
pub const fn in_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_' || character == '-'
}

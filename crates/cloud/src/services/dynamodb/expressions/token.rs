//! Tokens with their places. Whatever is no token is one of a single character, which no grammar takes.

/// A part of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// As written.
    pub text: &'a str,
    /// Where it begins, bytes.
    pub start: usize,
}

impl Token<'_> {
    /// Where it ends, bytes.
    #[must_use]
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A bare name, a keyword or a function.
    Word,
    /// `#name`.
    Name,
    /// `:value`.
    Value,
    /// A whole number.
    Integer,
    /// An operator or a bracket.
    Symbol,
    /// A character that means nothing.
    Other,
}

/// Splits `text`.
#[must_use]
pub fn tokenize(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(first) = text[start..].chars().next() {
        if first.is_ascii_whitespace() {
            start += 1;
            continue;
        }
        let rest = &text[start..];
        let (kind, length) = measure(rest, first);
        tokens.push(Token { kind, text: &rest[..length], start });
        start += length;
    }
    tokens
}

fn measure(rest: &str, first: char) -> (TokenKind, usize) {
    let word = |from: usize| {
        from + rest[from..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()
    };
    match first {
        'a'..='z' | 'A'..='Z' => (TokenKind::Word, word(0)),
        '0'..='9' => (TokenKind::Integer, rest.bytes().take_while(u8::is_ascii_digit).count()),
        '#' if word(1) > 1 => (TokenKind::Name, word(1)),
        ':' if word(1) > 1 => (TokenKind::Value, word(1)),
        '<' if rest.starts_with("<>") || rest.starts_with("<=") => (TokenKind::Symbol, 2),
        '>' if rest.starts_with(">=") => (TokenKind::Symbol, 2),
        '=' | '<' | '>' | '(' | ')' | '[' | ']' | ',' | '.' | '+' | '-' => (TokenKind::Symbol, 1),
        other => (TokenKind::Other, other.len_utf8()),
    }
}

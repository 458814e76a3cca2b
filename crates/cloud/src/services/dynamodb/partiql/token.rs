//! Tokens of a statement with their places, and how a place is told.

/// A part of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind,
    /// As written, quotes and all.
    pub text: &'a str,
    /// Where it begins, bytes.
    pub start: usize,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A bare name, a keyword or a function.
    Word,
    /// A name in double quotes.
    Quoted,
    /// A text in single quotes.
    Text,
    /// A number without a sign.
    Number,
    /// `?`
    Parameter,
    /// An operator or a bracket.
    Symbol,
    /// What is no token: a quote or a comment without an end, or a character that means nothing.
    Broken,
    /// The end of the statement.
    End,
}

impl Token<'_> {
    /// Whether it is the keyword `word`, in any case.
    #[must_use]
    pub fn is_keyword(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is `symbol`.
    #[must_use]
    pub fn is_symbol(&self, symbol: &str) -> bool {
        self.kind == Kind::Symbol && self.text == symbol
    }

    /// What stands between its quotes, of which doubled ones mean one.
    #[must_use]
    pub fn unquoted(&self) -> String {
        let quote = if self.kind == Kind::Text { "'" } else { "\"" };
        let inner = self.text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote)).unwrap_or(self.text);
        inner.replace(&quote.repeat(2), quote)
    }

    /// Its place in `statement` as AWS tells places, `line:column:length`, counted in characters from 1.
    #[must_use]
    pub fn place(&self, statement: &str) -> String {
        let before = &statement[..self.start];
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("{line}:{column}:{}", self.text.chars().count())
    }
}

/// Splits `statement`; the last token is its end.
#[must_use]
pub fn tokenize(statement: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(first) = statement[start..].chars().next() {
        let rest = &statement[start..];
        if first.is_whitespace() {
            start += first.len_utf8();
            continue;
        }
        let (kind, length) = match comment(rest) {
            Some(Some(length)) => {
                start += length;
                continue;
            }
            Some(None) => (Kind::Broken, rest.len()),
            None => measure(rest, first),
        };
        tokens.push(Token { kind, text: &rest[..length], start });
        start += length;
    }
    tokens.push(Token { kind: Kind::End, text: "", start });
    tokens
}

/// The length of a comment that `rest` begins with; `Some(None)` when it has no end.
fn comment(rest: &str) -> Option<Option<usize>> {
    if rest.starts_with("--") {
        return Some(Some(rest.find('\n').unwrap_or(rest.len())));
    }
    rest.starts_with("/*").then(|| rest.find("*/").map(|at| at + 2))
}

fn measure(rest: &str, first: char) -> (Kind, usize) {
    const SYMBOLS: [&str; 6] = ["<<", ">>", "<>", "!=", "<=", ">="];
    if first.is_alphabetic() || first == '_' || first == '$' {
        let inside = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '$';
        return (Kind::Word, rest.find(|letter| !inside(letter)).unwrap_or(rest.len()));
    }
    match first {
        '\'' | '"' => quoted(rest, first),
        '0'..='9' => (Kind::Number, number(rest.as_bytes())),
        '?' => (Kind::Parameter, 1),
        _ if SYMBOLS.iter().any(|symbol| rest.starts_with(symbol)) => (Kind::Symbol, 2),
        '=' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | '.' | ':' | '+' | '-' | '*' | '/' | '%' | ';' => {
            (Kind::Symbol, 1)
        }
        other => (Kind::Broken, other.len_utf8()),
    }
}

fn quoted(rest: &str, quote: char) -> (Kind, usize) {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while let Some(length) = rest[at..].find(quote) {
        at += length + 1;
        if bytes.get(at) != Some(&(quote as u8)) {
            return (if quote == '"' { Kind::Quoted } else { Kind::Text }, at);
        }
        at += 1;
    }
    (Kind::Broken, rest.len())
}

/// The length of `12.5e-3`. An `e` without digits is a word of its own.
fn number(bytes: &[u8]) -> usize {
    let digits = |from: usize| from + bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = digits(0);
    if bytes.get(end) == Some(&b'.') {
        end = digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let signed = end + 1 + usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(signed.min(bytes.len()));
        if exponent > signed {
            end = exponent;
        }
    }
    end
}

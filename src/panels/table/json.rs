//! JSON read with its places: where each value stands, and numbers as they are written, since DynamoDB's have more digits
//! than a machine's. What is wrong with a text that cannot be read, [`crate::widgets::json`] says. Pure.

/// A value and where it begins, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where it begins.
    pub at: usize,
    /// What it is.
    pub json: Json,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// Null.
    Null,
    /// True or false.
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// An object, in its own order.
    Object(Vec<(String, Node)>),
}

/// The most lists and objects within one another: more than DynamoDB takes, and few enough for a page's small stack.
const MAX_DEPTH: usize = 64;

/// Reads values one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    text: &'a str,
    /// How far it has read, bytes.
    pub at: usize,
}

/// The one value of a text; none when it is no JSON.
#[must_use]
pub fn read(text: &str) -> Option<Node> {
    let mut reader = Reader::new(text, 0);
    let node = reader.value(0)?;
    reader.peek().is_none().then_some(node)
}

impl<'a> Reader<'a> {
    /// Reads `text` from `at` on.
    #[must_use]
    pub fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    /// The next character that is no space.
    pub fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    /// Takes a character if it is the next that is no space.
    pub fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    /// The next value, which stands so deep in others; none when there is no such thing.
    pub fn value(&mut self, depth: usize) -> Option<Node> {
        let first = self.peek()?;
        let at = self.at;
        let json = match first {
            _ if depth > MAX_DEPTH => return None,
            b'{' => {
                self.at += 1;
                let mut members = Vec::new();
                while !self.take(b'}') {
                    if !members.is_empty() && !self.take(b',') || self.peek() != Some(b'"') {
                        return None;
                    }
                    let name = self.quoted()?;
                    if !self.take(b':') {
                        return None;
                    }
                    members.push((name, self.value(depth + 1)?));
                }
                Json::Object(members)
            }
            b'[' => {
                self.at += 1;
                let mut values = Vec::new();
                while !self.take(b']') {
                    if !values.is_empty() && !self.take(b',') {
                        return None;
                    }
                    values.push(self.value(depth + 1)?);
                }
                Json::List(values)
            }
            b'"' => Json::Text(self.quoted()?),
            b'-' | b'0'..=b'9' => Json::Number(self.number()?.to_owned()),
            _ => self.word()?,
        };
        Some(Node { at, json })
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn word(&mut self) -> Option<Json> {
        let words = [("true", Json::Bool(true)), ("false", Json::Bool(false)), ("null", Json::Null)];
        let (word, json) = words.into_iter().find(|(word, _)| self.rest().starts_with(word))?;
        self.at += word.len();
        Some(json)
    }

    fn number(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let end = rest.find(|one: char| !matches!(one, '0'..='9' | '+' | '-' | '.' | 'e' | 'E')).unwrap_or(rest.len());
        self.at += end;
        is_number(&rest[..end]).then_some(&rest[..end])
    }

    fn quoted(&mut self) -> Option<String> {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let mut end = 1;
        loop {
            match bytes.get(end)? {
                b'"' => break,
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
        self.at += end + 1;
        let inner = &rest[1..end];
        if inner.bytes().any(|byte| byte == b'\\' || byte < b' ') {
            // Escapes are seldom, and there is one who knows them all.
            return serde_json::from_str(&rest[..=end]).ok();
        }
        Some(inner.to_owned())
    }
}

/// Whether a text is a number as JSON writes it.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let leading = digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit();
    digits.starts_with(|first: char| first.is_ascii_digit())
        && !leading
        && !digits.ends_with('.')
        && !digits.contains(".e")
        && !digits.contains(".E")
        && text.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::widgets::json::line_of;

    #[test]
    fn values_are_read_with_their_places_and_all_their_digits() {
        let text = "{\n \"n\": 12345678901234567890123456789012345678,\n \"t\": [\"a\\n\u{fc}\", true, null]}";
        let node = read(text).expect("it is JSON");
        let Json::Object(members) = node.json else { panic!("it is an object") };
        assert_eq!(members[0].1.json, Json::Number("12345678901234567890123456789012345678".to_owned()));
        assert_eq!(line_of(text, members[1].1.at), (3, 7));
        let Json::List(values) = &members[1].1.json else { panic!("it is a list") };
        assert_eq!(values[0].json, Json::Text("a\n\u{fc}".to_owned()));
        assert_eq!((&values[1].json, &values[2].json), (&Json::Bool(true), &Json::Null));
    }

    #[test]
    fn what_is_no_json_is_not_read() {
        for text in
            ["", "{", "{\"a\" 1}", "[1,]", "[1 2]", "01", "1.", "-", "nul", "\"open", "{a: 1}", "1 2", "\"a\\", "--1"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"[".repeat(100_000)), None);
    }
}

//! `$util`: escapes and encodings.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::evaluate::Evaluator;
use super::heap::{Fault, Origin, Value};
use crate::protocol::uri;

impl Evaluator<'_> {
    /// `$util.name(arguments)`
    pub fn util(&mut self, name: &str, arguments: &[Value]) -> Result<Value, Fault> {
        let [argument] = arguments else { return Ok(Value::Null) };
        if matches!(argument, Value::Null) {
            return Ok(Value::Null);
        }
        let text = self.heap.print(argument)?;
        self.heap.work(text.len())?;
        let made = match name {
            "escapeJavaScript" => escape_javascript(&text),
            // As Java's URLEncoder does it, which differs from RFC 3986 in these two.
            "urlEncode" => uri::encode_form(&text).replace('~', "%7E").replace("%2A", "*"),
            "urlDecode" => match uri::decode(&text.replace('+', " ")) {
                Ok(decoded) => decoded.into_owned(),
                Err(_) => return Err(Fault::new(format!("urlDecode is given {text:?}, which is no encoded text"))),
            },
            "base64Encode" => STANDARD.encode(&text),
            "base64Decode" => match STANDARD.decode(text.trim()) {
                Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
                Err(_) => return Err(Fault::new("base64Decode is given a text that is not base64")),
            },
            "parseJson" => {
                let json: serde_json::Value = serde_json::from_str(&text)
                    .map_err(|error| Fault::new(format!("parseJson is given what is no JSON: {error}")))?;
                return self.heap.adopt(Origin::Json, &json);
            }
            _ => return Ok(Value::Null),
        };
        self.heap.text(&made)
    }
}

/// A text as it may stand in a script's string. Characters beyond ASCII become `\u` with four digits for each unit of
/// UTF-16. Single marks are escaped too, which JSON does not know: AWS's documentation says how to take that back.
fn escape_javascript(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '\'' | '\\' | '/' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04X}"));
                }
            }
        }
    }
    out
}

//! What is wrong with a text that should be JSON, in words and at its line. Pure.

use serde::de::IgnoredAny;

use super::editor::Fault;

/// The most letters of the text that a sentence repeats.
const QUOTED: usize = 32;

/// The first fault of `text`, which should be `what`: `event`; none when it is JSON.
#[must_use]
pub fn fault(text: &str, what: &str) -> Option<Fault> {
    let error = serde_json::from_str::<IgnoredAny>(text).err()?;
    let at = offset(text, error.line(), error.column());
    let says = error.to_string();
    // A comma or colon is missing behind what stands before, which may be lines above.
    let before = text[..at].trim_end();
    let sentence = if text.trim().is_empty() {
        format!("the {what} is missing; {{}} is the smallest")
    } else if says.starts_with("EOF while parsing a string") {
        "a text is not closed by a quotation mark".to_owned()
    } else if says.starts_with("EOF") {
        let open = innermost(text).map_or_else(String::new, |bracket| format!(": a {bracket} is not closed"));
        format!("the text ends too early{open}")
    } else if says.starts_with("expected `,` or `}`") || says.starts_with("expected `,` or `]`") {
        return Some(fault_at(text, before.len(), &format!("a comma is missing after {}", last_words(before))));
    } else if says.starts_with("expected `:`") {
        return Some(fault_at(text, before.len(), &format!("a colon is missing after {}", last_words(before))));
    } else if says.starts_with("trailing comma") || (text[at..].starts_with([']', '}']) && before.ends_with(',')) {
        let comma = before.trim_end_matches([']', '}']).trim_end().len().saturating_sub(1);
        return Some(fault_at(text, comma, "the comma before the closing bracket has nothing after it"));
    } else if says.starts_with("trailing characters") {
        format!("the {what} has ended, and more text follows")
    } else if says.starts_with("key must be a string") {
        "a name must stand in double quotation marks".to_owned()
    } else if says.starts_with("control character") {
        "a text goes over the end of its line; write \\n for a new line".to_owned()
    } else if says.starts_with("invalid escape") {
        "after a backslash comes one of \" \\ / b f n r t u".to_owned()
    } else if says.starts_with("invalid number") {
        "this is no number of JSON".to_owned()
    } else if text[at..].starts_with('\'') || before.ends_with('\'') {
        "texts stand in double quotation marks".to_owned()
    } else if says.starts_with("expected value") || says.starts_with("expected ident") {
        "a value is expected: a text, a number, true, false, null, a list or an object".to_owned()
    } else {
        says.split(" at line").next().unwrap_or_default().to_owned()
    };
    Some(fault_at(text, at, &sentence))
}

/// A fault at an offset, in bytes, with its line before the sentence, which has no full stop.
#[must_use]
pub fn fault_at(text: &str, at: usize, sentence: &str) -> Fault {
    let (line, column) = line_of(text, at);
    Fault { line, column, message: format!("Line {line}: {sentence}.") }
}

/// The line and the column of an offset, from 1.
#[must_use]
pub fn line_of(text: &str, at: usize) -> (u32, u32) {
    let before = &text[..at.min(text.len())];
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (number(line), number(column))
}

/// Where a line and a column, in bytes from 1, lie in the text: at the letter that was read last.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The end of the line that `before` ends in, as a reader would name it.
fn last_words(before: &str) -> String {
    let line = before.rsplit('\n').next().unwrap_or_default().trim();
    let letters = line.chars().count();
    if letters <= QUOTED {
        line.to_owned()
    } else {
        format!("…{}", line.chars().skip(letters - QUOTED).collect::<String>())
    }
}

/// The bracket that was opened last and not closed.
fn innermost(text: &str) -> Option<&'static str> {
    let mut open = Vec::new();
    let (mut quoted, mut escaped) = (false, false);
    for letter in text.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '{' => open.push("{"),
            '[' => open.push("["),
            '}' | ']' => drop(open.pop()),
            _ => {}
        }
    }
    open.pop()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, message: &str) {
        assert_eq!(fault(text, "event").map(|fault| fault.message).unwrap_or_default(), message, "{text}");
    }

    #[test]
    fn faults_are_told_at_their_line() {
        check("{\"a\": 1}", "");
        check("", "Line 1: the event is missing; {} is the smallest.");
        check("{\n  \"a\": 1,\n  \"id\": \"1\"\n  \"b\": 2\n}", "Line 3: a comma is missing after \"id\": \"1\".");
        check("{\n  \"a\" 1\n}", "Line 2: a colon is missing after \"a\".");
        check("[1,\n2,\n]", "Line 2: the comma before the closing bracket has nothing after it.");
        check("{\"a\": 1,\n}", "Line 1: the comma before the closing bracket has nothing after it.");
        check("{\"a\": [1, 2", "Line 1: the text ends too early: a [ is not closed.");
        check("{\n\"a\": \"one", "Line 2: a text is not closed by a quotation mark.");
        check("{a: 1}", "Line 1: a name must stand in double quotation marks.");
        check("{\"a\": 'one'}", "Line 1: texts stand in double quotation marks.");
        check(
            "{\"a\":\n  None}",
            "Line 2: a value is expected: a text, a number, true, false, null, a list or an object.",
        );
        check("{} {}", "Line 1: the event has ended, and more text follows.");
        check("\"one\ntwo\"", "Line 1: a text goes over the end of its line; write \\n for a new line.");
    }

    #[test]
    fn letters_of_any_length_are_counted_as_one_column() {
        let fault = super::fault("{\"größe\": \"é\" 1}", "event").expect("a comma is missing");
        assert_eq!((fault.line, fault.column), (1, 14));
    }
}

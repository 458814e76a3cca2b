//! Java's regular expressions, as far as templates need them: without looking around and back references.

use regex_lite::{Regex, RegexBuilder};

use super::super::heap::{Fault, Heap, Value};
use super::super::limits::PATTERN_BYTES;

/// Characters that mean something in a pattern.
const SPECIAL: [char; 14] = ['\\', '.', '[', ']', '(', ')', '{', '}', '*', '+', '?', '^', '$', '|'];

/// Reads a pattern, and takes the steps of trying it on a text.
fn read(heap: &Heap, text: &str, pattern: &str) -> Result<Regex, Fault> {
    if pattern.len() > PATTERN_BYTES {
        return Err(Fault::new(format!("A regular expression has more than {PATTERN_BYTES} bytes")));
    }
    heap.work((text.len() + 64).saturating_mul(1 + pattern.len() / 8))?;
    let read = RegexBuilder::new(pattern).size_limit(256 * 1_024).nest_limit(32).build();
    read.map_err(|error| Fault::new(format!("The regular expression {pattern:?} is not understood: {error}")))
}

/// Whether all of the text fits the pattern.
pub fn matches(heap: &Heap, text: &str, pattern: &str) -> Result<Value, Fault> {
    let whole = read(heap, text, &format!("^(?:{pattern})$"))?;
    Ok(Value::Bool(whole.is_match(text)))
}

/// The parts between what fits the pattern. As in Java, empty ones at the end are left out, and so is an empty one at
/// the beginning that a match of nothing leaves.
pub fn split<'t>(heap: &Heap, text: &'t str, pattern: &str) -> Result<Vec<&'t str>, Fault> {
    let mut parts = Vec::new();
    let mut add = |part: &'t str| {
        parts.push(part);
        heap.hold(32)
    };
    match plain(pattern) {
        Some(mark) => text.split(mark).try_for_each(&mut add)?,
        None => {
            let separator = read(heap, text, pattern)?;
            let leading = separator.find(text).is_some_and(|found| found.is_empty() && found.start() == 0);
            separator.split(text).skip(usize::from(leading)).try_for_each(&mut add)?;
        }
    }
    while parts.len() > 1 && parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    Ok(parts)
}

/// A pattern of one character that stands for itself.
fn plain(pattern: &str) -> Option<char> {
    let mut characters = pattern.chars();
    match (characters.next()?, characters.next(), characters.next()) {
        (first, None, _) if !SPECIAL.contains(&first) => Some(first),
        ('\\', Some(second), None) if SPECIAL.contains(&second) => Some(second),
        _ => None,
    }
}

/// The text with what fits the pattern replaced, at most so often. `$1` in the replacement is the first group, and a
/// backslash keeps what follows it.
pub fn replace(heap: &Heap, text: &str, pattern: &str, with: &str, limit: usize) -> Result<String, Fault> {
    let pattern = read(heap, text, pattern)?;
    let mut out = String::new();
    let mut end = 0;
    for found in pattern.captures_iter(text).take(limit) {
        let Some(whole) = found.get(0) else { continue };
        heap.step(1)?;
        let before = out.len();
        out.push_str(&text[end..whole.start()]);
        end = whole.end();
        let mut characters = with.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '\\' => out.extend(characters.next()),
                '$' => {
                    let digit = characters.next().and_then(|next| next.to_digit(10));
                    let group = digit.and_then(|digit| usize::try_from(digit).ok());
                    let group = group.filter(|group| *group < found.len());
                    let group = group.ok_or_else(|| Fault::new(format!("The replacement {with:?} names no group")))?;
                    out.push_str(found.get(group).map_or("", |group| group.as_str()));
                }
                _ => out.push(character),
            }
        }
        heap.hold(out.len() - before)?;
    }
    out.push_str(&text[end..]);
    Ok(out)
}

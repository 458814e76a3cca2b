//! Colours of code, three hues at most: keys and tags, strings, numbers and keywords. One line at a time.

/// `content` as HTML, coloured as `language` has it.
#[must_use]
pub fn html(content: &str, language: &str) -> String {
    let mut html = String::with_capacity(content.len() * 2);
    match language {
        "json" => json(content, &mut html),
        "xml" => xml(content, &mut html),
        _ => escape(content, &mut html),
    }
    html
}

fn json(content: &str, html: &mut String) {
    let mut rest = content;
    while let Some(first) = rest.chars().next() {
        let (length, class) = match first {
            '"' => {
                let length = string_length(rest);
                let is_key = rest[length..].trim_start().starts_with(':');
                (length, if is_key { "k" } else { "s" })
            }
            '-' | '0'..='9' => (span(rest, |letter| !matches!(letter, ',' | ' ' | '}' | ']')), "n"),
            't' | 'f' | 'n' => (span(rest, |letter| letter.is_ascii_alphabetic()), "w"),
            _ => (span(rest, |letter| !matches!(letter, '"' | '-' | '0'..='9' | 't' | 'f' | 'n')), "p"),
        };
        put(&rest[..length], class, html);
        rest = &rest[length..];
    }
}

/// The length of the string that `text` begins with, its quotes included; all of it when it never ends.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (index, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

fn xml(content: &str, html: &mut String) {
    let mut rest = content;
    while !rest.is_empty() {
        let length = match rest.starts_with('<') {
            true => rest.find('>').map_or(rest.len(), |end| end + 1),
            false => rest.find('<').unwrap_or(rest.len()),
        };
        let part = &rest[..length];
        if part.starts_with('<') {
            tag(part, html);
        } else {
            put(part, "s", html);
        }
        rest = &rest[length..];
    }
}

/// A tag: its brackets quiet, its name as a key, its attributes as they are.
fn tag(part: &str, html: &mut String) {
    let name = part.find(|letter: char| letter.is_alphabetic()).unwrap_or(part.len());
    let end = part[name..].find([' ', '>', '/']).map_or(part.len(), |end| name + end);
    put(&part[..name], "p", html);
    put(&part[name..end], "k", html);
    put(&part[end..], "p", html);
}

fn put(text: &str, class: &str, html: &mut String) {
    if text.is_empty() {
        return;
    }
    html.push_str("<span class=\"");
    html.push_str(class);
    html.push_str("\">");
    escape(text, html);
    html.push_str("</span>");
}

/// How far `text` goes on like `is_part` from its first letter, which is taken in any case.
fn span(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.char_indices().skip(1).find(|(_, letter)| !is_part(*letter)).map_or(text.len(), |(index, _)| index)
}

/// Nothing of a payload may become markup of the page.
fn escape(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            letter => html.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_strings_and_numbers_differ() {
        assert_eq!(
            html("\"size\": 12,", "json"),
            "<span class=\"k\">&quot;size&quot;</span><span class=\"p\">: </span><span class=\"n\">12</span><span class=\"p\">,</span>"
        );
    }

    #[test]
    fn a_payload_stays_text() {
        assert_eq!(html("<script>", "text"), "&lt;script&gt;");
        assert!(!html("\"<img onerror=x>\"", "json").contains("<img"));
        assert!(!html("<a b='<i>'>", "xml").contains("<a"));
        assert!(html("\"never ends \\\"", "json").ends_with("</span>"));
    }
}

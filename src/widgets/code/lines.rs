//! What lines belong together in a pretty text, read from how far they are set in: that is the same for JSON and XML.

use std::collections::BTreeSet;

use super::colour;

/// The most lines that are drawn; longer texts say how many are left out.
const MAX_LINES: usize = 1500;

/// A text as lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// Its lines.
    pub lines: Vec<Line>,
    /// How many more there are than are drawn.
    pub cut: usize,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// How many lines it stands within.
    pub depth: usize,
    /// Coloured, as HTML.
    pub html: String,
    /// The last line of what it opens, if it opens anything: the closing bracket or tag.
    pub closes_at: Option<usize>,
    /// The line that it stands within.
    parent: Option<usize>,
    /// Its name: a key or a tag; an element of a list has none.
    name: Option<String>,
    /// Its place among its siblings.
    place: usize,
    /// Whether it only closes what another opened.
    is_end: bool,
}

impl Text {
    /// Reads `text`, which is pretty: one level in, some spaces in.
    #[must_use]
    pub fn parse(text: &str, language: &str) -> Self {
        let indents: Vec<usize> = text.lines().map(|line| line.len() - line.trim_start().len()).collect();
        let mut lines: Vec<Line> = Vec::new();
        // The lines that the current one stands within, and how many children each has had.
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (index, raw) in text.lines().take(MAX_LINES).enumerate() {
            let content = raw.trim_start();
            let indent = indents[index];
            while open.last().is_some_and(|(opener, _)| indents[*opener] >= indent) {
                open.pop();
            }
            let is_end = match language {
                "json" => content.starts_with(['}', ']']),
                "xml" => content.starts_with("</"),
                _ => false,
            };
            let parent = open.last().map(|(opener, _)| *opener);
            let place = match open.last_mut() {
                Some((_, children)) => {
                    *children += 1;
                    *children - 1
                }
                None => 0,
            };
            if is_end && let Some(opener) = opener_at(&lines, &indents, indent) {
                lines[opener].closes_at = Some(index);
            }
            lines.push(Line {
                depth: open.len(),
                html: colour::html(content, language),
                closes_at: None,
                parent,
                name: name(content, language),
                place,
                is_end,
            });
            if language != "text" && indents.get(index + 1).is_some_and(|next| *next > indent) {
                open.push((index, 0));
            }
        }
        Self { cut: indents.len() - lines.len(), lines }
    }

    /// The lines that are seen while `folded` are closed.
    #[must_use]
    pub fn shown(&self, folded: &BTreeSet<usize>) -> Vec<usize> {
        let mut shown = Vec::with_capacity(self.lines.len());
        let mut index = 0;
        while index < self.lines.len() {
            shown.push(index);
            index = match self.lines[index].closes_at.filter(|_| folded.contains(&index)) {
                Some(last) => last + 1,
                None => index + 1,
            };
        }
        shown
    }

    /// The path of a line: `Records[0]`, `s3`, `object`, `key`.
    #[must_use]
    pub fn path(&self, line: usize) -> Vec<String> {
        let mut chain = Vec::new();
        let mut at = Some(line);
        while let Some(index) = at {
            let Some(line) = self.lines.get(index) else { break };
            chain.push(line);
            at = line.parent;
        }
        let mut path: Vec<String> = Vec::new();
        for line in chain.into_iter().rev().filter(|line| !line.is_end) {
            match (&line.name, path.last_mut()) {
                (Some(name), _) => path.push(name.clone()),
                (None, Some(list)) => list.push_str(&format!("[{}]", line.place)),
                // The outermost bracket has no name.
                (None, None) => {}
            }
        }
        path
    }
}

/// The nearest line above that is set in as far as a closing one: it opened what is closed.
fn opener_at(lines: &[Line], indents: &[usize], indent: usize) -> Option<usize> {
    (0..lines.len()).rev().find(|index| indents[*index] == indent)
}

/// What a line is called: its key or its tag.
fn name(content: &str, language: &str) -> Option<String> {
    match language {
        "json" => {
            let (key, rest) = content.strip_prefix('"')?.split_once('"')?;
            rest.trim_start().starts_with(':').then(|| key.to_owned())
        }
        "xml" => {
            let tag = content.strip_prefix('<')?;
            let end = tag.find([' ', '>', '/'])?;
            (end > 0).then(|| tag[..end].to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: &str = "{\n  \"Records\": [\n    {\n      \"s3\": {\n        \"key\": \"a b\"\n      }\n    }\n  ]\n}";

    #[test]
    fn a_line_of_json_knows_its_path() {
        let text = Text::parse(EVENT, "json");
        assert_eq!(text.path(4), ["Records[0]", "s3", "key"]);
    }

    #[test]
    fn folding_hides_what_stands_within_and_the_end() {
        let text = Text::parse(EVENT, "json");
        assert_eq!(text.lines[1].closes_at, Some(7));
        assert_eq!(text.shown(&BTreeSet::from([1])), [0, 1, 8]);
    }

    #[test]
    fn tags_fold_like_brackets() {
        let text = Text::parse("<a>\n  <b>1</b>\n</a>", "xml");
        assert_eq!(text.lines[0].closes_at, Some(2));
        assert_eq!(text.path(1), ["a", "b"]);
    }
}

//! Reads a template, YAML or JSON, into a tree that keeps places, with short tags (`!Ref`) in their long form.
//!
//! Every input ends: the text is limited, nesting is limited, and aliases, which could make a small text
//! stand for a huge tree, are refused, as AWS refuses them.

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, StrInput, Tag};
use serde_json::Number;

use super::diagnostic::Report;
use super::node::{Entry, Node, Position, Value};

/// The longest template that a call may carry. AWS's value, bytes.
pub const MAX_TEMPLATE_BYTES: usize = 51_200;

/// How deep a template may nest. AWS names no number; its own longest documents go 15 deep.
const MAX_DEPTH: usize = 48;

/// A mapping or sequence that is still open.
struct Open {
    at: Position,
    tag: Option<String>,
    items: Vec<Node>,
    entries: Option<Vec<Entry>>,
    key: Option<(String, Position)>,
}

/// Reads `text`. None when it is no template at all; what is wrong is in `report`.
pub fn read(text: &str, report: &mut Report) -> Option<Node> {
    let start = Position { line: 1, column: 1 };
    if text.len() > MAX_TEMPLATE_BYTES {
        report.aws(start, format!(
            "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to {MAX_TEMPLATE_BYTES}"
        ));
        return None;
    }
    let mut reader = Reader { open: Vec::new(), root: None, report };
    let mut parser: Parser<'_, StrInput<'_>> = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => {
                let at = position(&span.start);
                if !reader.take(event, at) {
                    return None;
                }
            }
            Err(error) => {
                let at = position(error.marker());
                reader.report.aws(at, not_well_formed(&error));
                return None;
            }
        }
    }
    let root = reader.root;
    if let Some(root) = &root
        && matches!(root.value, Value::Map(_))
    {
        refuse_nulls(root, "", report);
        return Some(root.clone());
    }
    report.aws(start, "Template format error: unsupported structure.");
    None
}

fn not_well_formed(error: &ScanError) -> String {
    let at = error.marker();
    format!(
        "Template format error: YAML not well-formed. (line {}, column {}): {}",
        at.line(),
        at.col() + 1,
        error.info()
    )
}

fn position(marker: &saphyr_parser::Marker) -> Position {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Position { line: number(marker.line()), column: number(marker.col() + 1) }
}

struct Reader<'a> {
    open: Vec<Open>,
    root: Option<Node>,
    report: &'a mut Report,
}

impl Reader<'_> {
    /// Takes one event. False when there is no sense in going on.
    fn take(&mut self, event: Event<'_>, at: Position) -> bool {
        match event {
            Event::Scalar(text, style, _, tag) => {
                let tag = self.tag_name(tag.as_deref(), at);
                let plain = style == ScalarStyle::Plain && tag.is_none();
                let value = if plain { plain_value(&text) } else { Value::Text(text.into_owned()) };
                // A scalar in the place of a key is text, whatever it looks like.
                if let Some(Open { entries: Some(_), key: key @ None, .. }) = self.open.last_mut() {
                    let key_text = match value {
                        Value::Text(text) => text,
                        Value::Number(number) => number.to_string(),
                        Value::Bool(flag) => flag.to_string(),
                        _ => String::new(),
                    };
                    *key = Some((key_text, at));
                    return true;
                }
                self.put(tagged(tag.as_deref(), Node { value, at }))
            }
            Event::SequenceStart(_, tag) => self.begin(tag.as_deref(), at, None),
            Event::MappingStart(_, tag) => self.begin(tag.as_deref(), at, Some(Vec::new())),
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else { return false };
                let value = match open.entries {
                    Some(entries) => Value::Map(entries),
                    None => Value::List(open.items),
                };
                self.put(tagged(open.tag.as_deref(), Node { value, at: open.at }))
            }
            Event::Alias(_) => {
                self.report.aws(at, "Template error: YAML aliases are not allowed in CloudFormation templates");
                false
            }
            _ => true,
        }
    }

    fn begin(&mut self, tag: Option<&Tag>, at: Position, entries: Option<Vec<Entry>>) -> bool {
        if self.open.len() == MAX_DEPTH {
            self.report.refuse(at, format!("This is nested deeper than {MAX_DEPTH} levels, which no template needs."));
            return false;
        }
        if matches!(self.open.last(), Some(Open { entries: Some(_), key: None, .. })) {
            self.report.refuse(at, "A key must be a text.");
            return false;
        }
        let tag = self.tag_name(tag, at);
        self.open.push(Open { at, tag, items: Vec::new(), entries, key: None });
        true
    }

    fn put(&mut self, node: Node) -> bool {
        match self.open.last_mut() {
            None => {
                if self.root.is_some() {
                    self.report.refuse(node.at, "A template is one YAML document; this begins another.");
                    return false;
                }
                self.root = Some(node);
            }
            Some(Open { entries: Some(entries), key, .. }) => {
                let Some((key, at)) = key.take() else { return false };
                if entries.iter().any(|entry| entry.key == key) {
                    self.report.refuse(at, format!("The key `{key}` stands here twice; remove one."));
                }
                entries.push(Entry { key, at, node });
            }
            Some(open) => open.items.push(node),
        }
        true
    }

    /// The name of a short tag (`Ref` of `!Ref`), or `str` for YAML's own tag of that name.
    fn tag_name(&mut self, tag: Option<&Tag>, at: Position) -> Option<String> {
        let tag = tag?;
        if tag.handle == "!" && !tag.suffix.is_empty() {
            return Some(tag.suffix.clone());
        }
        if !(tag.is_yaml_core_schema() || tag.handle.is_empty() || tag.handle == "!") {
            self.report.refuse(at, format!("The tag {tag} is not known; CloudFormation's begin with one `!`."));
        }
        None
    }
}

/// The long form of a tagged node: `!GetAtt A.Arn` is `{Fn::GetAtt: [A, Arn]}`.
fn tagged(tag: Option<&str>, node: Node) -> Node {
    let Some(tag) = tag else { return node };
    let at = node.at;
    let (key, argument) = match (tag, &node.value) {
        ("Ref" | "Condition", _) => (tag.to_owned(), node),
        ("GetAtt", Value::Text(text)) => {
            let (name, attribute) = text.split_once('.').unwrap_or((text, ""));
            ("Fn::GetAtt".to_owned(), Node::texts(at, &[name, attribute]))
        }
        _ => (format!("Fn::{tag}"), node),
    };
    Node { value: Value::Map(vec![Entry { key, at, node: argument }]), at }
}

/// What a plain scalar means. CloudFormation reads YAML 1.1, in which `yes` is true; dates stay texts.
fn plain_value(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Value::Bool(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => return Value::Bool(false),
        _ => {}
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    // An account id such as 012345678901 is text: a number would lose its first digit.
    let leading_zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    if !leading_zero && digits.starts_with(|first: char| first.is_ascii_digit()) {
        if let Ok(number) = text.parse::<i64>() {
            return Value::Number(number.into());
        }
        if text.contains('.')
            && let Some(number) = text.parse::<f64>().ok().and_then(Number::from_f64)
        {
            return Value::Number(number);
        }
    }
    Value::Text(text.to_owned())
}

fn refuse_nulls(node: &Node, path: &str, report: &mut Report) {
    match &node.value {
        Value::Null => {
            report.aws(node.at, format!("Template format error: [{path}] 'null' values are not allowed in templates"))
        }
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                refuse_nulls(item, &format!("{path}/{index}"), report);
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                refuse_nulls(&entry.node, &format!("{path}/{}", entry.key), report);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, json: &str) {
        let mut report = Report::default();
        let root = read(text, &mut report).unwrap_or_else(|| panic!("{text:?} is a template: {report:?}"));
        assert_eq!(root.to_json().to_string(), json, "{text:?}");
        assert_eq!(report.finish(), [], "{text:?}");
    }

    fn refused(text: &str, line: u32, words: &str) {
        let mut report = Report::default();
        read(text, &mut report);
        let diagnostics = report.finish();
        assert!(
            diagnostics.iter().any(|found| found.line == line && found.text.contains(words)),
            "{text:?} gave {diagnostics:?}"
        );
    }

    #[test]
    fn short_tags_become_long() {
        check("a: !Ref B", r#"{"a":{"Ref":"B"}}"#);
        check("a: !GetAtt B.C.D", r#"{"a":{"Fn::GetAtt":["B","C.D"]}}"#);
        check("a: !Sub ['x-${y}', {y: !Ref B}]", r#"{"a":{"Fn::Sub":["x-${y}",{"y":{"Ref":"B"}}]}}"#);
        check("a: !Join\n  - ','\n  - [x, !Ref B]", r#"{"a":{"Fn::Join":[",",["x",{"Ref":"B"}]]}}"#);
        check("a: !If [C, 1, !Ref 'AWS::NoValue']", r#"{"a":{"Fn::If":["C",1,{"Ref":"AWS::NoValue"}]}}"#);
        check(
            "a: !And [!Condition B, !Not [!Equals [x, y]]]",
            r#"{"a":{"Fn::And":[{"Condition":"B"},{"Fn::Not":[{"Fn::Equals":["x","y"]}]}]}}"#,
        );
    }

    #[test]
    fn scalars_mean_what_they_mean_to_cloudformation() {
        check(
            "a: [1, 1.5, true, yes, '1', 2012-10-17, 012345678901, 1.2.3, x]",
            r#"{"a":[1,1.5,true,true,"1","2012-10-17","012345678901","1.2.3","x"]}"#,
        );
        check("1: |\n  two\n  lines\n", r#"{"1":"two\nlines\n"}"#);
        check("{\n\t\"a\": {\"b\": [\"c\", 1, false]}\n}", r#"{"a":{"b":["c",1,false]}}"#);
    }

    #[test]
    fn what_is_no_template_is_refused_where_it_goes_wrong() {
        refused("a: 1\nb: ]", 2, "YAML not well-formed");
        refused("a: &x [1]\nb: *x", 2, "YAML aliases are not allowed");
        refused("a: 1\na: 2", 2, "stands here twice");
        refused("a:\n  b:\n", 2, "[/a/b] 'null' values are not allowed");
        refused("- a", 1, "unsupported structure");
        refused("", 1, "unsupported structure");
        refused("a: 1\n---\nb: 2", 3, "another");
        refused(&format!("a: {}", "[".repeat(100)), 1, "nested deeper");
        refused(&"x".repeat(60_000), 1, "51200");
    }
}

//! A file read as items: JSON as a list, as lines, or as the AWS CLI prints it, with types or plain; or CSV. Row by row, so
//! that a host can draw between two; a row that cannot be understood is told with its line and the others go on. Pure.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::json::{self as text_json, Json, Node, Reader, is_number};
use super::{csv, typed};
use crate::widgets::json as faults;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A list of objects.
    List,
    /// Objects one after the other, usually one in a line.
    Lines,
    /// Comma-separated values with a first line of names.
    Csv,
}

/// An attribute that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// Its types, and how many rows have each.
    pub types: BTreeMap<&'static str, usize>,
}

/// A row that can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line on which it begins, from 1.
    pub line: u32,
    /// The item in DynamoDB's JSON.
    pub item: Box<str>,
}

/// What has been read of a file.
pub struct Reading {
    text: Arc<str>,
    keys: Vec<(String, String)>,
    at: usize,
    /// Up to where lines were counted, and how many there were.
    counted: (usize, u32),
    begun: bool,
    inner: bool,
    names: Vec<String>,
    /// Of CSV: what each column holds, once all of it was looked at.
    kinds: Option<Vec<&'static str>>,
    seen: BTreeMap<String, usize>,
    /// How it is written.
    pub form: Form,
    /// Whether its values name their types.
    pub typed: bool,
    /// The attributes, in the order in which they were found.
    pub found: Vec<Found>,
    /// The rows that can be written.
    pub rows: Vec<Row>,
    /// The rows that cannot: their lines, and why.
    pub faults: Vec<(u32, String)>,
}

impl Reading {
    /// A file of this text and name, for a table whose key attributes have these names and types.
    #[must_use]
    pub fn new(text: Arc<str>, file: &str, keys: Vec<(String, String)>) -> Self {
        let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let first = Reader::new(&text, start).peek();
        let form = match first {
            _ if file.to_lowercase().ends_with(".csv") => Form::Csv,
            Some(b'[') => Form::List,
            Some(b'{') => Form::Lines,
            _ => Form::Csv,
        };
        Self {
            text,
            keys,
            at: start,
            counted: (0, 1),
            begun: false,
            inner: false,
            names: Vec::new(),
            kinds: None,
            seen: BTreeMap::new(),
            form,
            typed: false,
            found: Vec::new(),
            rows: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// How much of it was read, from 0 to 1.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "it is a share of a bar")]
    pub fn share(&self) -> f64 {
        let part = self.at as f64 / self.text.len().max(1) as f64;
        match (self.form, &self.kinds) {
            (Form::Csv, None) => part / 2.0,
            (Form::Csv, Some(_)) => 0.5 + part / 2.0,
            _ => part,
        }
    }

    /// Reads one row; tells whether there may be more.
    pub fn step(&mut self) -> bool {
        if self.form == Form::Csv { self.step_csv() } else { self.step_json() }
    }

    fn line(&mut self, at: usize) -> u32 {
        if at < self.counted.0 {
            self.counted = (0, 1);
        }
        let lines = self.text.as_bytes()[self.counted.0..at].iter().filter(|byte| **byte == b'\n').count();
        self.counted = (at, self.counted.1 + u32::try_from(lines).unwrap_or(u32::MAX));
        self.counted.1
    }

    fn fault(&mut self, at: usize, says: impl Into<String>) {
        let line = self.line(at);
        self.faults.push((line, says.into()));
    }

    fn step_json(&mut self) -> bool {
        let text = self.text.clone();
        let mut reader = Reader::new(&text, self.at);
        if !self.begun {
            self.begun = true;
            // What `aws dynamodb scan` prints holds its items in a list of that name.
            let mut inside = reader;
            if self.form == Form::Lines && inside.take(b'{') && inside.peek().is_some() {
                let rest = &text[inside.at..];
                if rest.starts_with("\"Items\"") {
                    inside.at += 7;
                    if inside.take(b':') && inside.peek() == Some(b'[') {
                        (reader, self.form, self.inner) = (inside, Form::List, true);
                    }
                }
            }
            if self.form == Form::List {
                reader.take(b'[');
            }
        } else if self.form == Form::List && !reader.take(b',') {
            let whole = self.inner || reader.take(b']') && reader.peek().is_none();
            if !whole && !reader.take(b']') {
                self.broken(reader.at);
            }
            self.at = text.len();
            return false;
        }
        let Some(first) = reader.peek() else {
            if self.form == Form::List {
                self.fault(reader.at, "the list is not closed: ] is missing");
            }
            return false;
        };
        if first == b']' && self.form == Form::List {
            self.at = text.len();
            return false;
        }
        let at = reader.at;
        match reader.value(0) {
            Some(node) => {
                self.at = reader.at;
                self.take(&node);
                true
            }
            None if self.form == Form::Lines => {
                // The next line may be whole again.
                let end = text[at..].find('\n').map_or(text.len(), |length| at + length + 1);
                let says = faults::fault(text[at..end].trim_end(), "item").map(|fault| fault.message);
                self.fault(at, says.map_or_else(|| "this is no JSON".to_owned(), |says| plain_words(&says)));
                self.at = end;
                end < text.len()
            }
            None => {
                self.broken(at);
                self.at = text.len();
                false
            }
        }
    }

    /// A list that cannot be read on: what comes behind its fault is lost, and that is said.
    fn broken(&mut self, at: usize) {
        match faults::fault(&self.text, "list") {
            Some(fault) => self
                .faults
                .push((fault.line, format!("{}. Nothing behind it could be read", plain_words(&fault.message)))),
            None => self.fault(at, "the list cannot be read from here on"),
        }
    }

    fn take(&mut self, node: &Node) {
        // An export to S3 puts each item into an object of its own.
        let node = match &node.json {
            Json::Object(members) if members.len() == 1 && members[0].0 == "Item" => &members[0].1,
            _ => node,
        };
        if self.rows.is_empty() && self.faults.is_empty() {
            self.typed = typed::is_typed(node);
        }
        match typed::item(node, self.typed, None) {
            Ok(item) => self.keep(node.at, item),
            Err((at, says)) => self.fault(at, says),
        }
    }

    fn keep(&mut self, at: usize, item: Map<String, Value>) {
        if let Some(says) = typed::key_fault(&item, &self.keys) {
            return self.fault(at, says);
        }
        for (name, value) in &item {
            let (kind, _) = typed::parts(value);
            let index = self.found.iter().position(|found| found.name == *name).unwrap_or_else(|| {
                self.found.push(Found { name: name.clone(), types: BTreeMap::new() });
                self.found.len() - 1
            });
            *self.found[index].types.entry(kind).or_default() += 1;
        }
        let line = self.line(at);
        let key: Vec<String> = self.keys.iter().map(|(name, _)| item[name].to_string()).collect();
        let row = Row { line, item: Value::Object(item).to_string().into() };
        let next = self.rows.len();
        let place = *self.seen.entry(key.join("\n")).or_insert(next);
        if place == next {
            self.rows.push(row);
        } else {
            let says = format!("line {line} has the same key and comes later: that one is written");
            let before = std::mem::replace(&mut self.rows[place], row);
            self.faults.push((before.line, says));
        }
    }

    fn step_csv(&mut self) -> bool {
        let text = self.text.clone();
        if self.at >= text.len() {
            if self.kinds.is_some() || self.names.is_empty() {
                return false;
            }
            // All was looked at: now the rows are made, each column with the type that fits all of it.
            self.kinds = Some(self.found.iter().map(kind_of).collect());
            self.found.clear();
            self.at = 0;
            self.names.clear();
        }
        let at = self.at;
        let Some((fields, next)) = csv::record(&text, at) else {
            self.at = text.len();
            if self.kinds.is_some() || self.names.is_empty() {
                self.fault(at, "a quotation mark is not closed, and nothing behind it could be read");
            }
            return self.kinds.is_none() && !self.names.is_empty();
        };
        self.at = next;
        if self.names.is_empty() {
            self.names = fields.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect();
            if self.kinds.is_none() {
                self.found =
                    self.names.iter().map(|name| Found { name: name.clone(), types: BTreeMap::new() }).collect();
            }
            return true;
        }
        if fields.len() == 1 && fields[0].is_empty() {
            return true;
        }
        match self.kinds.clone() {
            None => {
                for (found, field) in self.found.iter_mut().zip(&fields).filter(|(_, field)| !field.is_empty()) {
                    *found.types.entry(looks_like(field)).or_default() += 1;
                }
            }
            Some(_) if fields.len() > self.names.len() => {
                let (has, names) = (fields.len(), self.names.len());
                self.fault(at, format!("it has {has} fields, and the first line names {names}"));
            }
            Some(kinds) => {
                let cells = self.names.iter().zip(kinds).zip(&fields).filter(|((name, _), field)| {
                    !name.is_empty() && (!field.is_empty() || self.keys.iter().any(|(key, _)| key == *name))
                });
                let item = cells.map(|((name, kind), field)| {
                    let declared = self.keys.iter().find(|(key, _)| key == name).map(|(_, kind)| kind.as_str());
                    (name.clone(), value_of(field, declared.unwrap_or(kind)))
                });
                let item = item.collect();
                self.keep(at, item);
            }
        }
        true
    }
}

/// A fault's sentence without its line, which is told beside it, and without its full stop.
fn plain_words(says: &str) -> String {
    let says = says.split_once(": ").map_or(says, |(_, says)| says);
    says.strip_suffix('.').unwrap_or(says).to_owned()
}

fn looks_like(field: &str) -> &'static str {
    match field {
        "true" | "false" => "BOOL",
        _ if is_number(field) => "N",
        _ if field.starts_with(['[', '{']) && text_json::read(field).is_some() => "L",
        _ => "S",
    }
}

/// The type that fits all of a column; text, where its values are of several.
fn kind_of(found: &Found) -> &'static str {
    let mut kinds = found.types.keys();
    match (kinds.next(), kinds.next()) {
        (Some(only), None) => only,
        _ => "S",
    }
}

fn value_of(field: &str, kind: &str) -> Value {
    match kind {
        "N" if is_number(field) => json!({"N": field}),
        "BOOL" => json!({"BOOL": field == "true"}),
        "B" => json!({"B": field}),
        "L" => text_json::read(field).map_or_else(|| json!({"S": field}), |node| typed::from_plain(&node, None)),
        _ => json!({"S": field}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str, text: &str) -> Reading {
        let mut reading = Reading::new(text.into(), file, vec![("id".to_owned(), "S".to_owned())]);
        while reading.step() {}
        reading
    }

    fn rows(reading: &Reading) -> Vec<(u32, &str)> {
        reading.rows.iter().map(|row| (row.line, &*row.item)).collect()
    }

    #[track_caller]
    fn faults(file: &str, text: &str, expected: &[(u32, &str)]) {
        let reading = read(file, text);
        let found: Vec<(u32, &str)> = reading.faults.iter().map(|(line, says)| (*line, says.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    const ONE: &str = r#"{"id":{"S":"1"},"n":{"N":"2"}}"#;

    #[test]
    fn every_form_of_json_gives_the_same_item() {
        for (form, typed, text) in [
            (Form::List, false, r#"[{"id": "1", "n": 2}]"#),
            (Form::List, true, r#"[{"id": {"S": "1"}, "n": {"N": "2"}}]"#),
            (Form::Lines, false, "{\"id\": \"1\", \"n\": 2}\n"),
            (Form::Lines, true, "{\"Item\": {\"id\": {\"S\": \"1\"}, \"n\": {\"N\": \"2\"}}}"),
            (Form::List, true, "{\"Items\": [{\"id\": {\"S\": \"1\"}, \"n\": {\"N\": \"2\"}}], \"Count\": 1}"),
        ] {
            let reading = read("items.json", text);
            assert_eq!((reading.form, reading.typed, rows(&reading)), (form, typed, vec![(1, ONE)]), "{text}");
            assert!(reading.faults.is_empty());
        }
    }

    #[test]
    fn numbers_keep_every_digit() {
        let reading = read("a.json", r#"[{"id": "1", "n": 12345678901234567890123456789012345678}]"#);
        assert!(reading.rows[0].item.contains("12345678901234567890123456789012345678"));
    }

    #[test]
    fn a_column_of_csv_has_the_type_that_fits_all_of_it() {
        let text = "id,n,ok,mixed,tags\r\n1,2,true,3,\"[\"\"a\"\",1]\"\n\"2,b\",,false,x,\n\n";
        let reading = read("items.csv", text);
        assert_eq!(
            rows(&reading),
            [
                (
                    2,
                    r#"{"id":{"S":"1"},"n":{"N":"2"},"ok":{"BOOL":true},"mixed":{"S":"3"},"tags":{"L":[{"S":"a"},{"N":"1"}]}}"#
                ),
                (3, r#"{"id":{"S":"2,b"},"ok":{"BOOL":false},"mixed":{"S":"x"}}"#),
            ]
        );
        assert_eq!(reading.found[1], Found { name: "n".to_owned(), types: [("N", 1)].into() });
    }

    #[test]
    fn rows_that_cannot_be_written_are_told_with_their_lines() {
        faults(
            "a.json",
            "[{\"id\": \"1\"},\n {\"n\": 1},\n 7]",
            &[(2, "the key id (text) is missing"), (3, "an item is an object: names and values in braces")],
        );
        faults(
            "a.jsonl",
            "{\"id\": \"1\"}\n{\"id\" 2}\n{\"id\": 3}\n{\"id\": \"4\"}",
            &[(2, "a colon is missing after {\"id\""), (3, "the key id is a number, and must be a text")],
        );
        faults(
            "a.json",
            "[{\"id\": \"1\"},\n {\"id\": \"2\" \"n\": 1},\n {\"id\": \"3\"}]",
            &[(2, "a comma is missing after {\"id\": \"2\". Nothing behind it could be read")],
        );
        faults(
            "a.json",
            "[{\"id\": \"1\"}",
            &[(1, "the text ends too early: a [ is not closed. Nothing behind it could be read")],
        );
        faults(
            "a.csv",
            "id,n\n1,2,3\n,4\n2,\"5",
            &[
                (2, "it has 3 fields, and the first line names 2"),
                (3, "the key id is empty"),
                (4, "a quotation mark is not closed, and nothing behind it could be read"),
            ],
        );
        faults("a.csv", "name\nAnn", &[(2, "the key id (text) is missing")]);
    }

    #[test]
    fn the_later_of_two_rows_with_one_key_is_written() {
        let reading = read("a.jsonl", "{\"id\":\"1\",\"n\":1}\n{\"id\":\"2\"}\n{\"id\":\"1\",\"n\":2}");
        assert_eq!(rows(&reading)[0], (3, ONE));
        assert_eq!(reading.faults[0], (1, "line 3 has the same key and comes later: that one is written".to_owned()));
    }

    #[test]
    fn nothing_is_read_as_nothing() {
        for (file, text) in
            [("a.json", ""), ("a.json", "[]"), ("a.csv", ""), ("a.csv", "id,n\n"), ("a.json", "{\"Items\": []}")]
        {
            let reading = read(file, text);
            assert!(reading.rows.is_empty() && reading.faults.is_empty(), "{file} {text}");
        }
    }
}

//! A template as a tree whose every node knows where it stands in the text.

use serde_json::Number;

/// A place in the template's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// A value and its place. What the transform makes stands where its cause stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it begins.
    pub at: Position,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing. CloudFormation allows it nowhere; the reader reports it.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in the order of the text.
    Map(Vec<Entry>),
}

/// One entry of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key begins.
    pub at: Position,
    /// What it stands for.
    pub node: Node,
}

impl Node {
    /// A text.
    #[must_use]
    pub fn text(at: Position, text: impl Into<String>) -> Self {
        Self { value: Value::Text(text.into()), at }
    }

    /// A list.
    #[must_use]
    pub const fn list(at: Position, items: Vec<Self>) -> Self {
        Self { value: Value::List(items), at }
    }

    /// A mapping.
    #[must_use]
    pub fn map(at: Position, entries: Vec<(&str, Self)>) -> Self {
        let entries = entries.into_iter().map(|(key, node)| Entry { key: key.to_owned(), at, node });
        Self { value: Value::Map(entries.collect()), at }
    }

    /// A list of texts.
    #[must_use]
    pub fn texts(at: Position, texts: &[&str]) -> Self {
        Self::list(at, texts.iter().map(|text| Self::text(at, *text)).collect())
    }

    /// `{Ref: name}`.
    #[must_use]
    pub fn reference(at: Position, name: &str) -> Self {
        Self::map(at, vec![("Ref", Self::text(at, name))])
    }

    /// `{Fn::GetAtt: [name, attribute]}`.
    #[must_use]
    pub fn attribute(at: Position, name: &str, attribute: &str) -> Self {
        Self::map(at, vec![("Fn::GetAtt", Self::texts(at, &[name, attribute]))])
    }

    /// JSON as a tree that stands at one place: what a transform makes of several.
    #[must_use]
    pub fn from_json(at: Position, json: serde_json::Value) -> Self {
        use serde_json::Value as Json;
        let value = match json {
            Json::Null => Value::Null,
            Json::Bool(flag) => Value::Bool(flag),
            Json::Number(number) => Value::Number(number),
            Json::String(text) => Value::Text(text),
            Json::Array(items) => Value::List(items.into_iter().map(|item| Self::from_json(at, item)).collect()),
            Json::Object(entries) => {
                let entry = |(key, value)| Entry { key, at, node: Self::from_json(at, value) };
                Value::Map(entries.into_iter().map(entry).collect())
            }
        };
        Self { value, at }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items; none when it is no list.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The entries; none when it is no mapping.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The entry under `key`.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The node under `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// Puts `node` under `key`, in place of what was there. Does nothing to what is no mapping.
    pub fn set(&mut self, key: &str, node: Self) {
        let at = node.at;
        let Value::Map(entries) = &mut self.value else { return };
        match entries.iter_mut().find(|entry| entry.key == key) {
            Some(entry) => entry.node = node,
            None => entries.push(Entry { key: key.to_owned(), at, node }),
        }
    }

    /// The node under `key`, put there as `otherwise` when there is none. None when this is no mapping.
    pub fn get_or_insert(&mut self, key: &str, otherwise: Self) -> Option<&mut Self> {
        let Value::Map(entries) = &mut self.value else { return None };
        let index = match entries.iter().position(|entry| entry.key == key) {
            Some(index) => index,
            None => {
                entries.push(Entry { key: key.to_owned(), at: otherwise.at, node: otherwise });
                entries.len() - 1
            }
        };
        Some(&mut entries[index].node)
    }

    /// The function and its argument, when this is a call of one: `{Fn::Join: …}`, `{Ref: …}`.
    #[must_use]
    pub fn intrinsic(&self) -> Option<(&str, &Self)> {
        match self.entries() {
            [entry] if entry.key == "Ref" || entry.key.starts_with("Fn::") => Some((entry.key.as_str(), &entry.node)),
            _ => None,
        }
    }

    /// The same as JSON, without places. Functions stay as they are written.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(flag) => Json::Bool(*flag),
            Value::Number(number) => Json::Number(number.clone()),
            Value::Text(text) => Json::String(text.clone()),
            Value::List(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Value::Map(entries) => {
                Json::Object(entries.iter().map(|entry| (entry.key.clone(), entry.node.to_json())).collect())
            }
        }
    }
}

/// A scalar as text; nothing for anything else.
#[must_use]
pub fn words(node: Option<&Node>) -> String {
    match node.map(|node| &node.value) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(flag)) => flag.to_string(),
        _ => String::new(),
    }
}

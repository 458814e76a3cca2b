//! A table at a glance, for the map and the inspector: its keys, and its first items as texts.

use std::sync::Arc;

use serde_json::Value;

use super::table::Table;
use super::value::Item;
use super::wire::write_value;
use crate::view::stage::{Column, KeyRole, TableView};

/// The columns that a glance takes in. Items may have any attributes, and a table of hundreds of columns is no glance.
const MAX_COLUMNS: usize = 12;
/// The characters of a value that a cell shows.
const MAX_CHARACTERS: usize = 120;

/// `table`, with its first items, at most `limit`.
#[must_use]
pub fn glance(table: &Table, limit: usize) -> TableView {
    let items: Vec<Item> = table.stretch(None, &(0..1 << 32), None).take(limit).collect();
    let (count, bytes) = table.figures(None);
    let keys = &table.schema.keys;
    let key = |name: &Arc<str>, role: KeyRole| Column {
        name: name.clone(),
        type_name: table.schema.type_of(name),
        role: Some(role),
    };
    let mut columns = vec![key(&keys.hash, KeyRole::Partition)];
    columns.extend(keys.range.as_ref().map(|range| key(range, KeyRole::Sort)));
    let mut rest: Vec<Column> = Vec::new();
    for (name, value) in items.iter().flat_map(|item| item.iter()) {
        if columns.iter().chain(&rest).all(|column| column.name != *name) {
            rest.push(Column { name: name.clone(), type_name: value.type_name(), role: None });
        }
    }
    // What reads at a glance comes first, documents after it.
    rest.sort_by_key(|column| !matches!(column.type_name, "S" | "N" | "BOOL"));
    columns.extend(rest);
    columns.truncate(MAX_COLUMNS);
    let cell = |item: &Item, column: &Column| item.get(&column.name).map(|value| text(&write_value(value)));
    TableView {
        rows: items.iter().map(|item| columns.iter().map(|column| cell(item, column)).collect()).collect(),
        columns,
        total: usize::try_from(count).unwrap_or(usize::MAX),
        bytes,
        on_demand: table.on_demand,
        status: table.status().name(),
        indexes: table.schema.indexes.keys().cloned().collect(),
    }
}

/// A value as a reader would write it: text and numbers as they are, the rest as JSON with its types left out.
fn text(typed: &Value) -> String {
    let text = match plain(typed) {
        Value::String(text) => text,
        other => other.to_string(),
    };
    match text.char_indices().nth(MAX_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn plain(typed: &Value) -> Value {
    let Some((kind, value)) = typed.as_object().and_then(|typed| typed.iter().next()) else { return Value::Null };
    match (kind.as_str(), value) {
        ("L", Value::Array(values)) => values.iter().map(plain).collect(),
        ("M", Value::Object(values)) => {
            Value::Object(values.iter().map(|(name, value)| (name.clone(), plain(value))).collect())
        }
        ("NULL", _) => Value::Null,
        (_, value) => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_without_their_types() {
        for (typed, read) in [
            (r#"{"S":"Ann"}"#, "Ann"),
            (r#"{"N":"12.5"}"#, "12.5"),
            (r#"{"BOOL":true}"#, "true"),
            (r#"{"NULL":true}"#, "null"),
            (r#"{"L":[{"S":"a"},{"M":{"n":{"N":"1"}}}]}"#, r#"["a",{"n":"1"}]"#),
            (r#"{"SS":["a","b"]}"#, r#"["a","b"]"#),
        ] {
            let typed: Value = serde_json::from_str(typed).expect("the tests' JSON is JSON");
            assert_eq!(text(&typed), read);
        }
    }
}

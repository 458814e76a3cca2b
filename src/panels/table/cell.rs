//! A table's columns and cells: how wide a column is, and a cell that is edited in place.

use std::sync::Arc;

use cloud::view::stage::{Column, KeyRole};
use leptos::{ev, html, prelude::*};
use serde_json::{Value, json};

use super::json::is_number;
use super::typed;

/// The most columns; items may have any attributes, and the editor shows all of each.
const FIELDS: usize = 60;
/// How wide a letter is, and what a cell has around its text, in the root's letters.
const LETTER_REM: f64 = 0.44;
const AROUND_REM: f64 = 1.375;

/// An attribute as a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Arc<str>,
    /// The type that it had where it was seen first.
    pub kind: &'static str,
    /// Its part in the key.
    pub role: Option<KeyRole>,
    /// How wide it stands.
    pub width_rem: f64,
}

/// Adds the attributes of items that have no column yet; those that are there keep their place and width, so that nothing
/// moves while rows go by.
pub fn add_fields(fields: RwSignal<Vec<Field>>, keys: &[Column], items: &[Value]) {
    let mut held = fields.get_untracked();
    let before = held.len();
    if held.is_empty() {
        let key = |key: &Column| field(&key.name, key.type_name, key.role, items);
        held.extend(keys.iter().map(key));
    }
    let first = held.len();
    for (name, value) in items.iter().filter_map(Value::as_object).flatten() {
        if held.len() < FIELDS && held.iter().all(|field| *field.name != **name) {
            held.push(field(name, typed::parts(value).0, None, items));
        }
    }
    // What reads at a glance comes first, documents after it.
    held[first..].sort_by_key(|field| !matches!(field.kind, "S" | "N" | "BOOL"));
    if held.len() != before {
        fields.set(held);
    }
}

fn field(name: &str, kind: &'static str, role: Option<KeyRole>, items: &[Value]) -> Field {
    let values = items.iter().filter_map(|item| item.get(name)).map(|value| typed::short(value, 48).chars().count());
    let head = name.chars().count() + kind.len() + if role.is_some() { 9 } else { 2 };
    let letters = values.max().unwrap_or(0).clamp(head.max(8), 40);
    #[expect(clippy::cast_precision_loss, reason = "there are at most forty letters")]
    let width_rem = letters as f64 * LETTER_REM + AROUND_REM;
    Field { name: name.into(), kind, role, width_rem }
}

/// An item as one line of plain JSON.
#[must_use]
pub fn line(item: &Value) -> String {
    typed::short(&json!({"M": item}), 600)
}

/// What was typed into a cell, with the type that its value has; none where nothing changed.
///
/// # Errors
/// Why it cannot be that, a sentence.
pub fn parsed(field: &Field, before: Option<&Value>, text: &str) -> Result<Option<Value>, String> {
    let kind = before.map_or(field.kind, |before| typed::parts(before).0);
    let value = match kind {
        "N" if !is_number(text.trim()) => {
            return Err(format!(
                "{} is a number, and {text:?} is none. The item's editor can give it another type.",
                field.name
            ));
        }
        "N" => json!({"N": text.trim()}),
        "BOOL" => match text.trim() {
            "true" => json!({"BOOL": true}),
            "false" => json!({"BOOL": false}),
            _ => return Err(format!("{} is true or false.", field.name)),
        },
        _ => json!({"S": text}),
    };
    // Leaving an empty cell as it is writes nothing.
    let is_same = before == Some(&value) || before.is_none() && text.is_empty();
    Ok((!is_same).then_some(value))
}

/// A cell that is edited: told its text when it is done, or that it is not to be.
pub fn input(first: String, done: Callback<String>, cancel: Callback<()>) -> AnyView {
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            request_animation_frame(move || {
                // Fails only for inputs that cannot have focus.
                let _ = field.focus();
                field.select();
            });
        }
    });
    let key = move |event: ev::KeyboardEvent| {
        event.stop_propagation();
        match event.key().as_str() {
            "Enter" => done.run(event_target_value(&event)),
            "Escape" => cancel.run(()),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <span role="gridcell" class="is-edited">
            <input
                class="input" aria-label="Value of the cell" autocomplete="off" spellcheck="false" node_ref=field value=first
                on:keydown=key on:blur=move |event| done.run(event_target_value(&event))
            />
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_keeps_its_type() {
        let of = |kind| Field { name: "a".into(), kind, role: None, width_rem: 1.0 };
        let number = json!({"N": "1"});
        assert_eq!(parsed(&of("S"), Some(&number), "2"), Ok(Some(json!({"N": "2"}))));
        assert_eq!(parsed(&of("S"), Some(&number), "1"), Ok(None));
        assert!(parsed(&of("N"), Some(&number), "two").is_err());
        assert_eq!(parsed(&of("N"), Some(&json!({"S": "x"})), "2"), Ok(Some(json!({"S": "2"}))));
        assert_eq!(parsed(&of("BOOL"), Some(&json!({"BOOL": true})), "false"), Ok(Some(json!({"BOOL": false}))));
        assert_eq!(parsed(&of("S"), None, ""), Ok(None));
        assert_eq!(parsed(&of("S"), None, "new"), Ok(Some(json!({"S": "new"}))));
    }
}

//! A table of names and values that is edited: variables, parameters. A row's signals are its own, so that typing in one
//! does not draw the others anew.

use leptos::prelude::*;

use super::icon::{Icon, Name};

/// A name and a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    id: usize,
    /// The left one.
    pub name: RwSignal<String>,
    /// The right one.
    pub value: RwSignal<String>,
}

/// The table. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Pairs {
    rows: RwSignal<Vec<Pair>>,
    next: StoredValue<usize>,
}

impl Pairs {
    /// An empty table.
    pub fn new() -> Self {
        Self { rows: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }

    fn row(self, name: &str, value: &str) -> Pair {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        Pair { id, name: RwSignal::new(name.to_owned()), value: RwSignal::new(value.to_owned()) }
    }

    /// Shows these.
    pub fn set<'a>(self, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) {
        self.rows.set(pairs.into_iter().map(|(name, value)| self.row(name, value)).collect());
    }

    /// Adds one.
    pub fn add(self, name: &str, value: &str) {
        let row = self.row(name, value);
        self.rows.update(|rows| rows.push(row));
    }

    /// What stands in it.
    pub fn get(self) -> Vec<(String, String)> {
        self.rows.with(|rows| rows.iter().map(|row| (row.name.get(), row.value.get())).collect())
    }

    /// The same without the spaces around each.
    pub fn trimmed(self) -> Vec<(String, String)> {
        let trimmed = |text: String| text.trim().to_owned();
        self.get().into_iter().map(|(name, value)| (trimmed(name), trimmed(value))).collect()
    }

    /// The rows, each drawn by `one`, with a button that takes away what `called` names.
    pub fn view(self, one: fn(Pair) -> AnyView, called: fn(Pair) -> String) -> AnyView {
        view! {
            <For each=move || self.rows.get() key=|row| row.id let:row>
                <div class="settings__row">
                    {one(row)}
                    <button
                        class="btn btn--quiet" type="button" aria-label=move || format!("Remove {}", called(row))
                        on:click=move |_| self.rows.update(|rows| rows.retain(|other| other.id != row.id))
                    >
                        <Icon name=Name::Cross/>
                    </button>
                </div>
            </For>
        }
        .into_any()
    }
}

//! A button that copies a text and says that it did.

use std::time::Duration;

use leptos::prelude::*;

use super::icon::{Icon, Name};

/// How long "Copied" stands.
pub const SAID_FOR: Duration = Duration::from_millis(1600);

/// Copies a text; false where the browser does not let a page.
pub fn copy(text: &str) -> bool {
    // Missing on plain http; the text can still be selected by hand.
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return false;
    }
    // The promise's outcome is not waited for: nothing depends on it.
    drop(clipboard.write_text(text));
    true
}

/// Copies `text` when pressed.
#[component]
pub fn Copy(
    /// The text, made when it is wanted.
    text: Signal<String>,
    /// What is copied, for the label: `the event`.
    what: &'static str,
) -> impl IntoView {
    let said = RwSignal::new(false);
    let press = move |_| {
        if copy(&text.get_untracked()) {
            said.set(true);
            set_timeout(move || said.set(false), SAID_FOR);
        }
    };
    view! {
        <button class="copy" type="button" aria-label=format!("Copy {what}") title=format!("Copy {what}") on:click=press>
            <Icon name=Name::Copy/>
            <span role="status">{move || if said.get() { "Copied" } else { "" }}</span>
        </button>
    }
}

//! Changes: what of the world the message changed.

use cloud::sim::trace::Change;
use leptos::prelude::*;

use super::part;

/// The section.
#[component]
pub fn Changes() -> impl IntoView {
    let changes = part(|message| message.changes.clone());
    let list = move || {
        let changes = changes.get();
        if changes.is_empty() {
            return view! { <p>"Nothing so far."</p> }.into_any();
        }
        view! { <ul class="diff">{changes.into_iter().map(row).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="sect sect--last" aria-label="Changes">
            <h3>"What it changed"</h3>
            {list}
        </section>
    }
}

fn row(change: Change) -> AnyView {
    let (class, sign, word) = match (&change.before, &change.after) {
        (None, _) => ("is-added", "+", "New: "),
        (Some(_), Some(_)) => ("is-changed", "~", "Changed: "),
        (Some(_), None) => ("is-gone", "\u{2212}", "Gone: "),
    };
    let joint = (change.before.is_some() && change.after.is_some()).then_some(" \u{2192} ");
    view! {
        <li class=class>
            <i aria-hidden="true">{sign}</i>
            <span><span class="hidden-text">{word}</span>{change.subject}</span>
            <span class="diff__to">
                {change.before.map(|before| view! { <s>{before}</s> })}{joint}{change.after.map(|after| view! { <b>{after}</b> })}
            </span>
        </li>
    }
    .into_any()
}

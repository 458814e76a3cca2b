//! A line that asks for a name, in place.

use leptos::{ev, html, prelude::*};

/// Asks for a name; Enter takes it, Escape does not.
#[component]
pub fn Naming(
    /// What is named, for its label: `Name of the new file`.
    label: &'static str,
    /// What stands there at first.
    first: String,
    /// What is wrong with a name, a sentence.
    wrong: Callback<String, Option<String>>,
    /// Told the name, or none when the learner thought better of it.
    done: Callback<Option<String>>,
) -> impl IntoView {
    let name = RwSignal::new(first);
    let tried = RwSignal::new(false);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // Fails only for elements that cannot have focus.
            let _ = field.focus();
            field.select();
        }
    });
    let take = move || {
        tried.set(true);
        let name = name.get_untracked().trim().to_owned();
        if wrong.run(name.clone()).is_none() {
            done.run(Some(name));
        }
    };
    let key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            take();
        }
        "Escape" => {
            event.prevent_default();
            event.stop_propagation();
            done.run(None);
        }
        _ => {}
    };
    let fault = move || if tried.get() { wrong.run(name.get().trim().to_owned()) } else { None };
    view! {
        <span class="naming">
            <input
                class="input" node_ref=field aria-label=label autocomplete="off" spellcheck="false" bind:value=name
                aria-invalid=move || fault().is_some().to_string() on:keydown=key
            />
            <button class="btn btn--line" type="button" on:click=move |_| take()>"Take this name"</button>
            <button class="btn btn--text" type="button" on:click=move |_| done.run(None)>"Leave it"</button>
            <span class="field__error" role="status">{fault}</span>
        </span>
    }
    .into_any()
}

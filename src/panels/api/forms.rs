//! The fields of the builder's forms: each says under itself what is wrong with it.

use leptos::prelude::*;

use crate::derived::Derived;

/// A line of text.
#[component]
pub fn Field(
    /// What it is.
    label: &'static str,
    /// What it says.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(into, default = Signal::stored(None))]
    wrong: Signal<Option<String>>,
    /// What stands in it while it is empty.
    #[prop(optional)]
    placeholder: &'static str,
    /// Whether it is a number.
    #[prop(optional)]
    is_number: bool,
    /// Whether it takes the focus when it comes.
    #[prop(optional)]
    is_first: bool,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    if is_first {
        Effect::new(move |_| {
            if let Some(input) = input.get() {
                // What is in the page can have the focus.
                let _ = input.focus();
            }
        });
    }
    view! {
        <label class="field">
            {label}
            <input
                class="input" node_ref=input autocomplete="off" spellcheck="false" autocapitalize="off" placeholder=placeholder
                inputmode=is_number.then_some("decimal") bind:value=value
                aria-invalid=move || wrong.with(Option::is_some).to_string()
            />
            <span class="field__error" role="status">{move || wrong.get()}</span>
        </label>
    }
    .into_any()
}

/// Values that are their own words, for a [`Choice`].
pub fn same(values: Derived<Vec<String>>) -> Signal<Vec<(String, String)>> {
    Signal::derive(move || values.get().into_iter().map(|value| (value.clone(), value)).collect())
}

/// One of a few.
#[component]
pub fn Choice(
    /// What it is.
    label: &'static str,
    /// Each value with its words.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The value.
    value: RwSignal<String>,
) -> impl IntoView {
    let all = move || {
        let chosen = value.get();
        options
            .get()
            .into_iter()
            .map(|(own, words)| {
                let selected = own == chosen;
                view! { <option value=own selected=selected>{words}</option> }
            })
            .collect_view()
    };
    view! {
        <label class="field">
            {label}
            <select class="input" prop:value=move || value.get() on:change=move |event| value.set(event_target_value(&event))>
                {all}
            </select>
        </label>
    }
    .into_any()
}

/// Yes or no.
#[component]
pub fn Check(
    /// What is so, when it is ticked.
    label: &'static str,
    /// Whether it is ticked.
    value: RwSignal<bool>,
    /// What that means.
    #[prop(optional, into)]
    note: String,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=move || value.get() on:change=move |event| value.set(event_target_checked(&event))/>
            <span>{label}{(!note.is_empty()).then(|| view! { <small>{note}</small> })}</span>
        </label>
    }
    .into_any()
}

/// The button that sends, and why it does not.
pub fn sends(
    is_ready: impl Fn() -> bool + Copy + Send + Sync + 'static,
    says: impl Fn() -> String + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <button class="btn" class:btn--ink=is_ready type="submit" aria-disabled=move || (!is_ready()).then_some("true")>{says}</button>
    }
}

/// The calls that a button makes, before it makes them.
#[component]
pub fn Sends(
    /// By name, in order.
    calls: Signal<Vec<&'static str>>,
) -> impl IntoView {
    let words = move || {
        let mut told: Vec<(&str, usize)> = Vec::new();
        for call in calls.get() {
            match told.last_mut().filter(|(name, _)| *name == call) {
                Some((_, times)) => *times += 1,
                None => told.push((call, 1)),
            }
        }
        told.into_iter()
            .map(|(name, times)| {
                let times = (times > 1).then(|| format!(" \u{d7} {times}"));
                view! { <li>{name}{times}</li> }
            })
            .collect_view()
    };
    view! { <div class="sends"><span>"Sends"</span><ol>{words}</ol></div> }
}

//! A message's number. Resting the pointer or focus on one marks all four: map, tape, inspector, prose.

use cloud::sim::trace::MessageId;
use leptos::prelude::*;

use crate::store::Store;

/// A message's number in its disc.
#[component]
pub fn Disc(
    /// The message.
    message: MessageId,
    /// Its number.
    number: u32,
    /// `now` for a message under way, `selected` for the one that is read, else empty.
    #[prop(optional, into)]
    kind: Signal<&'static str>,
) -> impl IntoView {
    let store = expect_context::<Store>();
    let marked = move || store.marked.get() == Some(message);
    view! {
        <span
            class=move || format!("disc disc--{}", kind.get())
            class:is-marked=marked
            on:pointerenter=move |_| store.marked.set(Some(message))
            on:pointerleave=move |_| store.marked.set(None)
        >
            {number}
        </span>
    }
}

//! The inspector: what is selected, else the message that is followed.

use leptos::prelude::*;

/// How many sections a message has: Now, Payload, Cause, Access, Changes.
pub const SECTIONS: usize = 5;

/// The inspector.
#[component]
pub fn Inspector() -> impl IntoView {
    view! { <aside class="inspector" aria-label="Inspector"></aside> }
}

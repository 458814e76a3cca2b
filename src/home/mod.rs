//! The entrance.

use leptos::prelude::*;

/// The entrance.
#[component]
pub fn Home() -> impl IntoView {
    view! { <main id="main">"Home"</main> }
}

//! The lesson's text.

use leptos::prelude::*;

/// The reader.
#[component]
pub fn Reader() -> impl IntoView {
    view! { <aside class="reader" aria-label="Lesson"></aside> }
}

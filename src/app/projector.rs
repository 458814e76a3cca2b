//! What stands beside the stage on a projector: one question or one payload, and a large clock.

use leptos::prelude::*;

use crate::store::Store;
use crate::widgets::format;

/// The projector's slide.
#[component]
pub fn Projector() -> impl IntoView {
    let store = expect_context::<Store>();
    view! {
        <aside class="inspector slide" aria-label="Slide">
            <p class="slide__clock"><b>{move || format::clock(store.at_us.get())}</b><span>"milliseconds of virtual time"</span></p>
        </aside>
    }
}

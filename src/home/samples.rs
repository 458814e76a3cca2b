//! The photos that come with the page, for who has none at hand.

use leptos::prelude::*;

use crate::app::upload;
use crate::store::Action;
use crate::widgets::format;

/// A photo that comes with the page.
#[derive(Debug)]
pub struct Sample {
    /// Its name without ending: also that of its preview.
    pub name: &'static str,
    /// What it shows, for who cannot see it.
    pub shows: &'static str,
    /// Its size, bytes, as the build makes it.
    pub bytes: u64,
}

/// The photos. Their sizes are those of `target/site/samples`, which the build makes the same everywhere.
pub const SAMPLES: [Sample; 3] = [
    Sample { name: "harbour", shows: "Sailing boats in a harbour at dusk", bytes: 3_099_888 },
    Sample { name: "ridge", shows: "A mountain ridge with snow", bytes: 2_627_782 },
    Sample { name: "night", shows: "A city and a bridge at night", bytes: 3_828_948 },
];

/// The samples as prints; pressing one uploads it.
#[component]
pub fn Samples() -> impl IntoView {
    let owner = StoredValue::new(Owner::current().expect("a component is built under an owner"));
    let prints = SAMPLES.iter().map(move |sample| {
        let take = move |_| owner.with_value(|owner| owner.with(|| upload::send(Action::Sample(sample.name))));
        view! {
            <li>
                <button type="button" on:click=take>
                    <span class="print">
                        <img src=format!("assets/samples/{}-small.jpg", sample.name) alt=sample.shows width="400" height="300"/>
                    </span>
                    <span class="samples__name">{sample.name}".jpg"<small>{format::bytes(sample.bytes)}</small></span>
                </button>
            </li>
        }
    });
    view! { <ul class="samples">{prints.collect_view()}</ul> }
}

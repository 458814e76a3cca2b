//! The panel of an API that can be built: where it stands, and its parts by tab.

use cloud::sim::trace::Place;
use leptos::{ev, prelude::*};

use super::work::Work;
use super::{calls_to, deploy, document, keys, routes, stages};
use crate::derived::Derived;
use crate::store::Store;
use crate::widgets::tabs;

/// The builder's own styles: they come with its code, since nothing else has use for them.
pub const STYLES: &str = include_str!("api.css");

/// The parts of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Routes,
    Stages,
    Keys,
    Document,
    Calls,
}

impl Tab {
    const ALL: [Self; 5] = [Self::Routes, Self::Stages, Self::Keys, Self::Document, Self::Calls];

    /// Those that there are: a document can be had once the cloud makes one.
    fn shown() -> Vec<Self> {
        Self::ALL.into_iter().filter(|tab| *tab != Self::Document || document::is_simulated("GetExport")).collect()
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Routes => "Routes",
            Self::Stages => "Stages",
            Self::Keys => "Keys",
            Self::Document => "OpenAPI",
            Self::Calls => "Calls",
        }
    }
}

/// The panel of the API at `place`.
pub fn panel(place: Place) -> AnyView {
    let Place::Api(api) = &place else { return ().into_any() };
    provide_context(Work::new(api.id.clone()));
    let tab = RwSignal::new(Tab::Routes);
    let part = move || match tab.get() {
        Tab::Routes => view! { <routes::Routes/> }.into_any(),
        Tab::Stages => view! { <stages::Stages/> }.into_any(),
        Tab::Keys => view! { <keys::Keys/> }.into_any(),
        Tab::Document => view! { <document::Document/> }.into_any(),
        Tab::Calls => {
            let own = place.clone();
            let is_own = move |other: &Place| *other == own;
            view! { <section class="sect"><h3>"Calls, newest first"</h3>{calls_to(is_own)}</section> }.into_any()
        }
    };
    view! {
        <style>{STYLES}</style>
        <Rewound/>
        <deploy::Deploy/>
        <Tabs tab/>
        <div class="panel__body api" role="tabpanel" aria-label=move || tab.get().title() tabindex="-1">{part}</div>
    }
    .into_any()
}

/// What is said while the playhead is not at the run's end.
#[component]
fn Rewound() -> impl IntoView {
    let store = expect_context::<Store>();
    let rewound = Derived::new(move |_| store.transport.with(|transport| transport.rewound && !transport.playing));
    move || {
        rewound.get().then(|| {
            view! { <p class="api__rewound">"You look at the past. The API stands here as it is at the run\u{2019}s end, and what you do happens there."</p> }
        })
    }
}

/// The parts by name; arrow keys walk them.
#[component]
fn Tabs(tab: RwSignal<Tab>) -> impl IntoView {
    let walk = move |event: ev::KeyboardEvent| tabs::walk(&event, &Tab::shown(), tab);
    let one = move |own: Tab| {
        view! {
            <button
                type="button" role="tab" aria-selected=move || (tab.get() == own).to_string()
                aria-current=move || (tab.get() == own).then_some("true")
                tabindex=move || if tab.get() == own { "0" } else { "-1" }
                on:click=move |_| tab.set(own)
            >
                {own.title()}
            </button>
        }
    };
    view! { <div class="sections" role="tablist" aria-label="Parts of the API" on:keydown=walk>{Tab::shown().into_iter().map(one).collect_view()}</div> }
}

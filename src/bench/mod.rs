//! The bench: a function opened, with its code, its tests, its settings, its environments and its log. It reads the store
//! and makes AWS calls as a learner would; it does not know how code is run.

mod access;
pub mod calls;
mod code;
mod configuration;
mod cost;
mod curve;
mod draft;
mod environments;
mod events;
pub mod facts;
mod files;
mod head;
mod knobs;
mod logs;
mod naming;
mod outcome;
mod result;
pub mod room;
mod settings;
mod starters;
mod test;
mod triggers;
mod work;

use cloud::sim::trace::Place;
use leptos::{ev, prelude::*};

use crate::derived::Derived;
use crate::store::Store;
use crate::widgets::editor::{Library, WithLibrary};
use crate::widgets::{format, tabs};
use head::{Head, Heading};
use settings::Settings;
use work::{Tab, Work};

/// The bench's own styles, and its editor's: they come with its code, since nothing else has use for them.
pub const STYLES: &str = concat!(
    include_str!("place.css"),
    include_str!("bench.css"),
    include_str!("access.css"),
    include_str!("../widgets/editor/editor.css")
);

/// A function or table, opened: its bench, and beside the tape a function's log or the calls to a table.
pub fn bench(place: Place) -> AnyView {
    match place {
        Place::Table(name) => crate::panels::table::bench(name.to_string()),
        other => function(other.to_string()),
    }
}

fn function(name: String) -> AnyView {
    let room = room::make();
    let label = name.clone();
    let opened = name.clone();
    let body = Callback::new(move |library: Library| {
        let work = Work::new(opened.clone(), library);
        provide_context(work);
        provide_context(Settings::new(work));
        provide_context(test::Bed::new(expect_context::<Store>()));
        view! { <Opened/> }.into_any()
    });
    view! {
        <style>{STYLES}</style>
        <section class="bench" id="bench" node_ref=room tabindex="-1" aria-label=format!("Code of {label}")>
            <WithLibrary children=body waiting=Callback::new(move |()| view! { <Heading name=name.clone()/> }.into_any())/>
        </section>
        <section class="dock" aria-label="Logs"><logs::Logs/></section>
    }
    .into_any()
}

/// The bench with all its parts.
#[component]
fn Opened() -> impl IntoView {
    let work = Work::from_context();
    deploy_by_key(work);
    let panel = move || match work.tab.get() {
        Tab::Code => view! { <code::Code/> }.into_any(),
        Tab::Test => view! { <test::Test/> }.into_any(),
        Tab::Configuration => view! { <configuration::Configuration/> }.into_any(),
        Tab::Environments => view! { <environments::Environments/> }.into_any(),
        Tab::Access => view! { <access::Access/> }.into_any(),
        Tab::Triggers => view! { <triggers::panel::Triggers/> }.into_any(),
        Tab::Logs => view! { <div class="bench__logs"><logs::Logs/></div> }.into_any(),
    };
    view! {
        <Head/>
        <Tabs/>
        <div class="bench__body">
            <div class="bench__panel" role="tabpanel" aria-label=move || title(work.tab.get())>{panel}</div>
            <aside class="bench__side" class:is-away=move || work.tab.get() != Tab::Code aria-label="Memory, timeout and cost">
                <configuration::Side/>
            </aside>
        </div>
    }
}

const fn title(tab: Tab) -> &'static str {
    match tab {
        Tab::Code => "Code",
        Tab::Test => "Test",
        Tab::Configuration => "Configuration",
        Tab::Environments => "Environments",
        Tab::Access => "Access",
        Tab::Triggers => "Triggers",
        Tab::Logs => "Logs",
    }
}

/// The bench's parts, by name; arrow keys walk them.
#[component]
fn Tabs() -> impl IntoView {
    const ALL: [Tab; 7] =
        [Tab::Code, Tab::Test, Tab::Configuration, Tab::Environments, Tab::Access, Tab::Triggers, Tab::Logs];
    let work = Work::from_context();
    let store = expect_context::<Store>();
    let number =
        Derived::new(move |_| store.bench.with(|bench| bench.as_ref().map_or(0, |bench| bench.environments.len())));
    let walk = move |event: ev::KeyboardEvent| tabs::walk(&event, &ALL, work.tab);
    let one = move |tab: Tab| {
        let count =
            move || (tab == Tab::Environments && number.get() > 0).then(|| view! { <small>{number.get()}</small> });
        view! {
            <button
                type="button" role="tab" class:bench__tab--logs=tab == Tab::Logs
                aria-selected=move || (work.tab.get() == tab).to_string()
                tabindex=move || if work.tab.get() == tab { "0" } else { "-1" }
                on:click=move |_| work.tab.set(tab)
            >
                {title(tab)}{count}
            </button>
        }
    };
    view! { <div class="bench__tabs" role="tablist" aria-label="Parts of the function" on:keydown=walk>{ALL.map(one).collect_view()}</div> }
}

/// Ctrl or Command with S deploys wherever the focus is, while the bench stands.
fn deploy_by_key(work: Work) {
    let handle = window_event_listener(ev::keydown, move |event| {
        let asked = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("s");
        if asked && !event.default_prevented() {
            event.prevent_default();
            work.deploy();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Milliseconds as the bench writes them.
fn ms(value: f64) -> String {
    format!("{} ms", format::ms_short(value))
}

//! A lesson's frame: reader, stage, tape and inspector, and on a phone one of them at a time.

use cloud::sim::trace::Place;
use leptos::prelude::*;

use super::notice::{Doing, Notice};
use super::projector::Projector;
use super::share::Waiting;
use super::shell::{Shell, Tab};
use super::topbar::TopBar;
use crate::derived::Derived;
use crate::map::Map;
use crate::panels::Inspector;
use crate::reader::Reader;
use crate::store::{Action, Dispatch, Inspected, Selection, Store};
use crate::tape::Tape;

/// A lesson, with all its regions.
#[component]
pub fn Lesson() -> impl IntoView {
    let shell = Shell::from_context();
    let store = expect_context::<Store>();
    follow_selection(store, shell);
    call_apis(store, shell);
    let opened = Derived::new(move |_| store.opened.with(|opened| opened.as_ref().map(|opened| opened.place.clone())));
    let side = move || match shell.presenting.get() {
        true => view! { <Projector/> }.into_any(),
        false => view! { <Inspector/> }.into_any(),
    };
    let bench = move || {
        let place = opened.get()?;
        let bench = store.opened.get_untracked()?.bench;
        // Only another function or table makes it anew.
        Some(untrack(|| bench(place)))
    };
    view! {
        <div
            class="lesson"
            class:is-reader-open=shell.reader_open
            class:is-inspector-open=shell.inspector_open
            class:is-presenting=shell.presenting
            class:is-bench=move || opened.with(Option::is_some)
            data-tab=move || shell.tab.get().name()
        >
            <TopBar/>
            <div class="lesson__notices"><Notice/><Waiting/></div>
            <Reader/>
            <main class="lesson__stage" id="main" tabindex="-1" aria-label="Map of the system">
                <Map/>
                <Doing/>
            </main>
            <section class="lesson__tape" aria-label="Time"><Tape/></section>
            {bench}
            {side}
            <Tabs/>
            {move || shell.blank.get().then(|| view! { <div class="blank"></div> })}
        </div>
    }
}

/// Brings the inspector into sight when the learner selects something on the map.
fn follow_selection(store: Store, shell: Shell) {
    Effect::new(move |before: Option<Option<Selection>>| {
        let selection = store.selection.get();
        if before.is_some_and(|before| before != selection && selection.is_some()) {
            shell.inspector_open.set(true);
            if shell.tab.get_untracked() == Tab::Map {
                shell.tab.set(Tab::Message);
            }
        }
        selection
    });
}

/// Opens the address bar once there is an API to be called, unless the learner has let it go.
fn call_apis(store: Store, shell: Shell) {
    let dispatch = Dispatch::from_context();
    let has_api = Derived::new(move |_| {
        store.stage.with(|stage| stage.nodes.iter().any(|node| matches!(node.place, Place::Api(_))))
    });
    Effect::new(move |_| {
        if has_api.get() && !shell.dismissed_address.get_untracked() {
            dispatch.send(Action::CallByHand(true));
        }
    });
}

/// A phone's tabs. The inspector's is named by what it shows.
#[component]
fn Tabs() -> impl IntoView {
    let shell = Shell::from_context();
    let store = expect_context::<Store>();
    let inspector = Derived::new(move |_| {
        store.inspected.with(|inspected| match inspected.as_deref() {
            Some(Inspected::Message(message)) => format!("Message {}", message.number.number),
            Some(Inspected::Bucket { .. }) => "Bucket".to_owned(),
            Some(Inspected::Function { .. }) => "Function".to_owned(),
            Some(Inspected::Logs { .. }) => "Logs".to_owned(),
            Some(Inspected::Table { .. }) => "Table".to_owned(),
            Some(Inspected::Object { .. }) => "Object".to_owned(),
            Some(Inspected::Client) => "You".to_owned(),
            Some(Inspected::Api { .. }) => "API".to_owned(),
            Some(Inspected::Service { .. }) => "Service".to_owned(),
            None => "Message".to_owned(),
        })
    });
    let tab = move |tab: Tab, label: Signal<String>| {
        view! {
            <button
                type="button" aria-current=move || (shell.tab.get() == tab).then_some("true")
                on:click=move |_| {
                    shell.tab.set(tab);
                    if tab == Tab::Lesson {
                        shell.reader_open.set(true);
                    }
                }
            >
                {label}
            </button>
        }
    };
    view! {
        <nav class="tabs-phone" aria-label="Regions">
            {tab(Tab::Lesson, Signal::stored("Lesson".to_owned()))}
            {tab(Tab::Map, Signal::stored("Map".to_owned()))}
            {tab(Tab::Message, inspector.into())}
            {tab(Tab::Tape, Signal::stored("Tape".to_owned()))}
        </nav>
    }
}

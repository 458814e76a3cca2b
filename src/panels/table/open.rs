//! A table's bench: its head, its parts, and the calls to it beside the tape.

use leptos::{ev, prelude::*};

use super::work::{Tab, Work};
use super::{calls_made, facts_shown, files, item, items, search};
use crate::bench::{STYLES, room};
use crate::derived::Derived;
use crate::store::{Action, Direction};
use crate::widgets::icon::{Icon, Name};
use crate::widgets::{format, tabs};

/// Its own styles: they come with its code, since nothing else has use for them.
const OWN_STYLES: &str = include_str!("table.css");

/// The table called `name`, opened.
pub fn bench(name: String) -> AnyView {
    let room = room::make();
    let work = Work::new(name.clone());
    provide_context(work);
    let panel = move || match work.tab.get() {
        Tab::Items => view! { <items::Items/> }.into_any(),
        Tab::Search => view! { <search::Search/> }.into_any(),
        Tab::Files => view! { <files::Files/> }.into_any(),
        Tab::Facts => view! { <facts_shown::Facts/> }.into_any(),
    };
    let dock = move || match work.tab.get() {
        Tab::Search => view! { <search::Call/> }.into_any(),
        _ => view! { <calls_made::Calls/> }.into_any(),
    };
    let is_there = Derived::new(move |_| work.table.with(Option::is_some));
    let body = move || match is_there.get() {
        true => view! {
            <Tabs/>
            <Then/>
            <div class="table">
                <div class="table__panel" role="tabpanel" aria-label=move || title(work.tab.get())>{panel}</div>
                <item::Item/>
            </div>
            <Outcome/>
        }
        .into_any(),
        false => view! { <Away/> }.into_any(),
    };
    let drop = move |event: ev::DragEvent| {
        event.prevent_default();
        work.tab.set(Tab::Files);
        files::take(work, files::first(event.data_transfer()));
    };
    view! {
        <style>{STYLES}{OWN_STYLES}</style>
        <section
            class="bench bench--table" id="bench" node_ref=room tabindex="-1" aria-label=format!("Items of {name}")
            on:dragover=move |event| event.prevent_default() on:drop=drop
        >
            <Head/>
            {body}
        </section>
        <section class="dock" aria-label="Calls">{dock}</section>
    }
    .into_any()
}

/// Which table, and the way back.
#[component]
fn Head() -> impl IntoView {
    let work = Work::from_context();
    let words = move || {
        work.table.with(|table| {
            let Some(table) = table else { return String::new() };
            let keys =
                table.keys.iter().map(|key| format!("{} {}", key.name, key.type_name)).collect::<Vec<_>>().join(", ");
            let items = format::counted(table.total, "item", "items");
            format!("{items}, {}, key {keys}", format::bytes(table.bytes))
        })
    };
    let status = move || {
        let status =
            work.table.with(|table| table.as_ref().map(|table| table.status)).filter(|status| *status != "ACTIVE")?;
        Some(view! { <span class="chip chip--now">{status}</span> })
    };
    view! {
        <header class="bench__head">
            <button
                class="btn btn--quiet bench__back" type="button" aria-label="Back to the map" title="Back to the map (Esc)"
                on:click=move |_| work.dispatch.send(Action::Open(None))
            >
                <Icon name=Name::ChevronRight/>
            </button>
            <span class="fam--database"><Icon name=Name::Table/></span>
            <div class="bench__name"><h2>{work.name()}</h2><p>{words}</p></div>
            <span class="bench__state" role="status">{status}</span>
            <button class="btn btn--line" type="button" on:click=move |_| item::begin(work, None)>
                <Icon name=Name::Plus/>"Put an item"
            </button>
        </header>
    }
    .into_any()
}

const fn title(tab: Tab) -> &'static str {
    match tab {
        Tab::Items => "Items",
        Tab::Search => "Query and scan",
        Tab::Files => "Import and export",
        Tab::Facts => "Schema and capacity",
    }
}

/// The bench's parts, by name; arrow keys walk them.
#[component]
fn Tabs() -> impl IntoView {
    const ALL: [Tab; 4] = [Tab::Items, Tab::Search, Tab::Files, Tab::Facts];
    let work = Work::from_context();
    let walk = move |event: ev::KeyboardEvent| tabs::walk(&event, &ALL, work.tab);
    let one = move |tab: Tab| {
        view! {
            <button
                type="button" role="tab" aria-selected=move || (work.tab.get() == tab).to_string()
                tabindex=move || if work.tab.get() == tab { "0" } else { "-1" }
                on:click=move |_| work.tab.set(tab)
            >
                {title(tab)}
            </button>
        }
    };
    view! { <div class="bench__tabs" role="tablist" aria-label="Parts of the table" on:keydown=walk>{ALL.map(one).collect_view()}</div> }
        .into_any()
}

/// That what is shown is the past, while it is.
#[component]
fn Then() -> impl IntoView {
    let work = Work::from_context();
    let rewound = Derived::new(move |_| work.store.transport.with(|transport| transport.rewound && !transport.playing));
    move || {
        rewound.get().then(|| {
            let says = move || format!("The table as it was at {}. What you change, you change at the run's end.", format::ms(work.store.at_us.get()));
            view! {
                <p class="table__then" role="status">
                    <Icon name=Name::Clock/><span>{says}</span>
                    <button class="btn btn--text" type="button" on:click=move |_| work.dispatch.send(Action::ToEnd(Direction::Forward))>"Go to the end"</button>
                </p>
            }
        })
    }
}

/// What came of the last call, and a way to take it back.
#[component]
fn Outcome() -> impl IntoView {
    let work = Work::from_context();
    let body = move || {
        let said = work.said.get()?;
        let count = said.gone.len();
        let back = (count > 0).then(|| {
            let gone = said.gone.clone();
            let says = if count == 1 { "Put it back".to_owned() } else { format!("Put {count} back") };
            view! { <button class="btn btn--line" type="button" on:click=move |_| work.put_back(gone.clone())>{says}</button> }
        });
        let glyph = if said.failed { Name::Cross } else { Name::Tick };
        Some(view! {
            <p class="table__said" class:is-failed=said.failed>
                <Icon name=glyph/><span>{said.text}</span>{back}
                <button class="btn btn--quiet" type="button" aria-label="Dismiss" on:click=move |_| work.said.set(None)><Icon name=Name::Cross/></button>
            </p>
        })
    };
    view! { <div class="table__outcome" role="status">{body}</div> }.into_any()
}

/// A table that is not there at the playhead.
#[component]
fn Away() -> impl IntoView {
    let work = Work::from_context();
    let lasts = move || work.store.table.with(|bench| bench.as_ref().is_some_and(|bench| bench.lasts));
    let body = move || {
        let says = match lasts() {
            true => "At this moment of the run it is not there yet.",
            false => "It was deleted. A CreateTable of the same name makes a new one.",
        };
        let end = lasts().then(|| {
            view! {
                <button class="btn btn--line" type="button" on:click=move |_| work.dispatch.send(Action::ToEnd(Direction::Forward))>"Go to the run's end"</button>
            }
        });
        view! { <b>{format!("There is no table {}", work.name())}</b><p>{says}</p>{end} }
    };
    view! { <div class="table__away"><div class="empty">{body}</div></div> }.into_any()
}

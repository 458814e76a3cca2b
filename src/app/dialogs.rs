//! The frame's dialogs: all keys, start over, find.

use cloud::view::tape::Arrow;
use leptos::prelude::*;

use super::share::{Offer, Share};
use super::shell::Shell;
use crate::store::{Action, Dispatch, Selection, Store};
use crate::widgets::dialog::{Confirm, Dialog};
use crate::widgets::disc::Disc;
use crate::widgets::icon::{Icon, Name};

/// Keys and what they do, in the order in which they are met.
const KEYS: [(&[&str], &str); 21] = [
    (&["Space"], "Play or pause"),
    (&["←", "→"], "One step back or forward"),
    (&["Shift", "→"], "To the next event"),
    (&["Home", "End"], "To the beginning or end of the run"),
    (&["+", "−"], "Zoom the tape"),
    (&["J", "K"], "Next or previous message"),
    (&["Enter"], "Open what has focus; once more: a function's code"),
    (&["Esc"], "Back, or close what floats"),
    (&["1", "2", "3", "4", "5"], "Now, Payload, Cause, Access, Changes"),
    (&["H"], "Hint"),
    (&["N"], "Next step of the lesson"),
    (&["/"], "Find"),
    (&["C"], "Call an API: to its address. Ctrl Enter sends from any of its fields"),
    (&["P"], "Present: set the page for a projector"),
    (&["Page Down"], "Presenting: next event"),
    (&["Page Up"], "Presenting: previous event"),
    (&["B", "."], "Presenting: blank the picture"),
    (&["Ctrl", "S"], "In code: deploy what is edited"),
    (&["Ctrl", "Space"], "In code: complete. Ctrl F finds, Tab indents"),
    (&["Esc", "Tab"], "In code: leave the editor"),
    (&["?"], "All keys"),
];

/// The most results that finding lists.
const MAX_FOUND: usize = 30;

/// All of the frame's dialogs.
#[component]
pub fn Dialogs() -> impl IntoView {
    let dialogs = Shell::from_context().dialogs;
    let dispatch = Dispatch::from_context();
    let start_over = Callback::new(move |()| dispatch.send(Action::StartFresh));
    view! {
        <Dialog open=dialogs.keys title="All keys"><AllKeys/></Dialog>
        <Confirm
            open=dialogs.start_over title="Start over?" yes="Clear this run" no="Keep it" then=start_over
            says="The run, its photos and your answers are cleared, and the lesson starts at its first step. Photos on your device stay as they are."
        />
        <Dialog open=dialogs.find title="Find a message or resource"><Find/></Dialog>
        <Share/>
        <Offer/>
    }
}

#[component]
fn AllKeys() -> impl IntoView {
    let letters = Shell::from_context().letters;
    let rows = KEYS.map(|(keys, does)| {
        let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> });
        view! { <div><dt>{keys.collect_view()}</dt><dd>{does}</dd></div> }
    });
    view! {
        <dl class="all-keys">{rows.collect_view()}</dl>
        <label class="all-keys__switch">
            <input
                type="checkbox" prop:checked=letters
                on:change=move |event| letters.set(event_target_checked(&event))
            />
            "Single letters act as keys. They never do in text fields."
        </label>
    }
}

/// Takes the first of what was found.
fn take_first() {
    use wasm_bindgen::JsCast;
    let first = document().query_selector(".found button").ok().flatten();
    if let Some(first) = first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
        first.click();
    }
}

#[component]
fn Find() -> impl IntoView {
    let store = expect_context::<Store>();
    let shell = Shell::from_context();
    let dispatch = Dispatch::from_context();
    let wanted = RwSignal::new(String::new());
    let choose = move |selection: Selection| {
        shell.dialogs.find.set(false);
        shell.show_inspector();
        dispatch.send(Action::Select(Some(selection)));
    };
    let found = move || {
        let wanted = wanted.get().trim().to_lowercase();
        let mut rows = Vec::new();
        store.stage.with(|stage| {
            for node in stage.nodes.iter().filter(|node| node.title.to_lowercase().contains(&wanted)) {
                let place = node.place.clone();
                rows.push(
                    view! {
                        <li><button type="button" on:click=move |_| choose(Selection::Place(place.clone()))>
                            <span class=format!("fam--{}", node.family.token())><Icon name=Name::of_place(&node.place)/></span>
                            <b class="mono">{node.title.clone()}</b><span>{node.kind.clone()}</span>
                        </button></li>
                    }
                    .into_any(),
                );
            }
        });
        store.tape.with(|tape| {
            let lane = |index: usize| tape.lanes.get(index).map(|lane| lane.title.clone()).unwrap_or_default();
            let matches = |arrow: &&Arrow| {
                wanted == arrow.number.number.to_string() || arrow.operation.to_lowercase().contains(&wanted)
            };
            for arrow in tape.arrows.iter().filter(matches) {
                let number = arrow.number;
                rows.push(
                    view! {
                        <li><button type="button" on:click=move |_| choose(Selection::Message(number.message))>
                            <Disc message=number.message number=number.number/>
                            <b class="mono">{arrow.operation}</b>
                            <span>{format!("{} to {}", lane(arrow.from_lane), lane(arrow.to_lane))}</span>
                        </button></li>
                    }
                    .into_any(),
                );
                if rows.len() >= MAX_FOUND {
                    break;
                }
            }
        });
        if rows.is_empty() {
            return view! { <p>"Nothing of that name has been seen in this run yet."</p> }.into_any();
        }
        view! { <ul class="found">{rows}</ul> }.into_any()
    };
    view! {
        <input
            class="input" type="search" placeholder="PutObject, my-thumbnails, 2" aria-label="Name or number" data-focus="true"
            on:input=move |event| wanted.set(event_target_value(&event))
            on:keydown=move |event| if event.key() == "Enter" { take_first() }
        />
        {found}
    }
}

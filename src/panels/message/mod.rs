//! One message in full: Now, Payload, Cause, Access, Changes. The tabs jump within one scroll.

mod access;
mod cause;
mod changes;
mod now;
mod payload;

pub use payload::PayloadSlide;

use std::sync::atomic::{AtomicBool, Ordering};

use cloud::sim::trace::MessageId;
use cloud::view::message::{MessageView, Status};
use gloo::timers::future::TimeoutFuture;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use crate::app::shell::Shell;
use crate::derived::Derived;
use crate::store::{Action, Dispatch, Inspected, Selection, Store};
use crate::widgets::disc::Disc;
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};

/// How many sections a message has, which is how many number keys jump to one.
pub const SECTIONS: usize = NAMES.len();

const NAMES: [&str; 5] = ["Now", "Payload", "Cause", "Access", "Changes"];

/// How long the page's first message waits between two of its parts, milliseconds.
const PART_MS: u32 = 130;
/// How far under the top of the scroll a section may stand to count as reached, CSS pixels.
const REACHED_PX: i32 = 24;

/// A message.
#[component]
pub fn Message(
    /// Which.
    id: MessageId,
) -> impl IntoView {
    let shell = Shell::from_context();
    let body = NodeRef::<html::Div>::new();
    let reached = RwSignal::new(0_usize);
    let jump = move |section: usize| {
        let Some(body) = body.get_untracked() else { return };
        if let Some(to) = sections(&body).get(section) {
            body.set_scroll_top(to.offset_top());
            reached.set(section);
        }
    };
    let shown = stages();
    let asked = StoredValue::new(shell.section.get_untracked().1);
    Effect::new(move |_| {
        let (section, times) = shell.section.get();
        if asked.get_value() != times {
            asked.set_value(times);
            // The drawer or tab that holds the panel may only just come into sight.
            request_animation_frame(move || jump(section));
        }
    });
    let scrolled = move |_| {
        let Some(body) = body.get_untracked() else { return };
        let at_end = body.scroll_top() + body.client_height() + 1 >= body.scroll_height();
        let top = body.scroll_top() + REACHED_PX;
        let sections = sections(&body);
        let by_top = sections.iter().rposition(|section| section.offset_top() <= top).unwrap_or(0);
        // At the end of the scroll the last sections cannot come to its top: one that was jumped to stays named.
        if !(at_end && reached.get_untracked() > by_top) {
            reached.set(by_top);
        }
    };
    let tabs = NAMES.iter().enumerate().map(move |(index, name)| {
        view! {
            <button
                type="button" aria-current=move || (reached.get() == index).then_some("true")
                on:click=move |_| jump(index)
            >
                {*name}
            </button>
        }
    });
    view! {
        <Title id/>
        <nav class="sections" aria-label="Parts of the message">{tabs.collect_view()}</nav>
        <div class="panel__body" node_ref=body on:scroll=scrolled tabindex="-1">
            <now::Now/>
            {move || (shown.get() > 0).then(|| view! { <payload::Payloads/> })}
            {move || (shown.get() > 1).then(|| view! { <cause::Cause/><access::Access/><changes::Changes/> })}
        </div>
    }
    .into_any()
}

/// How many of the panel's later parts are shown: all, but for the page's first message. Its code runs for the first
/// time then, which a browser compiles as it goes, and one part at a time keeps the page smooth.
fn stages() -> RwSignal<usize> {
    const ALL: usize = 2;
    static KNOWN: AtomicBool = AtomicBool::new(false);
    let shown = RwSignal::new(if KNOWN.swap(true, Ordering::Relaxed) { ALL } else { 0 });
    if shown.get_untracked() < ALL {
        leptos::task::spawn_local(async move {
            for _ in 0..ALL {
                TimeoutFuture::new(PART_MS).await;
                // The panel may be gone by now, and its signals with it.
                shown.try_update(|shown| *shown += 1);
            }
        });
    }
    shown
}

fn sections(body: &web_sys::Element) -> Vec<web_sys::HtmlElement> {
    let children = body.children();
    (0..children.length()).filter_map(|index| children.item(index)?.dyn_into().ok()).collect()
}

/// One part of the message that is inspected.
fn part<T: Default + Clone + PartialEq + Send + Sync + 'static>(of: fn(&MessageView) -> T) -> Derived<T> {
    let store = expect_context::<Store>();
    Derived::new(move |before: Option<&T>| {
        let now = store.inspected.with(|inspected| match inspected.as_deref() {
            Some(Inspected::Message(message)) => Some(of(message)),
            _ => None,
        });
        now.or_else(|| before.cloned()).unwrap_or_default()
    })
}

#[component]
fn Title(id: MessageId) -> impl IntoView {
    let store = expect_context::<Store>();
    let number = part(|message| message.number.number);
    let of = part(|message| message.of);
    let operation = part(|message| message.operation);
    let from = part(|message| Some(message.from.clone()));
    let to = part(|message| Some(message.to.clone()));
    let status = part(|message| Some(message.status));
    let times = part(|message| (message.sent_us, message.done_us));
    let is_selected =
        Derived::new(move |_| store.selection.with(|selection| *selection == Some(Selection::Message(id))));
    let kind = Signal::derive(move || match (is_selected.get(), status.get()) {
        (true, _) => "selected",
        (false, Some(Status::Done | Status::Denied | Status::Failed) | None) => "done",
        (false, Some(_)) => "now",
    });
    let standing = move || match is_selected.get() {
        true => format!("Message {} of {}", number.get(), of.get()),
        false => format!("Following message {}", number.get()),
    };
    let when = move || match (times.get(), status.get()) {
        ((sent, Some(done)), Some(Status::Done)) => {
            format!("{} to {}", format::ms_short(sent / 1000.0), format::ms(done)).into_any()
        }
        (_, Some(status)) => chip(status),
        (_, None) => ().into_any(),
    };
    view! {
        <header class="panel__head">
            <p class="panel__kind">
                {move || view! { <Disc message=id number=number.get() kind/> }}
                {standing}<span class="grow"></span>{when}
            </p>
            <h2>{move || operation.get()}</h2>
            <p class="route">
                {place(from)}<Icon name=Name::ChevronRight/><span class="hidden-text">" to "</span>{place(to)}
            </p>
        </header>
    }
}

/// A place's name; pressing it opens it.
fn place(place: Derived<Option<cloud::sim::trace::Place>>) -> impl IntoView {
    let dispatch = Dispatch::from_context();
    move || {
        place.get().map(|place| {
            let name = place.to_string();
            view! {
                <button
                    type="button" class="link" on:click=move |_| dispatch.send(Action::Select(Some(Selection::Place(place.clone()))))
                >
                    {name}
                </button>
            }
        })
    }
}

/// Where a message stands, as a chip: colour, glyph and word.
fn chip(status: Status) -> AnyView {
    let (class, glyph, word) = match status {
        Status::InFlight => ("now", None, "In flight"),
        Status::Waiting => ("ice", Some(Name::Clock), "Waiting"),
        Status::AtWork => ("now", None, "At work"),
        Status::Returning => ("now", None, "Answer on its way"),
        Status::Done => ("ok", Some(Name::Tick), "Done"),
        Status::Denied => ("fail", Some(Name::Cross), "Denied"),
        Status::Failed => ("fail", Some(Name::Cross), "Failed"),
        Status::Throttled => ("slow", Some(Name::Clock), "Throttled"),
    };
    view! { <span class=format!("chip chip--{class}")>{glyph.map(|name| view! { <Icon name/> })}{word}</span> }
        .into_any()
}

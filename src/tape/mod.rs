//! The tape: the run's time as lanes, and all that moves the playhead over it.
//!
//! It reads the store and asks for actions. The lanes are drawn anew when the run, the zoom or the room changes; the
//! playhead moves over them in each frame.

mod dense;
mod desk;
mod folded;
mod grip;
mod keys;
mod lanes;
mod overview;
mod plot;
mod rows;
mod scale;
mod table;
mod transport;

use leptos::html::Div;
use leptos::prelude::*;

use self::desk::Desk;
use self::grip::Grip;
use self::lanes::Lanes;
use self::overview::Overview;
use self::table::Table;
use self::transport::{Clock, Keys, Speed};
use crate::derived::Derived;
use crate::map::look::{Looks, size_of};
use crate::store::{Action, Dispatch, Store};
use crate::widgets::format;

/// The tape. It is as wide as what it is given, and as high as the learner wants it.
#[component]
pub fn Tape() -> impl IntoView {
    let store = expect_context::<Store>();
    let looks = Looks::of_page();
    let frame = NodeRef::<Div>::new();
    let desk = Desk::new(store, size_of(frame), looks.unit);
    let height = grip::remembered();
    let table = RwSignal::new(false);
    let column = RwSignal::new(None::<f64>);
    keys::listen(desk);
    view! {
        <div class="tape" style=move || height.get().map(|height| format!("--tape-height:{:.3}rem", height / 16.0))>
            <Grip height unit=looks.unit/>
            <div class="transport" role="group" aria-label="Transport">
                <Clock/>
                <Keys/>
                <Speed/>
                <Overview desk/>
            </div>
            <div class="tape__view">
                <Lanes desk frame column/>
                {move || table.get().then(|| view! { <Table/> })}
            </div>
            <Legend desk table column/>
        </div>
    }
    .into_any()
}

/// What is scheduled beyond the run's end, and the button that runs on to it.
#[component]
fn Next() -> impl IntoView {
    let store = expect_context::<Store>();
    let dispatch = Dispatch::from_context();
    move || {
        let next = store.tape.with(|tape| tape.scheduled.first().cloned())?;
        let at = if next.at_us < 10_000_000.0 {
            format::ms(next.at_us)
        } else {
            format!("{} s", format::ms_short(next.at_us / 1_000_000.0))
        };
        Some(view! {
            <button class="tape__next" title=next.what.clone()
                on:click=move |_| dispatch.send(Action::RunToScheduled)>
                <b>{format!("Run to {at}")}</b>
                <span>{next.what.clone()}</span>
            </button>
        })
    }
}

/// What the marks mean, and what the keys do.
#[component]
fn Legend(desk: Desk, table: RwSignal<bool>, column: RwSignal<Option<f64>>) -> impl IntoView {
    const MARKS: [(&str, &str); 7] = [
        ("cold", "starting cold"),
        ("work", "at work"),
        ("reply", "awaiting a reply"),
        ("service", "service"),
        ("queued", "waiting"),
        ("kept", "frozen"),
        ("failed", "failed"),
    ];
    // Only what the run has shown so far is explained.
    let shown = Derived::new(move |_| {
        use cloud::view::tape::SpanKind as Kind;
        let dense = column.get().is_some();
        desk.store.tape.with(|tape| {
            let has = |kind: Kind| tape.lanes.iter().any(|lane| lane.spans.iter().any(|span| span.kind == kind));
            let alone = |kind: Kind| !dense && has(kind);
            [
                has(Kind::Init),
                has(Kind::Handler),
                alone(Kind::Reply),
                alone(Kind::Service),
                alone(Kind::Queued),
                alone(Kind::Frozen),
                alone(Kind::Failed),
            ]
        })
    });
    let marks = move || {
        let shown = shown.get();
        MARKS
            .into_iter()
            .zip(shown)
            .filter(|(_, shown)| *shown)
            .map(|((class, words), _)| view! { <span><i class=format!("swatch swatch--{class}")></i>{words}</span> })
            .collect_view()
    };
    let next = Derived::new(move |_| desk.store.tape.with(|tape| !tape.scheduled.is_empty()));
    let hints = move || {
        match column.get() {
        Some(step) => view! {
            <span class="legend__hint">{format!("One column is {}. Zoom in ", format::ms(step))}<kbd>"+"</kbd>" to see single messages."</span>
        }
        .into_any(),
        None => view! {
            <span class="legend__hint"><kbd>"Space"</kbd>" play"</span>
            <span class="legend__hint"><kbd>"←"</kbd><kbd>"→"</kbd>" step"</span>
            <span class="legend__hint legend__hint--long"><kbd>"Shift"</kbd><kbd>"→"</kbd>" next event"</span>
        }
        .into_any(),
    }
    };
    view! {
        <div class="legend">
            <div class="legend__marks">{marks}</div>
            {move || if next.get() { view! { <Next/> }.into_any() } else { hints().into_any() }}
            <div class="legend__tools">
                <button aria-label="Zoom out" title="Zoom out (−)" disabled=move || desk.window.get().is_none()
                    on:click=move |_| desk.zoom(1.7, None)>"−"</button>
                <button aria-label="Zoom in" title="Zoom in (+)" on:click=move |_| desk.zoom(0.6, None)>"+"</button>
                <button aria-pressed=move || table.get().to_string() on:click=move |_| table.update(|table| *table = !*table)>
                    "Table"
                </button>
            </div>
        </div>
    }
    .into_any()
}

//! The clock, the buttons that move the playhead, and the speed.

use leptos::prelude::*;

use crate::derived::Derived;
use crate::store::{Action, Direction, Dispatch, Store};
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};

/// The speeds, and how they are written.
const SPEEDS: [(f64, &str); 4] = [(0.05, "1/20"), (0.2, "1/5"), (1.0, "1"), (5.0, "5")];
/// From here on the clock needs no tenths, microseconds.
const TENTHS_UP_TO_US: f64 = 2_000_000.0;

/// The clock as text: `612.0`, `7,400`.
#[must_use]
pub fn clock(us: f64) -> String {
    if us < TENTHS_UP_TO_US { format::clock(us) } else { format::ms(us).trim_end_matches(" ms").to_owned() }
}

/// The clock and what the tape does.
#[component]
pub fn Clock() -> impl IntoView {
    let store = expect_context::<Store>();
    let state = Derived::new(move |_| {
        let transport = store.transport.get();
        let ended = store.tape.with(|tape| store.at_us.get() + 0.5 >= tape.end_us);
        match (transport.playing, transport.rewound) {
            (true, _) => "playing, virtual time",
            (false, true) => "paused, rewound",
            (false, false) if ended && store.tokens.with(|tokens| tokens.is_empty()) => "settled, nothing in flight",
            (false, false) => "paused",
        }
    });
    view! {
        <div class="clock">
            <span class="clock__time">{move || clock(store.at_us.get())}<small>"ms"</small></span>
            <span class="clock__state" role="status">{move || state.get()}</span>
        </div>
    }
    .into_any()
}

/// The buttons.
#[component]
pub fn Keys() -> impl IntoView {
    let store = expect_context::<Store>();
    let dispatch = Dispatch::from_context();
    let playing = Derived::new(move |_| store.transport.with(|transport| transport.playing));
    let key =
        move |name: Name, label: &'static str, hint: &'static str, class: &'static str, action: fn() -> Action| {
            view! {
            <button class=format!("key {class}") aria-label=label title=hint on:click=move |_| dispatch.send(action())>
                <Icon name/>
            </button>
        }
        .into_any()
        };
    view! {
        <div class="keys" role="group" aria-label="Playhead">
            {key(Name::ToStart, "To the start", "To the start (Home)", "", || Action::ToEnd(Direction::Back))}
            {key(Name::StepBack, "Step back", "Step back (←)", "", || Action::Step(Direction::Back))}
            <button class="key key--main" class:is-playing=move || playing.get()
                aria-label=move || if playing.get() { "Pause" } else { "Play" } title="Play or pause (Space)"
                on:click=move |_| dispatch.send(Action::TogglePlay)>
                {move || if playing.get() { view! { <Icon name=Name::Pause/> } } else { view! { <Icon name=Name::Play/> } }}
            </button>
            {key(Name::StepForward, "Step forward", "Step forward (→)", "", || Action::Step(Direction::Forward))}
            {key(Name::NextEvent, "Next event", "Next event (Shift →)", "key--event", || Action::NextEvent(Direction::Forward))}
            {key(Name::ToEnd, "To the end", "To the end (End)", "", || Action::ToEnd(Direction::Forward))}
        </div>
    }
    .into_any()
}

/// How fast it plays.
#[component]
pub fn Speed() -> impl IntoView {
    let store = expect_context::<Store>();
    let dispatch = Dispatch::from_context();
    let choice = move |(speed, words): (f64, &'static str)| {
        let on = move || store.transport.with(|transport| (transport.speed - speed).abs() < 1e-9);
        view! {
            <label class="speed__one" class:is-on=on>
                <input type="radio" name="speed" prop:checked=on aria-label=format!("{words} of real time")
                    on:change=move |_| dispatch.send(Action::Speed(speed))/>
                {words}
            </label>
        }
    };
    view! {
        <fieldset class="speed">
            <legend class="map__quiet">"Speed"</legend>
            <span aria-hidden="true">"×"</span>
            {SPEEDS.map(choice).collect_view()}
        </fieldset>
    }
    .into_any()
}

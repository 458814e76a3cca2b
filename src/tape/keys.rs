//! Time's keys, wherever the focus is: they do nothing in text fields, in dialogs, and with modifiers.

use cloud::sim::trace::MessageId;
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::desk::Desk;
use crate::map::look::Looks;
use crate::store::{Action, Direction, Dispatch, Selection, Store};

/// How much nearer one press of `+` looks.
const ZOOM: f64 = 0.6;

/// Listens, as long as the tape stands.
pub fn listen(desk: Desk) {
    let dispatch = Dispatch::from_context();
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let focus = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if focus.as_ref().is_some_and(|focus| keeps(focus, &event.key())) || dialog_stands() {
            return;
        }
        if act(&event, desk, dispatch) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether `focus` wants `key` for itself.
fn keeps(focus: &Element, key: &str) -> bool {
    let is = |selector: &str| focus.matches(selector).unwrap_or(false);
    if is("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox]):not([type=button])") {
        return true;
    }
    match key {
        " " | "Enter" => keeps_press(focus),
        "ArrowLeft" | "ArrowRight" | "Home" | "End" | "+" | "-" => {
            is("input, [role=tab], [role=treeitem], [role=separator], [role=option], [role=radio]")
        }
        _ => false,
    }
}

/// Whether a press of Space or Enter is for what has the focus: yes for who came to it by keyboard. After a click the
/// focus only stayed behind; it is let go, so that Space plays.
fn keeps_press(focus: &Element) -> bool {
    let is = |selector: &str| focus.matches(selector).unwrap_or(false);
    if !is("button, a, input, summary, [role=tab], [role=treeitem], [role=option]") {
        return false;
    }
    let by_keyboard = Looks::of_page().by_keyboard.get_value();
    if !by_keyboard && let Some(focus) = focus.dyn_ref::<web_sys::HtmlElement>() {
        // Fails only for elements that cannot have focus.
        let _ = focus.blur();
    }
    by_keyboard
}

fn dialog_stands() -> bool {
    document().query_selector("dialog[open], [role=dialog]").ok().flatten().is_some()
}

/// Does what a key asks for. Says whether it asked for anything.
fn act(event: &KeyboardEvent, desk: Desk, dispatch: Dispatch) -> bool {
    let store = desk.store;
    let direction = |forward: bool| if forward { Direction::Forward } else { Direction::Back };
    match event.key().as_str() {
        " " => dispatch.send(Action::TogglePlay),
        key @ ("ArrowRight" | "ArrowLeft") => {
            let way = direction(key == "ArrowRight");
            dispatch.send(if event.shift_key() { Action::NextEvent(way) } else { Action::Step(way) });
        }
        "Home" => dispatch.send(Action::ToEnd(Direction::Back)),
        "End" => dispatch.send(Action::ToEnd(Direction::Forward)),
        "+" | "=" => desk.zoom(ZOOM, None),
        "-" | "\u{2212}" => desk.zoom(1.0 / ZOOM, None),
        "j" | "J" => return select(store, dispatch, true),
        "k" | "K" => return select(store, dispatch, false),
        "Enter" => match store.marked.get_untracked() {
            Some(message) => dispatch.send(Action::Select(Some(Selection::Message(message)))),
            None => return false,
        },
        "Escape" if store.selection.with_untracked(Option::is_some) => dispatch.send(Action::Select(None)),
        _ => return false,
    }
    true
}

/// Selects the message after or before the one selected; without one, the last that was sent.
fn select(store: Store, dispatch: Dispatch, down: bool) -> bool {
    let selected = match store.selection.get_untracked() {
        Some(Selection::Message(message)) => Some(message),
        _ => None,
    };
    let next = store.tape.with_untracked(|tape| -> Option<MessageId> {
        let arrows = &tape.arrows;
        let now = arrows.partition_point(|arrow| arrow.sent_us <= store.at_us.get_untracked());
        let here = selected.and_then(|message| arrows.iter().position(|arrow| arrow.number.message == message));
        let next = match here {
            Some(here) if down => (here + 1).min(arrows.len().saturating_sub(1)),
            Some(here) => here.saturating_sub(1),
            None => now.saturating_sub(1),
        };
        arrows.get(next).map(|arrow| arrow.number.message)
    });
    if let Some(message) = next {
        dispatch.send(Action::Select(Some(Selection::Message(message))));
    }
    next.is_some()
}

//! The frame's keys. Time's keys belong to the tape. Single letters are off in text fields, and where the learner
//! has switched them off.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::route::Route;
use super::shell::{Shell, Tab};
use crate::panels::SECTIONS;
use crate::store::{Action, Direction, Dispatch, Store};

/// Listens for the frame's keys.
pub fn listen(store: Store) {
    let shell = Shell::from_context();
    let dispatch = Dispatch::from_context();
    window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let focus = event.target().and_then(|target| target.dyn_into().ok());
        // The bench's plain fields do nothing with Esc; its editor does.
        let leaves =
            event.key() == "Escape" && store.opened.with_untracked(Option::is_some) && !is_editor(focus.as_ref());
        if dialog_stands() || is_text_field(focus) && !leaves {
            return;
        }
        let taken = act(&event.key(), shell, store, dispatch);
        if taken {
            event.prevent_default();
        }
    });
}

/// Does what `key` asks for; tells whether it asked for anything.
fn act(key: &str, shell: Shell, store: Store, dispatch: Dispatch) -> bool {
    match key {
        "?" => shell.dialogs.keys.set(true),
        _ if !matches!(shell.route.get_untracked(), Route::Lesson(_)) => return false,
        "Escape" if shell.blank.get_untracked() => shell.blank.set(false),
        "Escape" if shell.presenting.get_untracked() => shell.presenting.set(false),
        "Escape" if store.opened.with_untracked(Option::is_some) => return leave_bench(shell, store, dispatch),
        "Escape" => return shell.close_drawers(),
        "PageDown" if shell.presenting.get_untracked() => {
            dispatch.send(Action::NextEvent(Direction::Forward));
        }
        "PageUp" if shell.presenting.get_untracked() => {
            dispatch.send(Action::NextEvent(Direction::Back));
        }
        _ if !shell.letters.get_untracked() => return false,
        "b" | "B" | "." if shell.presenting.get_untracked() => shell.blank.update(|blank| *blank = !*blank),
        "p" | "P" => shell.presenting.update(|presenting| *presenting = !*presenting),
        "h" | "H" => {
            shell.hint_open.update(|open| *open = !*open);
            show_reader(shell);
        }
        "n" | "N" => next_step(shell, store, dispatch),
        "c" | "C" => shell.call_by_hand(dispatch),
        "/" => find(shell),
        digit => match digit.parse::<usize>() {
            Ok(number @ 1..=SECTIONS) => {
                shell.show_inspector();
                shell.section.update(|section| *section = (number - 1, section.1 + 1));
            }
            _ => return false,
        },
    }
    true
}

/// Opens the next step if this one is done; else brings what is missing into sight.
fn next_step(shell: Shell, store: Store, dispatch: Dispatch) {
    let next = store
        .lesson
        .with_untracked(|lesson| lesson.steps.get(lesson.current).filter(|step| step.done).map(|_| lesson.current + 1));
    match next {
        Some(step) => dispatch.send(Action::OpenStep(step)),
        None => show_reader(shell),
    }
}

/// Closes what covers the bench, else the bench. The message that covers it is let go by the tape's own keys.
fn leave_bench(shell: Shell, store: Store, dispatch: Dispatch) -> bool {
    if shell.inspector_open.get_untracked() && store.selection.with_untracked(Option::is_some) {
        return false;
    }
    if shell.reader_open.get_untracked() {
        shell.reader_open.set(false);
    } else {
        dispatch.send(Action::Open(None));
    }
    true
}

fn show_reader(shell: Shell) {
    shell.reader_open.set(true);
    shell.tab.set(Tab::Lesson);
}

/// The filter of the panel that is open, if it has one; else a search over the whole run.
fn find(shell: Shell) {
    let filter = document().query_selector(".inspector input[type=search]").ok().flatten();
    match filter.and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
        Some(input) if input.offset_parent().is_some() => {
            // Fails only for elements that cannot have focus.
            let _ = input.focus();
        }
        _ => shell.dialogs.find.set(true),
    }
}

fn dialog_stands() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

fn is_editor(target: Option<&Element>) -> bool {
    target.is_some_and(|target| target.matches("[contenteditable]").unwrap_or(false))
}

fn is_text_field(target: Option<Element>) -> bool {
    target.is_some_and(|target| {
        target
            .matches("input:not([type=radio], [type=checkbox], [type=file]), textarea, select, [contenteditable]")
            .unwrap_or(false)
    })
}

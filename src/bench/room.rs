//! The room that the bench takes: reader and inspector give way while it stands, and the focus goes along.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use crate::app::shell::Shell;
use crate::store::{Action, Dispatch, Selection, Store};
use crate::widgets::focus::keep_focus_in;

/// Makes room for as long as the bench stands, whose element is to be told by what is returned; after it, all is as it was,
/// with what was open selected.
pub fn make() -> NodeRef<html::Section> {
    let (store, shell, dispatch) = (expect_context::<Store>(), Shell::from_context(), Dispatch::from_context());
    let place = store.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.place.clone()));
    let before = (shell.reader_open.get_untracked(), shell.inspector_open.get_untracked());
    shell.reader_open.set(false);
    shell.inspector_open.set(false);
    dispatch.send(Action::Select(None));
    let bench = NodeRef::new();
    keep_focus_in(bench);
    focus_soon("#bench");
    // A message that was opened over the bench gives way again when it is let go.
    Effect::new(move |_| {
        if store.selection.with(Option::is_none) {
            shell.inspector_open.set(false);
        }
    });
    on_cleanup(move || {
        let (reader, inspector) = before;
        // With the page's last part these are gone, too.
        let _ = shell.reader_open.try_set(reader);
        let _ = shell.inspector_open.try_set(inspector);
        if let Some(place) = place {
            dispatch.send(Action::Select(Some(Selection::Place(place))));
            focus_soon(".node.is-selected .node__open");
        }
    });
    bench
}

/// Gives the focus to what will stand in the page with the next frame, or to nothing if it does not.
fn focus_soon(selector: &'static str) {
    request_animation_frame(move || {
        let found = document().query_selector(selector).ok().flatten();
        if let Some(found) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Fails only for elements that cannot have focus.
            let _ = found.focus();
        }
    });
}

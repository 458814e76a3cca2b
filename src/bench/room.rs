//! The room that the bench takes: reader and inspector give way while it stands, and the focus goes along.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::app::shell::Shell;
use crate::store::{Action, Dispatch, Selection, Store};
use crate::widgets::focus::keep_focus;

/// Makes room for as long as the bench stands; after it, all is as it was, with what was open selected.
pub fn make() {
    let (store, shell, dispatch) = (expect_context::<Store>(), Shell::from_context(), Dispatch::from_context());
    let place = store.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.place.clone()));
    let before = (shell.reader_open.get_untracked(), shell.inspector_open.get_untracked());
    shell.reader_open.set(false);
    shell.inspector_open.set(false);
    dispatch.send(Action::Select(None));
    let kept = StoredValue::new_local(None);
    focus_soon("#bench", move |bench| {
        // The bench may be gone by then.
        let _ = kept.try_set_value(keep_focus(bench));
    });
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
            focus_soon(".node.is-selected .node__open", |_| {});
        }
    });
}

/// Gives the focus to what will stand in the page with the next frame, and does the rest with it; nothing if it does not.
fn focus_soon(selector: &'static str, then: impl FnOnce(&web_sys::HtmlElement) + 'static) {
    request_animation_frame(move || {
        let found = document().query_selector(selector).ok().flatten();
        if let Some(found) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Fails only for elements that cannot have focus.
            let _ = found.focus();
            then(&found);
        }
    });
}

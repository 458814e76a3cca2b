//! A session that holds no cloud: it keeps selections and notices, and tells the console what else was asked for.

use leptos::prelude::*;

use crate::store::{Action, Dispatch, Pictures, Store};

/// Starts it.
pub fn start(store: Store) -> (Dispatch, Pictures) {
    let dispatch = Dispatch(Callback::new(move |action: Action| match action {
        Action::Select(selection) => store.selection.set(selection),
        Action::Seek(at_us) => store.at_us.set(at_us),
        Action::Speed(speed) => store.transport.update(|transport| transport.speed = speed),
        Action::TogglePlay => store.transport.update(|transport| transport.playing = !transport.playing),
        Action::Dismiss => store.notice.set(None),
        other => leptos::logging::log!("asked for {other:?}"),
    }));
    (dispatch, Pictures(Callback::new(|_| Signal::derive(|| None))))
}

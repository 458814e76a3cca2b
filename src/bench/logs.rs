//! The function's log, as it grows.

use cloud::view::logs::LogLine;
use leptos::{html, prelude::*};

use super::environments::at;
use super::result::line;
use crate::derived::Derived;
use crate::store::Store;
use crate::widgets::format;

/// The log's last events.
#[component]
pub fn Logs() -> impl IntoView {
    let store = expect_context::<Store>();
    let lines = Derived::new(move |_| {
        store.bench.with(|bench| bench.as_ref().map(|bench| bench.lines.clone()).unwrap_or_default())
    });
    let group = Derived::new(move |_| {
        store
            .opened
            .with(|opened| opened.as_ref().map(|opened| format!("/aws/lambda/{}", opened.place)).unwrap_or_default())
    });
    let streams = move || {
        let streams = store.bench.with(|bench| bench.as_ref().map_or(0, |bench| bench.streams));
        format::counted(streams, "stream", "streams")
    };
    let list = NodeRef::<html::Ol>::new();
    Effect::new(move |_| {
        if lines.is_gone() {
            return;
        }
        lines.with(|_| ());
        if let Some(list) = list.get() {
            // What was written last is what is looked for.
            request_animation_frame(move || list.set_scroll_top(list.scroll_height()));
        }
    });
    let row = |event: LogLine| view! { <li><time>{at(event.at_us)}</time>{line(event.text)}</li> };
    let body = move || {
        let lines = lines.get();
        if lines.is_empty() {
            return view! { <li class="lines__none">"Its lines land here: what it prints, and what Lambda writes of each run."</li> }.into_any();
        }
        lines.into_iter().map(row).collect_view().into_any()
    };
    view! {
        <header class="dock__head"><b>"Logs"</b><span>{move || group.get()}</span><i class="grow"></i><span>{streams}</span></header>
        <ol class="lines lines--timed" node_ref=list tabindex="0" aria-label="Log events">{body}</ol>
    }
    .into_any()
}

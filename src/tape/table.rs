//! The run as a table: the tape for who cannot see it, or would rather read.

use std::fmt::Write as _;

use cloud::sim::trace::MessageId;
use cloud::view::tape::{Arrow, Tape};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::plot::escape;
use crate::store::{Action, Dispatch, Selection, Store};
use crate::widgets::format;

/// No more rows than this: a table of thousands is slow, and nobody reads it.
const MOST_ROWS: usize = 500;

/// The table of messages.
#[component]
pub fn Table() -> impl IntoView {
    let store = expect_context::<Store>();
    let dispatch = Dispatch::from_context();
    let rows = move || store.tape.with(|tape| rows(tape));
    let more = move || {
        let all = store.tape.with(|tape| tape.arrows.len());
        (all > MOST_ROWS).then(|| format!("The first {MOST_ROWS} of {}.", format::counted(all, "message", "messages")))
    };
    let open = move |event: leptos::ev::MouseEvent| {
        let row = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let button = row.and_then(|row| row.closest("[data-message]").ok().flatten());
        if let Some(id) = button.and_then(|button| button.get_attribute("data-message")).and_then(|id| id.parse().ok())
        {
            dispatch.send(Action::Select(Some(Selection::Message(MessageId(id)))));
        }
    };
    view! {
        <div class="tape__table" tabindex="0" role="region" aria-label="The run as a table">
            <table on:click=open>
                <thead>
                    <tr><th>"Message"</th><th>"Sent"</th><th>"From"</th><th>"To"</th><th>"What"</th><th>"Verdict"</th></tr>
                </thead>
                <tbody inner_html=rows></tbody>
            </table>
            <p>{more}</p>
        </div>
    }
    .into_any()
}

/// The rows as markup, for the same reason as the lanes are drawn as text.
fn rows(tape: &Tape) -> String {
    let mut html = String::new();
    let title = |lane: usize| tape.lanes.get(lane).map(|lane| escape(&lane.title)).unwrap_or_default();
    for arrow in tape.arrows.iter().take(MOST_ROWS) {
        let MessageId(id) = arrow.number.message;
        let class = if arrow.failed { r#" class="is-failed""# } else { "" };
        let _ = write!(
            html,
            r#"<tr{class}><td><button data-message="{id}" aria-label="Open message {number}">{number}</button></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"#,
            format::ms(arrow.sent_us),
            title(arrow.from_lane),
            title(arrow.to_lane),
            escape(arrow.operation),
            verdict(arrow),
            number = arrow.number.number,
        );
    }
    html
}

fn verdict(arrow: &Arrow) -> String {
    match (arrow.failed, arrow.answered_us) {
        (true, _) => "refused or failed".to_owned(),
        (false, Some(at)) => format!("answered at {}", format::ms(at)),
        (false, None) if arrow.received_us > arrow.sent_us => format!("received at {}", format::ms(arrow.received_us)),
        (false, None) => "on its way".to_owned(),
    }
}

//! What was sent before, the newest first: a press writes it again.

use leptos::prelude::*;

use super::address::parted;
use super::desk::{Desk, Sent, Tab};

/// The history.
#[component]
pub fn History() -> impl IntoView {
    let desk = Desk::of_page();
    let one = move |sent: Sent| {
        let (method, status) = (sent.method.clone(), sent.status);
        let (host, path) = parted(&sent.url);
        let more = match (sent.body.is_empty(), sent.signed) {
            (true, true) => "signed",
            (false, true) => "with a body, signed",
            (false, false) => "with a body",
            (true, false) => "",
        };
        let take = move |_| {
            desk.take(sent.clone());
            desk.tab.set(Tab::Answer);
        };
        let class = if status.is_some_and(|status| status < 400) { "is-ok" } else { "is-failed" };
        view! {
            <li>
                <button type="button" on:click=take>
                    <b>{method}</b><span class="call__offer"><span>{host}</span><b>{path}</b></span>
                    <small>{more}</small><span class=class>{status}</span>
                </button>
            </li>
        }
    };
    move || {
        let all = desk.history.get();
        if all.is_empty() {
            return view! { <p class="call__none">"What you send is listed here, and kept in this browser alone."</p> }
                .into_any();
        }
        view! {
            <div class="call__history">
                <ol aria-label="Sent before">{all.into_iter().map(one).collect_view()}</ol>
                <button class="btn btn--text" type="button" on:click=move |_| desk.forget()>"Forget all"</button>
            </div>
        }
        .into_any()
    }
}

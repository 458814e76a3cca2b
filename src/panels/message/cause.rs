//! Cause: what led to the message, the first cause first, itself last.

use cloud::view::message::CauseView;
use leptos::prelude::*;

use super::part;
use crate::store::{Action, Dispatch, Selection};
use crate::widgets::disc::Disc;
use crate::widgets::format;

/// The section.
#[component]
pub fn Cause() -> impl IntoView {
    let causes = part(|message| message.causes.clone());
    let own = part(|message| Some(message.number.message));
    let list = move || {
        let own = own.get();
        causes
            .get()
            .into_iter()
            .map(|cause| {
                let is_here = cause.number.map(|number| number.message) == own;
                link(cause, is_here)
            })
            .collect_view()
    };
    view! {
        <section class="sect" aria-label="Cause">
            <h3>"Caused by"</h3>
            <ol class="chain">{list}</ol>
        </section>
    }
}

fn link(cause: CauseView, is_here: bool) -> AnyView {
    let dispatch = Dispatch::from_context();
    let disc = match cause.number {
        Some(number) => {
            let kind = Signal::stored(if is_here { "selected" } else { "" });
            view! { <Disc message=number.message number=number.number kind/> }.into_any()
        }
        None => view! { <span class="chain__dot" aria-hidden="true"></span> }.into_any(),
    };
    let title = match cause.number.filter(|_| !is_here) {
        Some(number) => view! {
            <button
                type="button" class="link"
                on:click=move |_| dispatch.send(Action::Select(Some(Selection::Message(number.message))))
            >
                {cause.title}
            </button>
        }
        .into_any(),
        None => cause.title.into_any(),
    };
    view! {
        <li class:is-here=is_here aria-current=is_here.then_some("true")>
            {disc}<div><b>{title}</b><span>{cause.detail}</span></div><time>{format::ms(cause.at_us)}</time>
        </li>
    }
    .into_any()
}

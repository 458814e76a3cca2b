//! Payload: what the message says, each way, exactly; and the same call as a line for the AWS CLI.

use cloud::view::message::Payload;
use cloud::view::stage::{ObjectRef, ObjectView};
use leptos::prelude::*;

use super::part;
use crate::derived::Derived;
use crate::store::{Action, Dispatch, Selection, Store};
use crate::widgets::code::Code;
use crate::widgets::copy::Copy;
use crate::widgets::format;
use crate::widgets::print::{Print, name_of};

/// Which way a payload goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Request,
    Response,
}

/// The section.
#[component]
pub fn Payloads() -> impl IntoView {
    let cli = part(|message| message.cli.clone());
    let answered = part(|message| message.response.is_some());
    view! {
        <section class="sect" aria-label="Payload">
            <Side way=Way::Request/>
            {move || answered.get().then(|| view! { <Side way=Way::Response/> })}
            {move || cli.get().map(|line| {
                let text = Signal::stored(line.clone());
                view! {
                    <div class="cli">
                        <h4>"The same call with the AWS CLI"<Copy text what="the command"/></h4>
                        <pre class="mono">{line}</pre>
                    </div>
                }
            })}
        </section>
    }
}

/// One payload large, for a projector.
#[component]
pub fn PayloadSlide() -> impl IntoView {
    view! { <Side way=Way::Request/> }
}

/// A part of the request or the response.
fn side<T: Default + Clone + PartialEq + Send + Sync + 'static>(way: Way, of: fn(&Payload) -> T) -> Derived<T> {
    let request = part(|message| Some(message.request.clone()));
    let response = part(|message| message.response.clone());
    Derived::new(move |_| match way {
        Way::Request => request.with(|payload| payload.as_ref().map(of).unwrap_or_default()),
        Way::Response => response.with(|payload| payload.as_ref().map(of).unwrap_or_default()),
    })
}

#[component]
fn Side(way: Way) -> impl IntoView {
    let line = side(way, |payload| payload.line.clone());
    let headers = side(way, |payload| payload.headers.clone());
    let size = side(way, |payload| payload.size);
    let kind = side(way, |payload| payload.content_type.clone());
    let text = side(way, |payload| payload.text.clone().unwrap_or_default());
    let language = side(way, |payload| payload.language);
    let is_text = side(way, |payload| payload.text.is_some());
    let object = part(|message| message.object.clone());
    let is_event = Derived::new(move |_| line.with(String::is_empty));
    let title = move || match (way, is_event.get()) {
        (Way::Request, true) => "Event",
        (Way::Request, false) => "Request",
        (Way::Response, _) => "Response",
    };
    let what = if way == Way::Response { "the response" } else { "the payload" };
    let fields = move || {
        let headers = headers.get();
        (!headers.is_empty()).then(|| {
            let count = format::counted(headers.len(), "header field", "header fields");
            let rows = headers.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
            view! { <details><summary>{count}</summary><dl class="fields">{rows.collect_view()}</dl></details> }
        })
    };
    let body = move || match (is_text.get(), size.get()) {
        (true, _) => view! { <Code text=text.into() language=language.into() what/> }.into_any(),
        (false, 0) => view! { <p>"No body."</p> }.into_any(),
        (false, size) => {
            let picture = object.get().filter(|_| kind.with(|kind| kind.starts_with("image/")));
            binary(size, kind.get(), picture)
        }
    };
    view! {
        <h3>{title}<span class="grow"></span><span>{move || format::bytes(size.get())}</span></h3>
        {move || (!is_event.get()).then(|| view! { <p class="request-line">{move || line.get()}</p> })}
        {fields}
        {body}
    }
}

/// A body that is no text: how large, and the picture that it is.
fn binary(size: u64, kind: String, object: Option<ObjectRef>) -> AnyView {
    let store = expect_context::<Store>();
    let dispatch = Dispatch::from_context();
    let picture = object.map(|object| {
        let select = object.clone();
        let shown = ObjectView {
            bucket: object.bucket,
            key: object.key,
            size,
            etag: "".into(),
            content_type: kind.as_str().into(),
            modified_us: store.at_us.get_untracked(),
        };
        debug_assert!(name_of(&shown) == select, "the picture shown is the one that is opened");
        let label = format!("Open {}", select.key);
        view! {
            <button
                type="button" class="binary__picture" aria-label=label
                on:click=move |_| dispatch.send(Action::Select(Some(Selection::Object(select.clone()))))
            >
                <Print object=shown/>
            </button>
        }
    });
    view! {
        <div class="binary">
            {picture}
            <p><b>{format::bytes(size)}</b>{kind}<small>{format::count(size)}" bytes, sent as they are"</small></p>
        </div>
    }
    .into_any()
}

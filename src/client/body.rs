//! The request's body, with its faults at their lines when it should be JSON.

use leptos::prelude::*;

use super::desk::{Desk, kind_of_body, sends_body};
use crate::derived::Derived;
use crate::store::{Dispatch, Store};
use crate::widgets::editor::{Editor, Fault, Library, Text, WithLibrary};
use crate::widgets::icon::{Icon, Name};
use crate::widgets::json;

/// The body.
#[component]
pub fn Body() -> impl IntoView {
    let body = Callback::new(|library: Library| view! { <Written library/> }.into_any());
    view! { <div class="call__body"><WithLibrary children=body waiting=Callback::new(|()| ().into_any())/></div> }
        .into_any()
}

#[component]
fn Written(library: Library) -> impl IntoView {
    let desk = Desk::of_page();
    let (store, dispatch) = (expect_context::<Store>(), Dispatch::from_context());
    // What is sent as JSON, or looks like it, has to be JSON.
    let fault = Derived::new(move |_| {
        desk.body.with(|body| {
            let told = desk.headers.with(|headers| {
                headers
                    .iter()
                    .find(|(name, _)| name.trim().eq_ignore_ascii_case("content-type"))
                    .map(|(_, value)| value.clone())
            });
            let is_json = match &told {
                Some(kind) => kind.contains("json"),
                None => body.trim_start().starts_with(['{', '[']),
            };
            json::fault(body, "body").filter(|_| is_json && !body.trim().is_empty())
        })
    });
    let faults = Signal::derive(move || fault.get().into_iter().collect::<Vec<Fault>>());
    // Another request is another text; edits are not.
    let text = Signal::derive(move || Text { id: "body".to_owned(), text: desk.body.get(), language: "json" });
    let note = move || match fault.get() {
        Some(fault) => view! { <span class="is-wrong"><Icon name=Name::Cross/>{fault.message}</span> }.into_any(),
        None => {
            let says = desk.body.with(|body| {
                desk.headers.with(|headers| match kind_of_body(body, headers) {
                    _ if !sends_body(&desk.method.get()) => {
                        format!("{} sends no body. What is written here stays for another method.", desk.method.get())
                    }
                    Some(kind) => format!("Sent as {kind}, unless Headers say otherwise."),
                    None if body.is_empty() => "No body yet. Most APIs take JSON.".to_owned(),
                    None => "Sent as Headers say.".to_owned(),
                })
            });
            view! { <span>{says}</span> }.into_any()
        }
    };
    view! {
        <Editor
            library text label="Body of the request" faults
            changed=Callback::new(move |text| desk.body.set(text)) saved=Callback::new(move |()| desk.send(store, dispatch))
        />
        <p class="call__note" role="status">{note}<span class="grow"></span><span aria-hidden="true"><kbd>"Ctrl"</kbd><kbd>"Enter"</kbd>" sends"</span></p>
    }
    .into_any()
}

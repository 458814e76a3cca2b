//! The answer at the playhead: its status, its body in the form that fits it, its header fields, and where its time went.

use std::sync::Arc;

use cloud::http::Response;
use leptos::prelude::*;
use web_sys::{Blob, BlobPropertyBag, Url};

use super::desk::{Desk, Shown};
use super::kind::{self, Kind};
use super::numbered;
use super::timing::Timing;
use crate::derived::Derived;
use crate::store::Store;
use crate::store::client::CallView;
use crate::widgets::code::Code;
use crate::widgets::copy::Copy;
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};

/// The answer.
#[component]
pub fn Answer() -> impl IntoView {
    let store = expect_context::<Store>();
    let response =
        Derived::new(move |_| store.call.with(|call| Answered(call.as_ref().and_then(|call| call.response.clone()))));
    let body = move || match response.get().0 {
        Some(response) => body(&response),
        None => ().into_any(),
    };
    view! {
        <div class="call__answer">
            <div class="call__said">
                <Status/>
                <Why/>
                {body}
            </div>
            <Timing/>
        </div>
    }
    .into_any()
}

/// An answer, told from others by what it holds.
#[derive(Clone, PartialEq)]
struct Answered(Option<Arc<Response>>);

/// Where the call stands, in one line that is spoken when it changes.
#[component]
fn Status() -> impl IntoView {
    let store = expect_context::<Store>();
    let desk = Desk::of_page();
    let line = Derived::new(move |_| store.call.with(|call| call.as_deref().map(Line::of)));
    let waited = move || {
        // Followed in each frame only while the call is under way.
        let sent_us = store.call.with_untracked(|call| call.as_ref().map_or(0.0, |call| call.sent_us));
        format::ms((store.at_us.get() - sent_us).max(0.0))
    };
    let said = move || {
        match line.get() {
        None => view! { <b class="is-quiet">"Nothing sent yet"</b><span>"The answer lands here."</span> }.into_any(),
        Some(Line { status: None, to, asked, .. }) => view! {
            <b class="is-now">"On its way"</b><span>{format!("{asked} to {to}")}</span><span class="call__took" aria-hidden="true">{waited}</span>
        }
        .into_any(),
        Some(Line { status: Some(status), kind, size, took, .. }) => {
            let class = if status < 400 { "is-ok" } else { "is-failed" };
            let glyph = (status >= 400).then(|| view! { <Icon name=Name::Cross/> });
            view! {
                <b class=class>{glyph}{format!("{status} {}", kind::reason(status))}</b>
                <span>{kind}</span><span>{size}</span><span>{took}</span>
            }
            .into_any()
        }
    }
    };
    let disc = move || line.with(|line| line.as_ref().and_then(|line| line.number)).map(numbered);
    let forms = move || {
        let fields = line.with(|line| line.as_ref().filter(|line| line.status.is_some()).map(|line| line.fields))?;
        // Without a press it is shown as a reader wants it.
        let one = |shown: Shown, title: String| {
            let toggle = move |_| desk.shown.update(|now| *now = if *now == shown { Shown::Pretty } else { shown });
            view! {
                <button type="button" aria-pressed=move || (desk.shown.get() == shown).to_string() on:click=toggle>
                    {title}
                </button>
            }
        };
        Some(view! {
            <span class="call__forms" role="group" aria-label="How the answer is shown">
                {one(Shown::Raw, "Raw".to_owned())}
                {one(Shown::Headers, format!("Headers {fields}"))}
            </span>
        })
    };
    view! {
        <div class="call__status">
            {disc}
            <span class="call__line" role="status">{said}</span>
            <span class="grow"></span>
            {forms}
        </div>
    }
    .into_any()
}

/// What the line of an answer says.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    number: Option<cloud::view::Number>,
    to: String,
    asked: String,
    status: Option<u16>,
    kind: String,
    size: String,
    took: String,
    fields: usize,
}

impl Line {
    fn of(call: &CallView) -> Self {
        let response = call.response.as_deref();
        Self {
            number: call.number,
            to: call.to.clone(),
            asked: format!("{} {}", call.request.method, call.request.path),
            status: response.map(|response| response.status),
            kind: response.map(kind::content_type).unwrap_or_default(),
            size: response.map(|response| size(response.body.len())).unwrap_or_default(),
            took: call.took_us.map(format::ms).unwrap_or_default(),
            fields: response.map_or(0, |response| response.headers.iter().count()),
        }
    }
}

/// A size, to the byte where that tells something.
fn size(bytes: usize) -> String {
    if bytes < 1_000 { format::counted(bytes, "byte", "bytes") } else { format::bytes(bytes as u64) }
}

/// Where the call failed and why, in words.
#[component]
fn Why() -> impl IntoView {
    let store = expect_context::<Store>();
    let failed = Derived::new(move |_| store.call.with(|call| call.as_ref().and_then(|call| call.failed.clone())));
    move || {
        failed.get().map(|failed| {
            let disc = failed.message.map(numbered);
            view! { <p class="call__why">{disc}<span>{failed.says}" "<em>{failed.mend}</em></span></p> }.into_any()
        })
    }
}

fn body(response: &Arc<Response>) -> AnyView {
    let desk = Desk::of_page();
    let kind = kind::of(response);
    let (raw, held) = (raw(response), response.clone());
    let shown = move || {
        match desk.shown.get() {
            Shown::Headers => fields(&held),
            Shown::Raw => text(raw.clone(), "text"),
            Shown::Pretty => match &kind {
                Kind::Empty => view! { <p class="call__none">"The answer has no body."</p> }.into_any(),
                Kind::Text(pretty, language) => text(pretty.clone(), language),
                Kind::Html(page) => view! {
                    // Without a word in `sandbox` nothing in it runs.
                    <iframe class="call__frame" sandbox="" title="The page that was answered" srcdoc=page.clone()></iframe>
                }
                .into_any(),
                Kind::Picture(kind) => picture(&held, kind),
                Kind::Bytes => view! {
                    <p class="call__none">{format!("{} that are no text. Raw shows them as far as letters go.", size(held.body.len()))}</p>
                }
                .into_any(),
                Kind::Long => {
                    view! { <p class="call__none">{format!("{} of text, too long to be drawn. Copy as curl saves it.", size(held.body.len()))}</p> }
                        .into_any()
                }
            },
        }
    };
    shown.into_any()
}

fn text(text: String, language: &'static str) -> AnyView {
    view! {
        <div class="call__text">
            <Code text=Signal::stored(text.clone()) language=Signal::stored(language) what="the answer"/>
            <Copy text=Signal::stored(text) what="the answer"/>
        </div>
    }
    .into_any()
}

/// The body as it came, as far as it is text and can be drawn.
fn raw(response: &Response) -> String {
    const LONGEST: usize = 100_000;
    let text = String::from_utf8_lossy(&response.body[..response.body.len().min(LONGEST)]).into_owned();
    text.replace('\0', "\u{fffd}")
}

fn fields(response: &Response) -> AnyView {
    let one = |(name, value): (&str, &str)| view! { <div><dt>{name.to_owned()}</dt><dd>{value.to_owned()}</dd></div> };
    view! { <dl class="fields call__fields">{response.headers.iter().map(one).collect_view()}</dl> }.into_any()
}

fn picture(response: &Response, kind: &str) -> AnyView {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let bytes = js_sys::Array::of1(&js_sys::Uint8Array::from(response.body.as_ref()));
    let url = Blob::new_with_u8_array_sequence_and_options(&bytes, &options)
        .and_then(|blob| Url::create_object_url_with_blob(&blob))
        .unwrap_or_default();
    let gone = url.clone();
    on_cleanup(move || {
        // Fails for nothing: what is no such address is passed over.
        let _ = Url::revoke_object_url(&gone);
    });
    view! { <div class="call__picture"><span class="print"><img src=url alt="The picture that was answered"/></span></div> }.into_any()
}

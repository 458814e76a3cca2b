//! The inspector: what is selected, else the message that is followed, as it was at the playhead.
//!
//! A panel is made when another thing is inspected, and stays while time moves: its parts change by themselves, so
//! that neither focus nor scroll is lost.

pub mod api;
mod bill;
mod bucket;
mod client;
mod function;
mod logs;
mod message;
mod object;
mod service;
pub mod table;

pub use function::{variable, wrong_variables};
pub use message::PayloadSlide;
pub use message::SECTIONS;

use cloud::sim::trace::{MessageId, Place};
use leptos::{html, prelude::*};

use crate::derived::Derived;
use crate::store::{Action, Dispatch, Inspected, Selection, Store};
use crate::widgets::focus::keep_focus_in;
use crate::widgets::icon::{Icon, Name};

/// Which thing is inspected: a panel is made anew when this changes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Nothing,
    Message(MessageId),
    Bucket(String),
    Function(String),
    Logs(String),
    Table(String),
    Object(String, String),
    Client,
    Api(Place),
    Service(String),
}

impl Kind {
    fn of(inspected: Option<&Inspected>) -> Self {
        match inspected {
            None => Self::Nothing,
            Some(Inspected::Message(message)) => Self::Message(message.number.message),
            Some(Inspected::Bucket { name, .. }) => Self::Bucket(name.clone()),
            Some(Inspected::Function { name, .. }) => Self::Function(name.clone()),
            Some(Inspected::Logs { name, .. }) => Self::Logs(name.clone()),
            Some(Inspected::Table { name, .. }) => Self::Table(name.clone()),
            Some(Inspected::Object { object, .. }) => Self::Object(object.bucket.to_string(), object.key.to_string()),
            Some(Inspected::Client) => Self::Client,
            Some(Inspected::Api { place, .. }) => Self::Api(place.clone()),
            Some(Inspected::Service { name }) => Self::Service(name.clone()),
        }
    }
}

/// The inspector.
#[component]
pub fn Inspector() -> impl IntoView {
    let store = expect_context::<Store>();
    let kind = Derived::new(move |_| store.inspected.with(|inspected| Kind::of(inspected.as_deref())));
    let panel = move || match kind.get() {
        Kind::Nothing => view! { <Nothing/> }.into_any(),
        Kind::Message(id) => view! { <message::Message id/> }.into_any(),
        Kind::Bucket(name) => view! { <bucket::Bucket name/> }.into_any(),
        Kind::Function(name) => view! { <function::Function name/> }.into_any(),
        Kind::Logs(name) => view! { <logs::Logs name/> }.into_any(),
        Kind::Table(name) => view! { <table::Table name/> }.into_any(),
        Kind::Object(_, key) => view! { <object::Object key/> }.into_any(),
        Kind::Client => view! { <client::Client/> }.into_any(),
        Kind::Api(place) => view! { <api::Api place/> }.into_any(),
        Kind::Service(name) => view! { <service::Service name/> }.into_any(),
    };
    let region = NodeRef::<html::Aside>::new();
    keep_focus_in(region);
    view! {
        <aside class="inspector" aria-label="Inspector" node_ref=region>
            {panel}
            <bill::Bill/>
        </aside>
    }
}

/// One part of what is inspected; the last one there was while another thing is about to take its place.
fn part<T: Default + Clone + PartialEq + Send + Sync + 'static>(of: fn(&Inspected) -> Option<T>) -> Derived<T> {
    let store = expect_context::<Store>();
    Derived::new(move |before: Option<&T>| {
        let now = store.inspected.with(|inspected| inspected.as_deref().and_then(of));
        now.or_else(|| before.cloned()).unwrap_or_default()
    })
}

/// The head of a panel that shows a resource.
#[component]
fn Head(
    /// The family's token, for the colour of the glyph.
    family: &'static str,
    /// The glyph.
    glyph: Name,
    /// What kind of thing, above its name.
    #[prop(into)]
    kind: Signal<String>,
    /// Its name.
    name: String,
) -> impl IntoView {
    let store = expect_context::<Store>();
    let dispatch = Dispatch::from_context();
    let close = move || {
        store.selection.with(Option::is_some).then(|| {
            view! {
                <button
                    class="btn btn--quiet panel__close" type="button" aria-label="Back to the message" title="Back to the message"
                    on:click=move |_| dispatch.send(Action::Select(None))
                >
                    <Icon name=Name::Cross/>
                </button>
            }
        })
    };
    view! {
        <header class="panel__head">
            <p class="panel__kind"><span class=format!("fam--{family}")><Icon name=glyph/></span>{kind}<span class="grow"></span>{close}</p>
            <h2 class="is-name">{name}</h2>
        </header>
    }
    .into_any()
}

#[component]
fn Nothing() -> impl IntoView {
    let store = expect_context::<Store>();
    let photos = Derived::new(move |_| store.lesson.with(|lesson| lesson.takes_photos));
    let awaited = Derived::new(move |_| {
        store.selection.with(|selection| match selection {
            Some(Selection::Place(place)) => Some(place.to_string()),
            _ => None,
        })
    });
    let body = move || {
        if let Some(name) = awaited.get() {
            return view! {
                <div class="empty panel__empty">
                    <b>{name}" is not there at this moment"</b>
                    <p>"The run makes it later, or has deleted it. Play on, or press "<kbd>"End"</kbd>" to see what there is at last."</p>
                </div>
            }
            .into_any();
        }
        if !photos.get() {
            return view! {
                <div class="empty panel__empty">
                    <b>"No messages yet"</b>
                    <p>"Press a thing on the map to read it and to act on it. Whatever you do there is a call to AWS, and stands here."</p>
                </div>
            }
            .into_any();
        }
        view! {
            <div class="empty panel__empty">
                <b>"No messages yet"</b>
                <p>"Drop a photo on "<span class="mono">{move || crate::app::upload::target_bucket(store)}</span>", or press "<kbd>"Space"</kbd>" to run on."</p>
            </div>
            <section class="sect">
                <h3>"Upload"</h3>
                <client::Ways/>
            </section>
        }
        .into_any()
    };
    view! { <div class="panel__body">{body}</div> }
}

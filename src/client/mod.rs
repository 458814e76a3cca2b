//! The address bar: an API called by hand, as from a browser. Method, address, headers and body go out as a message; the
//! answer comes back as it is and as a reader wants it, with where its time went. And a page of the learner's own, whose
//! calls obey CORS. It reads the store and asks for calls; how they are answered it does not know.

mod address;
mod answer;
mod body;
mod completion;
mod copies;
mod copy_as;
mod cors;
mod desk;
pub mod facts;
mod headers;
mod history;
mod kind;
mod page;
mod pretty;
mod shares;
mod timing;
mod words;

use cloud::view::Number;
use leptos::{ev, prelude::*};

use crate::app::shell::Shell;
use crate::derived::Derived;
use crate::store::{Action, Dispatch, Selection, Store};
use crate::widgets::disc::Disc;
use crate::widgets::icon::{Icon, Name};
use crate::widgets::tabs;
use desk::{Desk, Tab};

/// The address bar's own styles, and its editor's: they come with its code.
const STYLES: &str =
    concat!(include_str!("client.css"), include_str!("page/page.css"), include_str!("../widgets/editor/editor.css"));

/// The address bar with all its parts.
pub fn client() -> AnyView {
    let desk = Desk::of_page();
    let (store, dispatch) = (expect_context::<Store>(), Dispatch::from_context());
    desk.begin(store);
    Effect::new(move |_| {
        if let Some((method, url)) = store.to_call.get() {
            desk.write(method, url);
            store.to_call.set(None);
        }
    });
    let send = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            event.stop_propagation();
            desk.send(store, dispatch);
        }
    };
    let panel = move || match desk.tab.get() {
        Tab::Answer => view! { <answer::Answer/> }.into_any(),
        Tab::Body => view! { <body::Body/> }.into_any(),
        Tab::Headers => view! { <headers::Headers/> }.into_any(),
        Tab::History => view! { <history::History/> }.into_any(),
        Tab::CopyAs => view! { <copies::CopyAs/> }.into_any(),
        Tab::Page => view! { <page::Page/> }.into_any(),
    };
    view! {
        <style>{STYLES}</style>
        <section
            class="call" class:is-page=move || desk.tab.get() == Tab::Page
            aria-label="Your browser, calling an API" on:keydown:capture=send
        >
            <address::Address/>
            <Tabs/>
            <div class="call__panel" role="tabpanel" aria-label=move || desk.tab.get().title()>{panel}</div>
        </section>
    }
    .into_any()
}

/// Its parts by name, and as whom it calls.
#[component]
fn Tabs() -> impl IntoView {
    let desk = Desk::of_page();
    let walk = move |event: ev::KeyboardEvent| tabs::walk(&event, &Tab::ALL, desk.tab);
    let held = Derived::new(move |_| {
        (
            desk.headers.with(|headers| headers.iter().filter(|(name, _)| !name.is_empty()).count()),
            !desk.body.with(String::is_empty),
        )
    });
    let one = move |tab: Tab| {
        let mark = move || match (tab, held.get()) {
            (Tab::Headers, (number @ 1.., _)) => Some(view! { <small>{number}</small> }.into_any()),
            (Tab::Body, (_, true)) => {
                Some(view! { <small class="call__dot"><span class="hidden-text">"set"</span></small> }.into_any())
            }
            _ => None,
        };
        view! {
            <button
                type="button" role="tab" aria-selected=move || (desk.tab.get() == tab).to_string()
                tabindex=move || if desk.tab.get() == tab { "0" } else { "-1" }
                on:click=move |_| desk.tab.set(tab)
            >
                {tab.title()}{mark}
            </button>
        }
    };
    view! {
        <div class="call__tabs">
            <div role="tablist" aria-label="Parts of the call" on:keydown=walk>{Tab::ALL.map(one).collect_view()}</div>
            <label class="call__sign" title="Signed, the account's owner calls; else nobody does, as with any HTTP client">
                <input type="checkbox" prop:checked=desk.signed on:change=move |event| desk.signed.set(event_target_checked(&event))/>
                <span>"Sign as root"</span>
            </label>
        </div>
    }
    .into_any()
}

/// A message's number, which a press opens.
fn numbered(number: Number) -> AnyView {
    let dispatch = Dispatch::from_context();
    let open = move |_| dispatch.send(Action::Select(Some(Selection::Message(number.message))));
    view! {
        <button class="call__disc" type="button" aria-label=format!("Message {}", number.number) on:click=open>
            <Disc message=number.message number=number.number/>
        </button>
    }
    .into_any()
}

/// Lets the address bar go.
#[component]
fn Close() -> impl IntoView {
    let (dispatch, shell) = (Dispatch::from_context(), Shell::from_context());
    let close = move |_| {
        dispatch.send(Action::CallByHand(false));
        shell.dismissed_address.set(true);
    };
    view! {
        <button class="btn btn--quiet call__close" type="button" aria-label="Close the address bar" title="Close the address bar" on:click=close>
            <Icon name=Name::Cross/>
        </button>
    }
}

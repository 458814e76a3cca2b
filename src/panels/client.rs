//! The learner's own tab: the ways to upload, and what was sent.

use cloud::view::stage::Contents;
use leptos::prelude::*;

use super::Head;
use super::bucket::Lying;
use crate::app::shell::Shell;
use crate::app::upload::{ChoosePhoto, target_bucket};
use crate::derived::Derived;
use crate::home::Samples;
use crate::store::{Dispatch, Store};
use crate::widgets::icon::{Icon, Name};

/// The learner's tab.
#[component]
pub fn Client() -> impl IntoView {
    let store = expect_context::<Store>();
    let sent = Derived::new(move |_| {
        store
            .stage
            .with(|stage| {
                stage.nodes.iter().find_map(|node| match &node.contents {
                    Contents::Client { sent, waiting, .. } => Some((sent.clone(), *waiting)),
                    _ => None,
                })
            })
            .unwrap_or_default()
    });
    let photos = Derived::new(move |_| store.lesson.with(|lesson| lesson.takes_photos));
    view! {
        <Head family="client" glyph=Name::Browser kind="this browser tab".to_owned() name="You".to_owned()/>
        <div class="panel__body">
            <ByHand/>
            {move || photos.get().then(|| view! { <section class="sect"><h3>"Upload"</h3><Ways/></section> })}
            <super::api::create::Create/>
            {move || {
                let (sent, waiting) = sent.get();
                (!sent.is_empty()).then(|| view! {
                    <section class="sect">
                        <h3>"Sent last"
                            {(waiting > 0).then(|| view! { <span class="grow"></span><span>{waiting}" wait for a connection"</span> })}
                        </h3>
                        <ul class="shelf">{sent.into_iter().map(|object| view! { <Lying object/> }).collect_view()}</ul>
                    </section>
                })
            }}
        </div>
    }
    .into_any()
}

/// The address bar, where there is no room for it above the map; else the way to it.
#[component]
fn ByHand() -> impl IntoView {
    let (store, shell, dispatch) = (expect_context::<Store>(), Shell::from_context(), Dispatch::from_context());
    let here = Derived::new(move |_| store.address_bar.with(Option::is_some) && !shell.roomy.get());
    move || match here.get() {
        true => store.address_bar.get_untracked().map(|bar| untrack(bar)),
        false => Some(
            view! {
                <section class="sect by-hand">
                    <h3>"Call"</h3>
                    <p>"As a browser or any HTTP client would: an address, and the answer."</p>
                    <button class="btn btn--line" type="button" on:click=move |_| shell.call_by_hand(dispatch)>
                        <Icon name=Name::Api/>"Call an API"<kbd>"C"</kbd>
                    </button>
                </section>
            }
            .into_any(),
        ),
    }
}

/// All ways to upload: drop, paste, choose, and the samples.
#[component]
pub fn Ways() -> impl IntoView {
    let store = expect_context::<Store>();
    view! {
        <ChoosePhoto class="drop drop--small">
            <b>"Drop photos here"</b>
            <span>"or paste them. They go to "<span class="mono">{move || target_bucket(store)}</span></span>
            <span class="btn btn--line">"Choose photos"</span>
            <small>"They stay in this tab."</small>
        </ChoosePhoto>
        <h4>"Or take one of these"</h4>
        <Samples/>
    }
}

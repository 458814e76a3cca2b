//! The stage: resources as nodes, what may pass between them as edges, and messages on their way.
//!
//! It reads the store and asks for actions. It knows how to draw what a view says, and nothing of how it came to be.

mod caption;
mod cells;
mod contents;
mod edges;
mod flight;
mod intake;
mod labels;
mod layout;
mod life;
pub mod look;
mod node;
mod reading;
mod scene;
mod tokens;
mod way;

use std::sync::Arc;

use cloud::sim::trace::Place;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

pub use cells::EnvironmentCell;
pub use layout::Size;

use self::caption::CaptionBar;
use self::edges::Edges;
use self::intake::Intake;
use self::look::{Looks, size_of};
use self::node::Plate;
use self::scene::Scene;
use self::tokens::Tokens;
use crate::app::shell::Shell;
use crate::derived::Derived;
use crate::store::{Dispatch, Store};
use crate::widgets::icon::{Icon, Name};

/// The stage, with the caption at its foot. It fills what it is given.
#[component]
pub fn Map(
    /// What stands in the corner: `us-east-1  seed 7`.
    #[prop(optional, into)]
    corner: MaybeProp<String>,
) -> impl IntoView {
    let store = expect_context::<Store>();
    let looks = Looks::of_page();
    let frame = NodeRef::<Div>::new();
    // The address bar is the learner's tab: it takes that node's place, above all others.
    let roomy = Shell::from_context().roomy;
    let docked = Derived::new(move |_| {
        roomy.get() && store.address_bar.with(Option::is_some) && store.opened.with(Option::is_none)
    });
    let bar = move || docked.get().then(|| store.address_bar.get_untracked().map(|bar| untrack(bar)));
    let scene = Scene::new(store, size_of(frame), looks, docked);
    let intake = Intake::new();
    let live = RwSignal::new(Arc::default());
    let reads = RwSignal::new(false);
    let places = Derived::new(move |_| {
        let shown = scene.layout.with(|layout| layout.slots.clone());
        scene.plan.with(|plan| {
            let is_bar = |place: &Place| docked.get() && *place == Place::Client;
            let nodes = plan.nodes.iter().zip(shown).filter(|(node, slot)| slot.is_some() && !is_bar(&node.place));
            nodes.map(|(node, _)| node.place.clone()).collect::<Vec<_>>()
        })
    });
    // Of another map, as beside the bench, below the address bar or with another resource, one looks at the top first.
    Effect::new(move |before: Option<(bool, Vec<Place>)>| {
        let now = (docked.get(), places.get());
        if let (Some(before), Some(frame)) = (before, frame.get_untracked())
            && before != now
        {
            frame.set_scroll_top(0);
        }
        now
    });
    // Words about messages change when messages come and go, not while they move.
    let words = Derived::new(move |_| {
        let _ = live.get();
        store.tokens.with_untracked(|tokens| {
            store.stage.with_untracked(|stage| {
                stage.nodes.iter().map(|node| (node.place.clone(), reading::traffic(tokens, node))).collect::<Vec<_>>()
            })
        })
    });
    let size = move || {
        scene.layout.with(|layout| {
            format!("--w:{:.0};--h:{:.0};--scale:{:.2}", layout.size.width, layout.size.height, layout.scale)
        })
    };
    view! {
        <div class="map" class:is-offered=move || intake.over.get() class:is-below-bar=move || docked.get()
            class:is-downwards=move || scene.layout.with(|layout| layout.downwards)
            on:dragover=move |event| intake.hold(&event)
            on:dragleave=move |event| intake.leave(&event)
            on:drop=move |_| intake.drop()>
            <div class="map__neat" aria-hidden="true"></div>
            {bar}
            <div class="map__field">
            <div class="map__corner">
                <span>{move || corner.get().unwrap_or_else(|| "us-east-1".to_owned())}</span>
                <CallButton/>
                <button class="map__read" aria-pressed=move || reads.get().to_string()
                    aria-label="Read the picture" title="Read the picture"
                    on:click=move |_| reads.update(|reads| *reads = !*reads)>
                    <Icon name=Name::LogLines/>
                </button>
            </div>
            <div class="map__room" node_ref=frame>
                <div class="map__world" style=size>
                    <Edges scene live/>
                    <ol class="nodes" aria-label="Resources, in the order of the flow"
                        on:keydown=move |event| walk(&event, looks)>
                        <For each=move || places.get() key=|place| place.clone() let:place>
                            {
                                let key = place.clone();
                                let traffic = Signal::derive(move || {
                                    words.with(|words| words.iter().find(|(place, _)| *place == key).map(|(_, text)| text.clone()))
                                        .unwrap_or_default()
                                });
                                view! { <Plate place scene intake traffic/> }
                            }
                        </For>
                    </ol>
                    <Tokens scene live/>
                </div>
            </div>
            </div>
            {move || reads.get().then(|| {
                let text = store.stage.with(|stage| store.tokens.with_untracked(|tokens| reading::sentences(stage, tokens)));
                let lines = text.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
                view! { <section class="map__reading" aria-label="The picture, read"><ul>{lines}</ul></section> }.into_any()
            })}
            <CaptionBar/>
            {intake.input()}
        </div>
    }
    .into_any()
}

/// Opens the address bar: above the map, or in the panel of the learner's tab where there is no room for it.
#[component]
fn CallButton() -> impl IntoView {
    let (store, shell, dispatch) = (expect_context::<Store>(), Shell::from_context(), Dispatch::from_context());
    let is_open = move || store.address_bar.with(Option::is_some) && shell.roomy.get();
    view! {
        <button class="map__read" class:is-away=is_open aria-label="Call an API" title="Call an API (C)"
            on:click=move |_| shell.call_by_hand(dispatch)>
            <Icon name=Name::Api/>
        </button>
    }
    .into_any()
}

/// Arrow keys walk the nodes, for who came to them by keyboard; after a click they still step the tape.
fn walk(event: &web_sys::KeyboardEvent, looks: Looks) {
    let forward = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => true,
        "ArrowLeft" | "ArrowUp" => false,
        _ => return,
    };
    let plain = !(event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key());
    let Some(focus) = document().active_element().filter(|_| plain && looks.by_keyboard.get_value()) else { return };
    let Ok(Some(own)) = focus.closest(".node") else { return };
    let next = if forward { own.next_element_sibling() } else { own.previous_element_sibling() };
    let next = next.and_then(|node| node.query_selector(".node__open").ok().flatten());
    if let Some(next) = next.and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok()) {
        event.prevent_default();
        // A node that is on the map can take the focus.
        let _ = next.focus();
    }
}

//! Messages on their way, above the nodes. Each frame moves elements that stay; nothing is rendered anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use cloud::sim::trace::MessageId;
use cloud::view::stage::Leg;
use gloo::timers::callback::Timeout;
use leptos::html::{Canvas, Div};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::edges::Live;
use super::flight::{Dot, Flight, picture};
use super::layout::Size;
use super::look::{Looks, Palette, sharp, still};
use super::scene::Scene;
use crate::derived::Derived;
use crate::store::{Action, Dispatch, PictureRequest, Pictures, Selection, Store};
use crate::widgets::format;

/// A stream's dot, units across.
const DOT: f64 = 3.2;
/// How long a message stays to be seen for who asked for less motion, milliseconds.
const STILL_MS: u32 = 1_000;

/// One message's element and what it shows.
struct Flyer {
    root: HtmlElement,
    callout: HtmlElement,
    print: Option<(HtmlElement, Signal<Option<String>>)>,
    class: String,
    words: String,
}

/// The tokens.
#[component]
pub fn Tokens(
    /// Where all stand.
    scene: Scene,
    /// Told what is on its way on each edge.
    live: RwSignal<Arc<Vec<Live>>>,
) -> impl IntoView {
    let store = expect_context::<Store>();
    let dispatch = Dispatch::from_context();
    let pictures = use_context::<Pictures>();
    let looks = Looks::of_page();
    let layer = NodeRef::<Div>::new();
    let canvas = NodeRef::<Canvas>::new();
    let flyers = StoredValue::new_local(BTreeMap::<MessageId, Flyer>::new());
    let streams = StoredValue::new(false);
    let inks = Derived::new(move |_| {
        let _ = looks.version.get();
        let palette = layer.get().and_then(|layer| Palette::inside(&layer));
        ["signal", "fail"].map(|token| palette.as_ref().map(|palette| palette.colour(token)).unwrap_or_default())
    });
    Effect::new(move |_| {
        let tokens = store.tokens.get();
        let Some(layer) = layer.get() else { return };
        let (plan, layout, ways) = (scene.plan.get(), scene.layout.get(), scene.ways.get());
        let unit = scene.unit.get();
        let seen = picture(&tokens, &plan, &layout, &ways, still());
        flyers.update_value(|flyers| {
            let mut gone: Vec<MessageId> = flyers.keys().copied().collect();
            for flight in &seen.flights {
                let id = flight.token.number.message;
                gone.retain(|one| *one != id);
                let flyer = flyers.entry(id).or_insert_with(|| make(flight, &layer));
                fly(flyer, flight, unit, layout.size.width, pictures);
            }
            for id in gone {
                if let Some(flyer) = flyers.remove(&id) {
                    leave(flyer.root);
                }
            }
        });
        // A canvas is cleared once after the last dot, then left alone.
        if !seen.dots.is_empty() || streams.get_value() {
            streams.set_value(!seen.dots.is_empty());
            if let Some(canvas) = canvas.get() {
                stream(&canvas, &seen.dots, layout.size, unit, &inks.get());
            }
        }
        if live.with_untracked(|before| **before != seen.live) {
            live.set(Arc::new(seen.live));
        }
    });
    Effect::new(move |_| {
        let (marked, selected) = (store.marked.get(), store.selection.get());
        let _ = live.get();
        flyers.with_value(|flyers| {
            for (id, flyer) in flyers {
                let list = flyer.root.class_list();
                let _ = list.toggle_with_force("is-marked", marked == Some(*id));
                let _ = list.toggle_with_force("is-selected", selected == Some(Selection::Message(*id)));
            }
        });
    });
    let message_of = |target: Option<web_sys::EventTarget>| {
        let element = target?.dyn_into::<Element>().ok()?.closest("[data-message]").ok()??;
        element.get_attribute("data-message")?.parse().ok().map(MessageId)
    };
    let mark = move |message: Option<MessageId>| store.marked.set(message);
    view! {
        <canvas class="stream" node_ref=canvas aria-hidden="true"></canvas>
        <div class="tokens" node_ref=layer role="group" aria-label="Messages on their way"
            on:click=move |event| {
                if let Some(message) = message_of(event.target()) {
                    dispatch.send(Action::Select(Some(Selection::Message(message))));
                }
            }
            on:pointerover=move |event| mark(message_of(event.target()))
            on:pointerout=move |_| mark(None)
            on:focusin=move |event| mark(message_of(event.target()))
            on:focusout=move |_| mark(None)
        ></div>
    }
    .into_any()
}

fn make(flight: &Flight, layer: &HtmlElement) -> Flyer {
    let element = |tag: &str, class: &str| {
        let element = document().create_element(tag).expect("the browser knows its own elements");
        element.set_class_name(class);
        element.dyn_into::<HtmlElement>().expect("an element of HTML")
    };
    let number = flight.token.number;
    let root = element("button", "token");
    let callout = element("span", "token__callout");
    let _ = root.set_attribute("data-message", &number.message.0.to_string());
    let _ = root.set_attribute("aria-label", &format!("Message {}, {}", number.number, flight.token.operation));
    let _ = root.append_child(&element("i", "token__trail"));
    let print = element("span", "token__print");
    let disc = element("span", "token__disc");
    disc.set_text_content(Some(&number.number.to_string()));
    for part in [&print, &disc, &callout] {
        let _ = root.append_child(part);
    }
    let _ = layer.append_child(&root);
    Flyer { root, callout, print: None, class: String::new(), words: String::new() }
}

/// Puts a message where it is now.
fn fly(flyer: &mut Flyer, flight: &Flight, unit: f64, width: f64, pictures: Option<Pictures>) {
    let token = flight.token;
    let (x, y) = (flight.point.x * unit, flight.point.y * unit);
    let style = flyer.root.style();
    let _ = style.set_property("transform", &format!("translate({x:.1}px,{y:.1}px)"));
    let _ = style.set_property("--turn", &format!("{:.0}deg", flight.angle));
    let _ = style.set_property("--behind", &format!("{:.0}px", flight.behind.min(54.0) * unit));
    let mut class = String::from("token");
    for (holds, name) in [
        (token.print.is_some() && !flight.small, " has-print"),
        (flight.small, " is-small"),
        (token.leg == Leg::Waiting, " is-waiting"),
        (token.failed, " is-failed"),
        (flight.first, " is-first"),
        (flight.point.x > width - 150.0, " is-right"),
    ] {
        if holds {
            class += name;
        }
    }
    if class != flyer.class {
        let kept: Vec<&str> =
            ["is-marked", "is-selected"].into_iter().filter(|name| flyer.root.class_list().contains(name)).collect();
        flyer.root.set_class_name(&class);
        for name in kept {
            let _ = flyer.root.class_list().add_1(name);
        }
        flyer.class = class;
    }
    let words = if token.leg == Leg::Waiting {
        match token.waited_ms {
            Some(waited) => format!("{}\nwaits {}", token.callout, format::ms(waited * 1_000.0)),
            None => token.callout.clone(),
        }
    } else {
        String::new()
    };
    if words != flyer.words {
        flyer.callout.set_text_content(Some(&words));
        flyer.words = words;
    }
    show_print(flyer, flight, pictures);
}

/// The photo that travels: asked for once, shown as soon as it is there, taken away on a leg without it.
fn show_print(flyer: &mut Flyer, flight: &Flight, pictures: Option<Pictures>) {
    let (Some(object), Some(pictures)) = (&flight.token.print, pictures) else {
        flyer.print = None;
        return;
    };
    let (image, url) = flyer.print.get_or_insert_with(|| {
        let print = flyer.root.children().item(1).expect("made with a print");
        print.set_inner_html("<img alt=''>");
        let image = print.first_element_child().expect("just put there").unchecked_into();
        let request = PictureRequest { object: object.clone(), whole: false };
        (image, pictures.0.run(request))
    });
    if !image.has_attribute("src")
        && let Some(url) = url.get_untracked()
    {
        let _ = image.set_attribute("src", &url);
    }
}

/// Takes a message away: at once, or after a while for who asked for less motion.
fn leave(root: HtmlElement) {
    if still() {
        let _ = root.class_list().add_1("is-gone");
        Timeout::new(STILL_MS, move || root.remove()).forget();
    } else {
        root.remove();
    }
}

fn stream(canvas: &web_sys::HtmlCanvasElement, dots: &[Dot], size: Size, unit: f64, inks: &[String; 2]) {
    let size = Size { width: size.width * unit, height: size.height * unit };
    let Some(context) = sharp(canvas, size) else { return };
    for (failed, ink) in [(false, &inks[0]), (true, &inks[1])] {
        context.set_fill_style_str(ink);
        context.begin_path();
        for dot in dots.iter().filter(|dot| dot.failed == failed) {
            let (x, y) = (dot.point.x * unit, dot.point.y * unit);
            context.move_to(x + DOT * unit, y);
            // Fails only for a negative radius.
            let _ = context.arc(x, y, DOT * unit, 0.0, std::f64::consts::TAU);
        }
        context.set_global_alpha(if failed { 1.0 } else { 0.8 });
        context.fill();
    }
    context.set_global_alpha(1.0);
}

//! A text of the lesson: HTML made from our own Markdown. Its terms explain themselves when they are pressed or
//! have focus, and its message numbers are the same numbers as on map and tape.

use cloud::view::Number;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget};

use crate::app::shell::Shell;
use crate::store::{Action, Dispatch, Selection, Store};
use crate::widgets::copy::{SAID_FOR, copy};

/// What in a text can be pressed and is not made so yet: a term with its meaning, and a message's number.
const PRESSABLE: &str = ":is(dfn[title], abbr[title], [data-message]):not([tabindex])";

/// The class of a button that copies a listing.
const COPY: &str = "prose__copy";

/// A text of the lesson.
#[component]
pub fn Prose(
    /// HTML.
    html: Signal<String>,
) -> impl IntoView {
    let store = expect_context::<Store>();
    let shell = Shell::from_context();
    let dispatch = Dispatch::from_context();
    let text = NodeRef::<html::Div>::new();
    let meaning = RwSignal::new(None::<(String, String)>);
    Effect::new(move |_| {
        html.track();
        meaning.set(None);
        if let Some(text) = text.get() {
            make_pressable(&text);
            offer_copies(&text);
        }
    });
    let press = move |target: Option<EventTarget>| {
        let Some(element) = pressable(target) else { return };
        if element.class_list().contains(COPY) {
            copy_listing(&element);
            return;
        }
        if let Some(number) = number_of(&element, store) {
            shell.show_inspector();
            dispatch.send(Action::Select(Some(Selection::Message(number.message))));
        } else {
            let term = element.text_content().unwrap_or_default();
            let means = element.get_attribute("data-means").unwrap_or_default();
            let is_open = meaning.with_untracked(|open| open.as_ref().is_some_and(|(open, _)| *open == term));
            meaning.set((!is_open).then_some((term, means)));
        }
    };
    let mark = move |target: Option<EventTarget>| {
        let number = pressable(target).and_then(|element| number_of(&element, store));
        if store.marked.get_untracked() != number.map(|number| number.message) {
            store.marked.set(number.map(|number| number.message));
        }
    };
    view! {
        <div
            class="prose" node_ref=text inner_html=html
            on:click=move |event| press(event.target())
            on:keydown=move |event| {
                // A button is pressed by the browser itself.
                let is_button = event.target().is_some_and(|target| target.has_type::<web_sys::HtmlButtonElement>());
                if event.key() == "Enter" && !is_button {
                    press(event.target());
                }
            }
            on:pointerover=move |event| mark(event.target())
            on:pointerleave=move |_| mark(None)
            on:focusin=move |event| mark(event.target())
            on:focusout=move |_| mark(None)
        ></div>
        <div role="status">
            {move || meaning.get().map(|(term, means)| view! { <p class="meaning"><b>{term}</b>" "{means}</p> })}
        </div>
    }
}

/// Gives terms and numbers a place in the order of focus. A term's meaning moves out of its title, which only a
/// mouse could read.
fn make_pressable(text: &Element) {
    while let Ok(Some(element)) = text.query_selector(PRESSABLE) {
        let title = element.get_attribute("title").unwrap_or_default();
        let set = |name: &str, value: &str| element.set_attribute(name, value).is_ok();
        // An element that took no attribute would be found again without end.
        if !(set("tabindex", "0") && set("role", "button") && set("data-means", &title)) {
            break;
        }
        // Fails only for names that are no names.
        let _ = element.remove_attribute("title");
    }
}

/// Gives each listing a button that copies it.
fn offer_copies(text: &Element) {
    let Ok(listings) = text.query_selector_all("pre:not(.prose__listing > pre)") else { return };
    for listing in (0..listings.length()).filter_map(|at| listings.item(at)) {
        // Around the listing, so that it stays while the code is scrolled, and is no part of what is copied.
        let made = (document().create_element("div"), document().create_element("button"));
        let (Ok(frame), Ok(button), Some(parent)) = (made.0, made.1, listing.parent_node()) else { return };
        frame.set_class_name("prose__listing");
        button.set_class_name(COPY);
        button.set_inner_html(r#"<span role="status">Copy</span><span class="hidden-text"> this listing</span>"#);
        // Fails only where the listing has left the text.
        if button.set_attribute("type", "button").is_ok() && parent.replace_child(&frame, &listing).is_ok() {
            let _ = frame.append_child(&listing);
            let _ = frame.append_child(&button);
        }
    }
}

/// Copies the listing beside a button, and says so for a while.
fn copy_listing(button: &Element) {
    let text = button.previous_element_sibling().and_then(|listing| listing.text_content()).unwrap_or_default();
    let Some(says) = button.first_element_child().filter(|_| copy(&text)) else { return };
    says.set_text_content(Some("Copied"));
    set_timeout(move || says.set_text_content(Some("Copy")), SAID_FOR);
}

fn pressable(target: Option<EventTarget>) -> Option<Element> {
    let element = target?.dyn_into::<Element>().ok()?;
    element.closest("[data-means], [data-message], .prose__copy").ok().flatten()
}

/// The message that a number in the text stands for, once the run has got that far.
fn number_of(element: &Element, store: Store) -> Option<Number> {
    let wanted: u32 = element.get_attribute("data-message")?.parse().ok()?;
    store
        .tape
        .with_untracked(|tape| tape.arrows.iter().map(|arrow| arrow.number).find(|number| number.number == wanted))
}

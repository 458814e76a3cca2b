//! What drawing needs to know of the page's looks: how large a unit is, which colours hold, how large a box is.

use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, MutationObserver, MutationObserverInit, ResizeObserver};

use super::layout::Size;
use crate::lasting::lasting;

/// Follows the page's looks. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Looks {
    /// CSS pixels in a sixteenth of a rem: 1, or 1.5 on a projector.
    pub unit: RwSignal<f64>,
    /// Grows by one whenever colours or sizes may have changed.
    pub version: RwSignal<u32>,
    /// Whether the focus was moved by keyboard last: a click leaves it behind on what was clicked.
    pub by_keyboard: StoredValue<bool>,
}

thread_local! {
    /// The page has one set of looks as long as it stands; its owner is none of the parts that come and go.
    static LOOKS: (Owner, Looks) = lasting(Looks::new);
}

impl Looks {
    /// The page's looks.
    #[must_use]
    pub fn of_page() -> Self {
        LOOKS.with(|(_, looks)| *looks)
    }

    fn new() -> Self {
        let looks =
            Self { unit: RwSignal::new(unit()), version: RwSignal::new(0), by_keyboard: StoredValue::new(false) };
        let changed = Closure::<dyn FnMut()>::new(move || {
            looks.unit.set(unit());
            looks.version.update(|version| *version += 1);
        });
        let listener: &js_sys::Function = changed.as_ref().unchecked_ref();
        let options = MutationObserverInit::new();
        options.set_attributes(true);
        if let (Ok(observer), Some(root)) = (MutationObserver::new(listener), document().document_element()) {
            // Only fails for options that contradict one another.
            let _ = observer.observe_with_options(&root, &options);
        }
        if let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") {
            // A browser without it shows a canvas in its old colours until the next change.
            let _ = query.add_event_listener_with_callback("change", listener);
        }
        changed.forget();
        window_event_listener(ev::pointerdown, move |_| looks.by_keyboard.set_value(false));
        window_event_listener(ev::keydown, move |event| {
            if event.key() == "Tab" {
                looks.by_keyboard.set_value(true);
            }
        });
        looks
    }
}

fn unit() -> f64 {
    document()
        .document_element()
        .and_then(|root| window().get_computed_style(&root).ok().flatten())
        .and_then(|style| style.get_property_value("font-size").ok())
        .and_then(|size| size.trim_end_matches("px").parse::<f64>().ok())
        .map_or(1.0, |size| size / 16.0)
}

/// Whether the learner asked for less motion.
#[must_use]
pub fn still() -> bool {
    matches!(window().match_media("(prefers-reduced-motion: reduce)"), Ok(Some(query)) if query.matches())
}

/// The size of an element, CSS pixels, now and whenever it changes.
pub fn size_of(node: NodeRef<Div>) -> Signal<Size> {
    let size = RwSignal::new(Size::default());
    let kept = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut()>)>);
    on_cleanup(move || {
        kept.try_update_value(|kept| {
            if let Some((observer, _)) = kept.take() {
                observer.disconnect();
            }
        });
    });
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        size.set(measure(&element));
        let watched = element.clone();
        let resized = Closure::<dyn FnMut()>::new(move || {
            let now = measure(&watched);
            if size.get_untracked() != now {
                size.set(now);
            }
        });
        if let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) {
            observer.observe(&element);
            kept.update_value(|kept| {
                if let Some((before, _)) = kept.replace((observer, resized)) {
                    before.disconnect();
                }
            });
        }
    });
    size.into()
}

fn measure(element: &HtmlElement) -> Size {
    Size { width: f64::from(element.client_width()), height: f64::from(element.client_height()) }
}

/// Sets one style of an element, of HTML or of SVG: both keep theirs in the same way.
pub fn style(element: &web_sys::Element, name: &str, value: &str) {
    // Fails only for a style sheet that is not the element's own.
    let _ = element.unchecked_ref::<HtmlElement>().style().set_property(name, value);
}

/// Colours as a canvas wants them. Tokens are written once for both themes with `light-dark()`, which only a
/// computed style resolves; so they are read off a probe.
pub struct Palette(HtmlElement);

impl Palette {
    /// The colours that hold inside `of`.
    #[must_use]
    pub fn inside(of: &web_sys::Element) -> Option<Self> {
        let probe = document().create_element("i").ok()?.dyn_into::<HtmlElement>().ok()?;
        probe.set_hidden(true);
        of.append_child(&probe).ok()?;
        Some(Self(probe))
    }

    /// The colour of a token by name: `signal`.
    #[must_use]
    pub fn colour(&self, token: &str) -> String {
        let _ = self.0.style().set_property("color", &format!("var(--{token})"));
        window()
            .get_computed_style(&self.0)
            .ok()
            .flatten()
            .and_then(|style| style.get_property_value("color").ok())
            .unwrap_or_default()
    }
}

impl Drop for Palette {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// A canvas as sharp as the screen: sets its own size, and a transform so that drawing is in CSS pixels.
#[must_use]
pub fn sharp(canvas: &web_sys::HtmlCanvasElement, size: Size) -> Option<web_sys::CanvasRenderingContext2d> {
    let ratio = window().device_pixel_ratio().max(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a screen has few pixels")]
    let (width, height) = ((size.width * ratio).round() as u32, (size.height * ratio).round() as u32);
    if (canvas.width(), canvas.height()) != (width, height) {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    let context = canvas.get_context("2d").ok()??.dyn_into::<web_sys::CanvasRenderingContext2d>().ok()?;
    context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
    context.clear_rect(0.0, 0.0, size.width, size.height);
    Some(context)
}

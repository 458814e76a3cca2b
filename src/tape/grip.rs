//! The tape's upper edge: drag it, or move it with the arrow keys. Its place is remembered.

use gloo::storage::{LocalStorage, Storage};
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

const KEY: &str = "coldstart.tape-height";
/// Room for the transport and one lane, units.
const LEAST: f64 = 130.0;
const MOST: f64 = 640.0;
/// As high as the token says, unless the learner chose otherwise.
const USUAL: f64 = 280.0;
const STEP: f64 = 24.0;

/// The height of the tape, units; none for the usual one.
#[must_use]
pub fn remembered() -> RwSignal<Option<f64>> {
    RwSignal::new(LocalStorage::get::<f64>(KEY).ok().map(kept))
}

fn kept(height: f64) -> f64 {
    // Less than two thirds of the window, so that the stage never goes.
    let window = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(MOST * 1.5);
    height.clamp(LEAST, MOST.min(window * 0.66).max(LEAST))
}

/// The edge.
#[component]
pub fn Grip(
    /// The height it sets.
    height: RwSignal<Option<f64>>,
    /// CSS pixels in a unit.
    unit: RwSignal<f64>,
) -> impl IntoView {
    let from = StoredValue::new(None::<(f64, f64)>);
    let now = move || height.get().unwrap_or(USUAL);
    let set = move |wanted: f64| {
        let wanted = kept(wanted);
        height.set(Some(wanted));
        // A browser that keeps nothing forgets the height, and that is all.
        let _ = LocalStorage::set(KEY, wanted);
    };
    let start = move |event: PointerEvent| {
        from.set_value(Some((f64::from(event.client_y()), height.get_untracked().unwrap_or(USUAL))));
        let element: web_sys::Element = event_target(&event);
        // Fails only for a pointer that is gone already.
        let _ = element.set_pointer_capture(event.pointer_id());
    };
    let pull = move |event: PointerEvent| {
        if let Some((y, height)) = from.get_value() {
            set(height + (y - f64::from(event.client_y())) / unit.get_untracked());
        }
    };
    let press = move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowUp" => STEP,
            "ArrowDown" => -STEP,
            _ => return,
        };
        event.prevent_default();
        set(height.get_untracked().unwrap_or(USUAL) + step);
    };
    let usual = move |_| {
        height.set(None);
        LocalStorage::delete(KEY);
    };
    view! {
        <div class="tape__grip" role="separator" tabindex="0" aria-orientation="horizontal" aria-label="Height of the tape"
            aria-valuenow=move || format!("{:.0}", now()) aria-valuemin=LEAST aria-valuemax=MOST
            on:pointerdown=start on:pointermove=pull on:pointerup=move |_| from.set_value(None)
            on:pointercancel=move |_| from.set_value(None) on:keydown=press on:dblclick=usual></div>
    }
    .into_any()
}

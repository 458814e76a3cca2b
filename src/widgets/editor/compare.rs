//! Two texts and how they differ: beside each other where there is room, else one in the other.

use leptos::{html, prelude::*};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;

use super::library::{Library, object};

/// From this width on, the two stand beside each other, CSS pixels.
const WIDE_PX: i32 = 720;

/// How one text differs from another.
#[component]
pub fn Compare(
    /// The editor's code.
    library: Library,
    /// What it was.
    before: Signal<String>,
    /// What it is.
    after: Signal<String>,
    /// `javascript`, `python`, `json` or `text`.
    language: Signal<&'static str>,
    /// What is compared, for screen readers: `handler.py`.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let frame = NodeRef::<html::Div>::new();
    let ends = StoredValue::<Option<SendWrapper<js_sys::Function>>>::new(None);
    let failed = RwSignal::new(false);
    let end = move || {
        let last = ends.try_update_value(Option::take).flatten();
        if let Some(end) = last {
            // The view's own end does not throw.
            let _ = end.call0(&JsValue::UNDEFINED);
        }
    };
    Effect::new(move |_| {
        let Some(frame) = frame.get() else { return };
        let label = label.get();
        let is = object(&[
            ("before", before.get().into()),
            ("after", after.get().into()),
            ("language", language.get().into()),
            ("label", format!("{label}, what differs from what is deployed").into()),
            ("beforeLabel", format!("{label} as it is deployed").into()),
            ("afterLabel", format!("{label} as it is edited").into()),
            ("wide", (frame.client_width() >= WIDE_PX).into()),
        ]);
        end();
        let library = library.clone();
        leptos::task::spawn_local(async move {
            match library.compare(&frame, &is).await {
                Some(shown) => ends.set_value(Some(SendWrapper::new(shown))),
                None => {
                    let _ = failed.try_set(true);
                }
            }
        });
    });
    on_cleanup(end);
    view! {
        <div class="editor editor--compare" node_ref=frame></div>
        {move || failed.get().then(|| view! { <p class="editor__help" role="alert">"The comparison's code did not arrive. Check the connection and open it again."</p> })}
    }
    .into_any()
}

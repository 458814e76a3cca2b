//! A dialog: the browser's own, which keeps focus inside, closes with Esc and gives focus back.

mod confirm;

pub use confirm::Confirm;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::icon::{Icon, Name};

/// Gives focus to the part of `dialog` that asks for it.
fn focus_wanted(dialog: &web_sys::Element) {
    let wanted = dialog.query_selector("[data-focus]").ok().flatten();
    if let Some(wanted) = wanted.and_then(|wanted| wanted.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Fails only for elements that cannot have focus.
        let _ = wanted.focus();
    }
}

/// A dialog that stands while `open`. The part of it marked `data-focus` gets focus first.
#[component]
pub fn Dialog(
    /// Whether it stands. Set to false when it is dismissed.
    open: RwSignal<bool>,
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// `plain`, or `wide` for a picture.
    #[prop(optional, default = "plain")]
    size: &'static str,
    /// What it holds; made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            // Fails only for a dialog that stands already or has left the page.
            let _ = dialog.show_modal();
            // What it holds is only now being made; focus goes to what asks for it there.
            request_animation_frame(move || focus_wanted(&dialog));
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    // A press on the shade behind the dialog lands on the dialog itself.
    let shade = move |event: ev::MouseEvent| {
        if event.target().as_ref() == dialog.get_untracked().as_deref().map(AsRef::as_ref) {
            open.set(false);
        }
    };
    view! {
        <dialog
            class=format!("dialog dialog--{size}")
            node_ref=dialog
            aria-label=title
            on:close=move |_| open.set(false)
            on:click=shade
        >
            <div class="dialog__in">
                <header class="dialog__head">
                    <h2>{title}</h2>
                    <button class="btn btn--quiet" type="button" aria-label="Close" on:click=move |_| open.set(false)>
                        <Icon name=Name::Cross/>
                    </button>
                </header>
                {move || open.get().then(|| children().into_any())}
            </div>
        </dialog>
    }
    .into_any()
}

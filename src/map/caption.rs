//! The caption at the stage's foot: the moment, and what is true at it. It is also what a screen reader says.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use crate::store::Store;
use crate::widgets::format;

/// While the tape plays, the screen reader is told no more often than this, milliseconds.
const SAY_EVERY_MS: f64 = 2_000.0;

/// The caption.
#[component]
pub fn CaptionBar() -> impl IntoView {
    let store = expect_context::<Store>();
    let sentence = move || pieces(&store.caption.get().text);
    let said = said(store);
    let clock = move || format::ms(store.at_us.get());
    view! {
        <div class="caption" class:is-failed=move || store.caption.with(|caption| caption.failed)>
            <time aria-hidden="true">{clock}</time>
            <p aria-hidden="true">
                {move || {
                    sentence()
                        .into_iter()
                        .map(|(text, name)| if name { view! { <b>{text}</b> }.into_any() } else { text.into_any() })
                        .collect_view()
                }}
            </p>
            <p class="map__quiet" role="status" aria-live="polite">{move || said.get()}</p>
        </div>
    }
    .into_any()
}

/// The sentence for the screen reader: each one while stepping, at most one every two seconds while playing.
fn said(store: Store) -> ReadSignal<String> {
    let (said, say) = signal(String::new());
    let last = StoredValue::new(0.0);
    let pending = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        let text = store.caption.with(|caption| caption.text.replace('`', ""));
        let now = js_sys::Date::now();
        let wait = last.get_value() + SAY_EVERY_MS - now;
        pending.set_value(None);
        if wait <= 0.0 || !store.transport.with_untracked(|transport| transport.playing) {
            last.set_value(now);
            say.set(text);
            return;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between nothing and two seconds")]
        let timeout = Timeout::new(wait as u32, move || {
            last.set_value(js_sys::Date::now());
            say.set(text);
        });
        pending.set_value(Some(timeout));
    });
    said
}

/// A sentence in pieces: names stand in backquotes, to be set in bold.
#[must_use]
pub fn pieces(text: &str) -> Vec<(String, bool)> {
    text.split('`')
        .enumerate()
        .filter(|(_, piece)| !piece.is_empty())
        .map(|(at, piece)| (piece.to_owned(), at % 2 == 1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_backquotes_are_bold() {
        let found = pieces("No environment of `make-thumbnail` is ready.");
        let bold: Vec<&str> = found.iter().filter(|(_, bold)| *bold).map(|(text, _)| text.as_str()).collect();
        assert_eq!((found.len(), bold), (3, vec!["make-thumbnail"]));
    }
}

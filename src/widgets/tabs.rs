//! Tabs: arrow keys, Home and End walk a list of them, as everywhere. How they look, each list says itself.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

/// Opens another of `all`, which a tab list shows in this order, when a key on it asks for one; the focus goes along.
pub fn walk<T: Copy + PartialEq + Send + Sync + 'static>(event: &ev::KeyboardEvent, all: &[T], open: RwSignal<T>) {
    let here = all.iter().position(|one| *one == open.get_untracked()).unwrap_or_default();
    if let Some(next) = next(&event.key(), here, all.len()) {
        event.prevent_default();
        open.set(all[next]);
        focus(event, next);
    }
}

/// The place that a key leads to, of `count` from the one at `here`; none for other keys.
fn next(key: &str, here: usize, count: usize) -> Option<usize> {
    match key {
        "ArrowRight" => Some((here + 1) % count),
        "ArrowLeft" => Some((here + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

fn focus(event: &ev::KeyboardEvent, tab: usize) {
    let list = event.current_target().and_then(|list| list.dyn_into::<web_sys::Element>().ok());
    let tab = list.and_then(|list| list.children().item(u32::try_from(tab).unwrap_or_default()));
    if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A tab that is shown can have the focus.
        let _ = tab.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn keys_walk_in_a_circle() {
        for (key, here, to) in [
            ("ArrowRight", 0, Some(1)),
            ("ArrowRight", 2, Some(0)),
            ("ArrowLeft", 0, Some(2)),
            ("Home", 1, Some(0)),
            ("End", 0, Some(2)),
            ("a", 1, None),
        ] {
            assert_eq!(next(key, here, 3), to, "{key} at {here}");
        }
    }
}

//! Focus that is not lost: when what has it goes, as a form does that was sent, the nearest thing that stays takes it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, MutationObserver, MutationObserverInit};

/// What can have the focus by itself.
const FOCUSABLE: &str = "button, [href], input:not([tabindex='-1']), select, textarea, [tabindex='0']";

/// What had the focus last, and all that it stands in, from the inside out.
type Way = Rc<RefCell<Vec<Element>>>;

thread_local! {
    /// The page's, followed from when it is first asked for.
    static LAST: Way = follow();
}

fn follow() -> Way {
    let last = Way::default();
    let followed = last.clone();
    window_event_listener(ev::focusin, move |event| {
        let mut next = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let mut way = followed.borrow_mut();
        way.clear();
        while let Some(element) = next {
            next = element.parent_element();
            way.push(element);
        }
    });
    last
}

/// Keeps the focus within a region as long as it was there last.
pub fn keep_focus_in<E: html::ElementType<Output = HtmlElement> + 'static>(region: NodeRef<E>) {
    let kept = StoredValue::new_local(None::<Kept>);
    Effect::new(move |_| {
        // Without the region there is nothing to keep.
        let _ = kept.try_set_value(region.get().as_ref().and_then(keep_focus));
    });
}

/// What keeps the focus in a region, until it is dropped.
struct Kept {
    observer: MutationObserver,
    _changed: Closure<dyn Fn()>,
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The same for a region that stands in the page; none where the browser cannot tell of changes.
fn keep_focus(region: &HtmlElement) -> Option<Kept> {
    let last = LAST.with(Way::clone);
    let keeper = Rc::new(Keeper { region: region.clone(), last, stands_in: Cell::new(false) });
    let changed = Closure::<dyn Fn()>::new(move || {
        if keeper.is_lost() {
            // What takes its place may be there with the next frame, or after another change.
            let keeper = keeper.clone();
            request_animation_frame(move || {
                if keeper.is_lost() {
                    keeper.take();
                }
            });
        }
    });
    let options = MutationObserverInit::new();
    options.set_child_list(true);
    options.set_subtree(true);
    let observer = MutationObserver::new(changed.as_ref().unchecked_ref()).ok()?;
    observer.observe_with_options(region, &options).ok()?;
    Some(Kept { observer, _changed: changed })
}

struct Keeper {
    region: HtmlElement,
    last: Way,
    /// Whether the region itself has the focus for want of anything better.
    stands_in: Cell<bool>,
}

impl Keeper {
    /// Whether what had the focus is gone, and nothing has it now.
    fn is_lost(&self) -> bool {
        if document().active_element().as_ref() == Some(&self.region) {
            return self.stands_in.get();
        }
        let last = self.last.borrow();
        is_nowhere() && last.first().is_some_and(|element| !element.is_connected()) && last.contains(&self.region)
    }

    /// Gives the focus to the first thing that can have it in the nearest part that is still there, or to the region's
    /// title.
    fn take(&self) {
        let near = self.last.borrow().iter().skip(1).find(|element| element.is_connected()).cloned();
        let near = near.filter(|near| near != &*self.region && self.region.contains(Some(near)));
        let focusable = near.and_then(|near| near.query_selector_all(FOCUSABLE).ok());
        let focusable = focusable.iter().flat_map(|found| (0..found.length()).filter_map(|index| found.get(index)));
        // What is not shown does not take it.
        if focusable.filter_map(|node| node.dyn_into::<HtmlElement>().ok()).any(|element| takes(&element)) {
            self.stands_in.set(false);
            return;
        }
        let title = self.region.query_selector("h2").ok().flatten();
        let title = title.and_then(|title| title.dyn_into::<HtmlElement>().ok());
        // While what is to come has no title yet, the region itself has it: the next press of Tab goes on from there.
        self.stands_in.set(title.is_none());
        let last = title.unwrap_or_else(|| self.region.clone());
        last.set_tab_index(-1);
        takes(&last);
    }
}

/// Whether nothing on the page has the focus.
pub fn is_nowhere() -> bool {
    let document = document();
    let active = document.active_element();
    active.is_none() || active == document.body().map(Into::into)
}

/// Whether an element takes the focus that it is given.
fn takes(element: &HtmlElement) -> bool {
    // Fails only for elements that cannot have focus.
    let _ = element.focus();
    document().active_element().is_some_and(|active| active == **element)
}

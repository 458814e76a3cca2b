//! What the page has once and keeps, whichever part asked for it first.

use leptos::prelude::*;

/// Makes what lasts as long as the page, with the owner that keeps its signals.
///
/// A new owner is a child of whoever asks, and its signals go when that part of the page goes. This one has no parent.
#[allow(clippy::disallowed_methods, reason = "it is the one place that gives the asking part its owner back")]
pub fn lasting<T>(make: impl FnOnce() -> T) -> (Owner, T) {
    let asking = Owner::current();
    let owner = Owner::new_root(None);
    let made = owner.with(make);
    match asking {
        Some(asking) => asking.set(),
        None => owner.clone().unset(),
    }
    (owner, made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_outlives_the_part_that_asked_and_leaves_its_owner() {
        let (page, ()) = lasting(|| ());
        let part = page.child();
        let (owner, signal) = part.with(|| {
            let made = lasting(|| RwSignal::new(7));
            assert!(Owner::current().is_some_and(|owner| owner == part));
            made
        });
        part.cleanup();
        drop(part);
        assert_eq!(signal.try_get_untracked(), Some(7));
        drop(owner);
        assert_eq!(signal.try_get_untracked(), None);
    }
}

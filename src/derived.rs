//! Values that follow from signals, kept until they change: Leptos's memos, with their types erased.
//!
//! A memo of its own type costs some two kilobytes of code, and the page has a hundred. Here one memo of one type holds
//! them all, and each type brings no more than its comparison.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

/// A value that follows from signals. Whoever reads it is told only when it has become another. A copy is a handle.
pub struct Derived<T> {
    memo: Memo<Held>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Derived<T> {}

/// A value of any type, and how two of its type are compared.
#[derive(Clone)]
struct Held {
    value: Arc<dyn Any + Send + Sync>,
    same: fn(&dyn Any, &dyn Any) -> bool,
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.value, &other.value) || (self.same)(&*self.value, &*other.value)
    }
}

type Rule = Box<dyn Fn(Option<&Held>) -> Held + Send + Sync>;

/// The one memo of the page.
fn memo(rule: Rule) -> Memo<Held> {
    Memo::new(rule)
}

/// Reads a memo without making a copy of what it holds; as long as its owner lives, it is there.
fn held(memo: Memo<Held>, tracked: bool) -> Arc<dyn Any + Send + Sync> {
    if tracked { memo.get() } else { memo.get_untracked() }.value
}

fn same<T: PartialEq + 'static>(one: &dyn Any, other: &dyn Any) -> bool {
    one.downcast_ref::<T>() == other.downcast_ref::<T>()
}

fn of<T: 'static>(value: &dyn Any) -> &T {
    value.downcast_ref().expect("a derived value is of the type that its rule gives")
}

impl<T: PartialEq + Send + Sync + 'static> Derived<T> {
    /// A value by its rule, which is given the value before.
    pub fn new(rule: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let rule: Rule = Box::new(move |before| Held {
            value: Arc::new(rule(before.map(|held| of(&*held.value)))),
            same: same::<T>,
        });
        Self { memo: memo(rule), kind: PhantomData }
    }
}

impl<T: 'static> Derived<T> {
    /// Whether it is gone with the component that it was made for. An effect that was called for may come after that.
    pub fn is_gone(self) -> bool {
        self.memo.try_with_untracked(|_| ()).is_none()
    }

    /// Looks at the value; the reader runs again when it changes.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(of(&*held(self.memo, true)))
    }

    /// Looks at the value as it is now.
    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(of(&*held(self.memo, false)))
    }
}

impl<T: Clone + 'static> Derived<T> {
    /// The value; the reader runs again when it changes.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value as it is now.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

impl<T: Clone + Send + Sync + 'static> From<Derived<T>> for Signal<T> {
    fn from(derived: Derived<T>) -> Self {
        Self::derive(move || derived.get())
    }
}

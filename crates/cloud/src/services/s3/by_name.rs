//! Shared entries of ordered sets, found by their own names.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::sync::Arc;

/// A shared entry of a set. It is its own key, so that a changed tree node copies pointers rather than pairs.
#[derive(Debug)]
pub struct ByName<T>(pub Arc<T>);

/// What has a name that no other in its set has.
pub trait Named {
    /// The name.
    fn name(&self) -> &str;
}

impl<T> Clone for ByName<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Named> Borrow<str> for ByName<T> {
    fn borrow(&self) -> &str {
        self.0.name()
    }
}

impl<T: Named> PartialEq for ByName<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.name() == other.0.name()
    }
}

impl<T: Named> Eq for ByName<T> {}

impl<T: Named> PartialOrd for ByName<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Named> Ord for ByName<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.name().cmp(other.0.name())
    }
}

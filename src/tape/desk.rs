//! What all parts of the tape share: the run's time folded, the part of it in view, and how wide that is drawn.

use std::sync::Arc;

use leptos::prelude::*;

use super::folded::Folded;
use super::scale::{Scale, Window, pan, zoom};
use crate::derived::Derived;
use crate::map::Size;
use crate::store::Store;

/// The shared part of the tape. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The page's store.
    pub store: Store,
    /// The run's time, folded.
    pub folded: Derived<Arc<Folded>>,
    /// The part in view.
    pub window: RwSignal<Window>,
    /// That part, laid over the plot's width.
    pub scale: Derived<Scale>,
    /// The plot's box, units.
    pub plot: Derived<Size>,
    /// CSS pixels in a unit.
    pub unit: RwSignal<f64>,
}

impl Desk {
    /// The desk for a plot of `size` CSS pixels.
    #[must_use]
    pub fn new(store: Store, size: Signal<Size>, unit: RwSignal<f64>) -> Self {
        let folded = Derived::new(move |_| Arc::new(store.tape.with(|tape| Folded::of(tape))));
        let window = RwSignal::new(None);
        let plot = Derived::new(move |_| {
            let (size, unit) = (size.get(), unit.get());
            Size { width: (size.width / unit).floor(), height: (size.height / unit).floor() }
        });
        let scale = Derived::new(move |_| Scale::new(folded.get(), window.get(), plot.get().width));
        let desk = Self { store, folded, window, scale, plot, unit };
        desk.follow();
        desk
    }

    /// Keeps the playhead in view: when it leaves, the window turns the page.
    fn follow(self) {
        Effect::new(move |_| {
            let at = self.folded.with(|folded| folded.at(self.store.at_us.get()));
            let Some((from, to)) = self.window.get_untracked() else { return };
            if at < from || at > to {
                let (whole, length) = (self.folded.with_untracked(|folded| folded.length), to - from);
                let start = (at - length * 0.1).clamp(0.0, (whole * 1.06 - length).max(0.0));
                self.window.set(Some((start, start + length)));
            }
        });
    }

    /// Zooms by `factor` about a place of the plot, units; about the playhead when none is given.
    pub fn zoom(self, factor: f64, about: Option<f64>) {
        let scale = self.scale.get_untracked();
        let us = match about {
            Some(x) => scale.us(x),
            None => self.store.at_us.get_untracked(),
        };
        self.window.set(zoom(&scale, factor, scale.folded.at(us)));
    }

    /// Moves the view by a part of the plot's width, units; nothing to move while all is in view.
    pub fn pan(self, by: f64) {
        if self.window.get_untracked().is_some() {
            let scale = self.scale.get_untracked();
            self.window.set(pan(&scale, by / scale.per_us()));
        }
    }
}

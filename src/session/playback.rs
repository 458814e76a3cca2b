//! The playhead: plays, steps, seeks. It changes nothing but what is shown.

use cloud::sim::trace::Moment;
use gloo::render::request_animation_frame;
use leptos::prelude::*;

use super::Session;
use crate::store::Direction;

/// The longest stretch of real time that one frame plays, milliseconds: after a tab was hidden, play goes on where it
/// stood.
const FRAME_MAX_MS: f64 = 100.0;

impl Session {
    pub(super) fn set_playing(&self, playing: bool) {
        let store = self.store();
        if store.transport.with_untracked(|transport| transport.playing != playing) {
            store.transport.update(|transport| transport.playing = playing);
        }
        if playing {
            self.0.pace.borrow_mut().begin(self.0.hop.get());
            self.tick(None);
        }
        self.show_rewound();
    }

    pub(super) fn toggle_play(&self) {
        let playing = self.store().transport.with_untracked(|transport| transport.playing);
        let at_end = self.0.hop.get() + 1 >= self.0.pace.borrow().len();
        if !playing && at_end && self.0.settled.get() {
            // At the end, play shows the run again.
            self.go_to_hop(0);
        }
        self.set_playing(!playing);
        if playing {
            // A frame may have been left out.
            self.show_frame();
        }
    }

    fn tick(&self, last_ms: Option<f64>) {
        if self.0.ticking.replace(true) {
            return;
        }
        let session = self.clone();
        let frame = request_animation_frame(move |now_ms| {
            session.0.ticking.set(false);
            let elapsed = last_ms.map_or(0.0, |last| (now_ms - last).clamp(0.0, FRAME_MAX_MS));
            if session.play(elapsed) {
                session.tick(Some(now_ms));
            }
        });
        // The frame lasts until it has come; nothing is to cancel it.
        std::mem::forget(frame);
    }

    /// Plays for `elapsed` milliseconds; says whether it goes on.
    fn play(&self, elapsed: f64) -> bool {
        let store = self.store();
        let transport = store.transport.get_untracked();
        if !transport.playing {
            return false;
        }
        let (at_us, hop, end) = {
            let pace = self.0.pace.borrow();
            let at_us = pace.advance(self.0.at_us.get(), elapsed, transport.speed);
            (at_us, pace.hop_at(at_us), pace.end_us())
        };
        self.0.at_us.set(at_us);
        self.0.hop.set(hop);
        self.show_playhead();
        if at_us >= end && self.0.settled.get() {
            self.set_playing(false);
            self.show_frame();
            self.show_details_soon();
            return false;
        }
        true
    }

    /// Goes to a hop; beyond the last to the last.
    pub(super) fn go_to_hop(&self, index: usize) {
        self.stand_at(index);
        self.show_moment();
    }

    /// Puts the playhead at a hop, beyond the last at the last, and shows nothing yet.
    pub(super) fn stand_at(&self, index: usize) {
        let (index, at_us) = {
            let pace = self.0.pace.borrow();
            let index = index.min(pace.len().saturating_sub(1));
            (index, pace.at(index))
        };
        self.0.hop.set(index);
        self.0.at_us.set(at_us);
    }

    pub(super) fn seek(&self, at_us: f64) {
        let (at_us, hop) = {
            let pace = self.0.pace.borrow();
            let at_us = at_us.clamp(0.0, pace.end_us().max(0.0));
            (at_us, pace.hop_at(at_us))
        };
        self.set_playing(false);
        self.0.at_us.set(at_us);
        self.0.hop.set(hop);
        self.show_moment();
    }

    pub(super) fn step(&self, direction: Direction) {
        self.set_playing(false);
        let hop = self.0.hop.get();
        let between = self.0.at_us.get() > self.0.pace.borrow().at(hop);
        self.go_to_hop(match direction {
            Direction::Forward => hop + 1,
            // From between two hops, back leads to the one just passed.
            Direction::Back if between => hop,
            Direction::Back => hop.saturating_sub(1),
        });
    }

    /// To the next or previous moment that a lesson would speak of.
    pub(super) fn next_event(&self, direction: Direction) {
        self.set_playing(false);
        let hop = self.0.hop.get();
        let found = {
            let playthrough = self.0.playthrough.borrow();
            let trace = playthrough.trace();
            let hops = &trace.hops[trace.origin.0 as usize..];
            let is_event = |moment: Moment| {
                matches!(
                    moment,
                    Moment::Sent(_)
                        | Moment::InitStarted(_)
                        | Moment::Started(_)
                        | Moment::Ended(_)
                        | Moment::Throttled(_)
                        | Moment::GivenUp(_)
                        | Moment::Reclaimed(_)
                        | Moment::Acted(_)
                )
            };
            match direction {
                Direction::Forward => {
                    let later = hops.iter().skip(hop + 1).position(|held| is_event(held.moment));
                    later.map_or(usize::MAX, |offset| hop + 1 + offset)
                }
                Direction::Back => {
                    hops[..hop.min(hops.len())].iter().rposition(|held| is_event(held.moment)).unwrap_or(0)
                }
            }
        };
        self.go_to_hop(found);
    }

    fn show_rewound(&self) {
        let rewound = self.0.hop.get() + 1 < self.0.pace.borrow().len();
        let store = self.store();
        if store.transport.with_untracked(|transport| transport.rewound != rewound) {
            store.transport.update(|transport| transport.rewound = rewound);
        }
    }

    /// Shows the playhead while it plays: what is costly only now and then.
    fn show_playhead(&self) {
        self.show_rewound();
        self.show_frame();
    }

    /// Shows the moment at which the playhead stands, whole.
    pub(super) fn show_moment(&self) {
        self.show_rewound();
        self.show_frame();
        self.show_details();
    }
}

//! The pump: lets the cloud run in slices short enough for the page to stay smooth, and does what it asks for.

use std::sync::Arc;

use cloud::http::{Request, Response};
use cloud::identity::Identity;
use cloud::invocation::{Progress, RunId};
use cloud::kernel::{Output, Step, Ticket};
use cloud::sim::trace::MessageId;
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use lessons::Command;

use super::Session;
use super::foreign::Asked;

/// How long the cloud runs before the page may draw, milliseconds.
const SLICE_MS: f64 = 4.0;
/// How long the page has for itself between two slices in play, milliseconds: a frame's work.
const REST_MS: u32 = 8;
/// How many things happen between two looks at the clock.
const BATCH: usize = 24;
/// How often the tape is drawn anew while a run grows, milliseconds.
const TAPE_EVERY_MS: f64 = 200.0;
/// How many times as long as its drawing took the tape then rests: a long run's takes longer.
const TAPE_RESTS: f64 = 24.0;

impl Session {
    /// Gives a command; the playhead goes to the run's end and plays what follows.
    pub(super) fn command(&self, command: Command) {
        self.command_and(command, |_| {});
    }

    /// Gives one request as a command, and tells its answer.
    pub(super) fn ask_now(
        &self,
        identity: Identity,
        request: Request,
        then: impl FnOnce(Option<MessageId>, Arc<Response>) + 'static,
    ) {
        self.send_now(vec![(identity, request)], |tickets| {
            // It is answered within the same call when no handler has to run: whoever waits must be known before.
            if let Some(ticket) = tickets.first() {
                self.0.waiting.borrow_mut().insert(*ticket, Box::new(then));
            }
        });
    }

    /// Gives requests as one command, and tells each answer with its request's place among them.
    pub(super) fn ask_all_now(
        &self,
        identity: Identity,
        requests: Vec<Request>,
        then: impl Fn(usize, Arc<Response>) + 'static,
    ) {
        let then = std::rc::Rc::new(then);
        self.send_now(requests.into_iter().map(|request| (identity.clone(), request)).collect(), |tickets| {
            let mut waiting = self.0.waiting.borrow_mut();
            for (index, ticket) in tickets.iter().enumerate() {
                let then = then.clone();
                waiting.insert(*ticket, Box::new(move |_, response| then(index, response)));
            }
        });
    }

    /// Sends requests of a program, which does not ask again and again for what it would only wait for.
    fn send_now(&self, requests: Vec<(Identity, Request)>, given: impl FnOnce(&[Ticket])) {
        let now = now_ms();
        self.0.between_requests_ms.set(now - self.0.requested_ms.replace(now));
        let awaited = self.0.playthrough.borrow().cloud().awaited();
        if awaited.is_some() {
            self.command(Command::RunToAwaited);
        }
        self.command_and(Command::Send(requests), given);
    }

    fn command_and(&self, command: Command, given: impl FnOnce(&[Ticket])) {
        let plays = !matches!(command, Command::Answer { .. });
        if plays {
            // What a learner does happens now, after all that has happened. It is drawn with the next frame: whoever
            // waits for an answer does not wait for the picture.
            self.stand_at(usize::MAX);
        }
        let tickets = self.0.playthrough.borrow_mut().dispatch(command);
        given(&tickets);
        if plays {
            self.0.settled.set(false);
            self.pump();
            self.set_playing(true);
        } else {
            self.show_details();
            // What is kept is a run at rest: one that is cut off within a handler could not be brought back.
            if self.0.settled.get() {
                self.keep();
            }
        }
    }

    /// A handler has stopped computing.
    pub(super) fn code_stopped(&self, run: RunId, progress: Progress) {
        if matches!(progress.next, cloud::invocation::Next::End(_)) {
            self.store().activity.update(|activity| activity.running = activity.running.saturating_sub(1));
        }
        self.0.playthrough.borrow_mut().progress(run, progress);
        self.pump();
    }

    /// Lets the cloud run, a slice now and the rest soon.
    pub(super) fn pump(&self) {
        if self.0.pumping.replace(true) {
            return;
        }
        let begun = now_ms();
        let step = loop {
            let step = self.0.playthrough.borrow_mut().run(BATCH);
            self.serve();
            if step != Step::Moved || now_ms() - begun > SLICE_MS {
                break step;
            }
        };
        self.0.pumping.set(false);
        match step {
            Step::Moved => {
                self.grown(false);
                self.pump_soon();
            }
            Step::Waiting => self.grown(false),
            Step::Settled => {
                self.0.settled.set(true);
                self.follow_run();
                self.keep();
                self.show_settled_soon();
            }
        }
    }

    /// Shows the run that has come to rest, after whoever waits for an answer has it; calls that follow each other
    /// closely are shown together.
    fn show_settled_soon(&self) {
        if self.0.settling.replace(true) {
            return;
        }
        let session = self.clone();
        let run = self.kept_run();
        let wait_ms = (self.0.tape_next_ms.get() - now_ms()).clamp(0.0, TAPE_EVERY_MS);
        Timeout::new(wait_ms as u32, move || {
            session.0.settling.set(false);
            // Another lesson may have been opened meanwhile.
            if session.kept_run() != run {
                return;
            }
            session.grown(true);
            if !session.0.settled.get() {
                return;
            }
            let store = session.store();
            if store.opened.with_untracked(Option::is_some) || store.drafted.with_untracked(Option::is_some) {
                // What can be changed is shown as it is at the run's end, wherever the playhead stands.
                session.show_details();
            }
        })
        .forget();
    }

    fn pump_soon(&self) {
        let session = self.clone();
        // What plays needs its frames; without play nothing but the cloud wants the page's thread.
        let playing = self.store().transport.with_untracked(|transport| transport.playing);
        Timeout::new(if playing { REST_MS } else { 0 }, move || session.pump()).forget();
    }

    /// Does what the cloud asks its host for.
    fn serve(&self) {
        let (known, outputs) = {
            let mut playthrough = self.0.playthrough.borrow_mut();
            (playthrough.take_known(), playthrough.take_outputs())
        };
        for output in known {
            self.do_or_hold(Asked::Known(output));
        }
        for output in outputs {
            self.do_or_hold(Asked::Now(output));
        }
    }

    pub(super) fn do_asked(&self, asked: Asked) {
        match asked {
            Asked::Known(output) => {
                // Nothing but an environment that is to be brought back makes it worth while to open the cage.
                let held = self.0.sandboxes.borrow().is_some();
                if held || matches!(output, Output::Init(_)) {
                    self.sandboxes().know(output);
                }
            }
            Asked::Now(output) => match output {
                Output::Response { ticket, message, response } => {
                    let waiting = self.0.waiting.borrow_mut().remove(&ticket);
                    if let Some(waiting) = waiting {
                        waiting(Some(message), response);
                    }
                }
                Output::Init(init) => {
                    self.store().activity.update(|activity| activity.running += 1);
                    // Code of the learner's own may call any service.
                    self.when_learned(move |session| session.sandboxes().init(init));
                }
                Output::Invoke(invoke) => {
                    self.store().activity.update(|activity| activity.running += 1);
                    self.sandboxes().invoke(invoke);
                }
                Output::Resume { run, resume, epoch_us } => self.sandboxes().resume(run, resume, epoch_us),
                Output::Terminate(environment) => {
                    let sandboxes = self.0.sandboxes.borrow().clone();
                    if let Some(sandboxes) = sandboxes {
                        sandboxes.terminate(environment);
                    }
                }
            },
        }
    }

    /// The run has grown: the tape is drawn anew, at once when it has settled, now and then before.
    fn grown(&self, at_once: bool) {
        self.note_rewritten();
        let now = now_ms();
        if at_once || now > self.0.tape_next_ms.get() {
            self.show_run();
            let done = now_ms();
            self.0.tape_next_ms.set(done + TAPE_EVERY_MS.max((done - now) * TAPE_RESTS));
        } else {
            self.follow_run();
        }
    }
}

/// Real time, milliseconds, for pacing only.
pub fn now_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

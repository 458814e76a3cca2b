//! Sandboxes: where the page runs functions' code. One hidden frame, the cage, which has no network, no storage
//! and no way into the page; in it a few workers; in a worker many execution environments.
//!
//! [`Sandboxes`] is the only thing that the rest of the page uses. It knows `cloud::invocation`'s values and the
//! scripts in `runtimes/`; it knows nothing of panels, the store or the cloud itself.
//!
//! # Why a pool, and what happens when a worker is killed
//! A handler that computes for too long can be stopped in one way only: its worker is ended, and with it every
//! other environment that lived there. A worker for each environment would prevent that, and cost a hundred
//! threads when a hundred photos arrive. So environments share a few workers, and [`pool`] keeps for every
//! invocation that is under way its event and all that it was given since. An invocation whose instance is gone
//! begins again in a new one and is fed the same answers, without anybody hearing of it. That is honest because
//! a handler in Rust is deterministic: it has no clock, no entropy and no network, and its calls are not sent
//! again. The same brings back instances that a worker dropped to make room.
//!
//! What is lost is memory kept between invocations (statics) of an environment that was dropped. The functions
//! of the `functions` crate keep none.

mod cage;
mod error;
mod pool;
#[cfg(test)]
mod pool_tests;
mod wire;

pub use error::SandboxError;

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use cloud::invocation::{EnvironmentId, InvocationId, Invoke, Progress, Resume};
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;

use cage::{Cage, Told};
use pool::{Effect, Pool, WorkerId};

/// A handle on the sandboxes; its clones are the same sandboxes.
#[derive(Clone)]
pub struct Sandboxes(Rc<Inner>);

struct Inner {
    pool: RefCell<Pool>,
    cage: RefCell<Option<Cage>>,
    /// What ends a worker that computes for too long, by worker.
    deadlines: RefCell<BTreeMap<WorkerId, Timeout>>,
    on_progress: Box<dyn Fn(InvocationId, Progress)>,
    on_error: Box<dyn Fn(SandboxError)>,
}

impl Sandboxes {
    /// Opens the cage, which takes a moment; what is invoked meanwhile waits.
    ///
    /// `on_progress` is told of every point at which a handler stopped. It is never called from within a call to
    /// these sandboxes, so it may call them. `on_error` is told once when the cage cannot be opened; every
    /// invocation then ends as a process that exited.
    pub fn new(
        on_progress: impl Fn(InvocationId, Progress) + 'static,
        on_error: impl Fn(SandboxError) + 'static,
    ) -> Self {
        let sandboxes = Self(Rc::new(Inner {
            pool: RefCell::new(Pool::new(cage::worker_count())),
            cage: RefCell::new(None),
            deadlines: RefCell::new(BTreeMap::new()),
            on_progress: Box::new(on_progress),
            on_error: Box::new(on_error),
        }));
        let opening = sandboxes.clone();
        spawn_local(async move {
            let told = opening.clone();
            let opened = Cage::open(move |message| told.told(message)).await;
            match opened {
                Ok(cage) => {
                    opening.0.cage.replace(Some(cage));
                    opening.change(Pool::open);
                }
                Err(error) => opening.fail(error),
            }
        });
        sandboxes
    }

    /// Starts a handler in its environment, which is made when it is not there yet.
    pub fn invoke(&self, invoke: Invoke) {
        self.change(|pool| pool.invoke(invoke));
    }

    /// Gives a parked handler what it waits for.
    pub fn resume(&self, invocation: InvocationId, resume: Resume) {
        self.change(|pool| pool.resume(invocation, resume));
    }

    /// Ends an environment, and whatever runs in it, without a word.
    pub fn terminate(&self, environment: EnvironmentId) {
        self.change(|pool| pool.terminate(environment));
    }

    /// Ends every environment. What was under way is never told of.
    pub fn reset(&self) {
        self.change(Pool::reset);
    }

    fn told(&self, message: Told) {
        match message {
            Told::Answer { worker, answer } => self.change(|pool| pool.answered(worker, answer)),
            Told::WorkerFailed { worker, why } => {
                gloo::console::warn!(format!("A sandbox's worker failed: {why}"));
                self.change(|pool| pool.worker_failed(worker));
            }
        }
    }

    fn fail(&self, error: SandboxError) {
        (self.0.on_error)(error);
        self.change(Pool::close);
    }

    /// Changes the pool, then does what the change asks for.
    fn change(&self, change: impl FnOnce(&mut Pool) -> Vec<Effect>) {
        let effects = change(&mut self.0.pool.borrow_mut());
        self.carry_out(effects);
    }

    fn carry_out(&self, effects: Vec<Effect>) {
        let mut progress = Vec::new();
        for effect in effects {
            match effect {
                Effect::Start(worker) => self.with_cage(|cage| cage.start(worker)),
                Effect::End(worker) => {
                    self.0.deadlines.borrow_mut().remove(&worker);
                    self.with_cage(|cage| cage.end(worker));
                }
                Effect::Send { worker, task, budget_ms } => {
                    let overdue = self.clone();
                    let number = task.number;
                    let deadline = Timeout::new(budget_ms, move || {
                        overdue.change(|pool| pool.overdue(worker, number));
                    });
                    self.0.deadlines.borrow_mut().insert(worker, deadline);
                    self.with_cage(|cage| cage.send(worker, &task));
                }
                Effect::Forget { worker, environments } => {
                    self.with_cage(|cage| cage.forget(worker, &environments));
                }
                Effect::Tell(invocation, told) => progress.push((invocation, told)),
            }
        }
        if !progress.is_empty() {
            let this = self.clone();
            spawn_local(async move {
                for (invocation, told) in progress {
                    (this.0.on_progress)(invocation, told);
                }
            });
        }
    }

    fn with_cage(&self, act: impl FnOnce(&Cage)) {
        if let Some(cage) = self.0.cage.borrow().as_ref() {
            act(cage);
        }
    }
}

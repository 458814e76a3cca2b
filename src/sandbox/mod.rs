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
mod fleet;
#[cfg(test)]
mod fleet_tests;
mod kit;
mod pool;
#[cfg(test)]
mod pool_tests;
mod snapshot;
mod talk;
mod wire;

pub use error::SandboxError;
pub use kit::Loading;

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use cloud::invocation::{EnvironmentId, Init, InvocationId, Invoke, Next, Outcome, Progress, Resume, RunId};
use cloud::kernel::Output;
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;

use cage::{Cage, Told};
use fleet::{Fleet, Job, Language};
use pool::{Pool, WorkerId};
use talk::Said;

/// How long the frame may be silent before it counts as gone, milliseconds.
const SILENCE_MS: u32 = 4_000;

/// How often the frame is looked at while code runs in it, milliseconds.
const WATCH_MS: u32 = 400;

/// What the sandboxes tell the page.
pub struct Tell {
    /// How far code came. It is never called from within a call to these sandboxes, so it may call them.
    pub progress: Box<dyn Fn(RunId, Progress)>,
    /// That the cage cannot be opened. All that waits for these sandboxes ends, and others have to be made.
    pub closed: Box<dyn Fn(SandboxError)>,
    /// That something for a runtime did not come.
    pub error: Box<dyn Fn(SandboxError)>,
    /// How far a download has come; none when it is over.
    pub loading: Box<dyn Fn(Option<Loading>)>,
}

/// A handle on the sandboxes; its clones are the same sandboxes.
#[derive(Clone)]
pub struct Sandboxes(Rc<Inner>);

struct Inner {
    pool: RefCell<Pool>,
    fleet: RefCell<Fleet>,
    cage: RefCell<Option<Rc<Cage>>>,
    /// What ends a worker that computes for too long, by worker: each that is at work has one.
    deadlines: RefCell<BTreeMap<WorkerId, Timeout>>,
    /// What looks whether the frame is there, as long as a worker is at work.
    watch: RefCell<Option<Timeout>>,
    /// What takes the frame for gone, unless it answers before.
    silence: RefCell<Option<Timeout>>,
    /// The environment of each invocation that is under way in the fleet.
    environments: RefCell<BTreeMap<InvocationId, EnvironmentId>>,
    tell: Tell,
}

impl Sandboxes {
    /// Opens the cage, which takes a moment; what is invoked meanwhile waits. When it cannot be opened, every invocation
    /// ends as a process that exited.
    pub fn new(tell: Tell) -> Self {
        let sandboxes = Self(Rc::new(Inner {
            pool: RefCell::new(Pool::new(cage::worker_count())),
            fleet: RefCell::default(),
            cage: RefCell::default(),
            deadlines: RefCell::default(),
            watch: RefCell::default(),
            silence: RefCell::default(),
            environments: RefCell::default(),
            tell,
        }));
        sandboxes.open();
        sandboxes
    }

    fn open(&self) {
        let opening = self.clone();
        spawn_local(async move {
            let told = opening.clone();
            let opened = Cage::open(move |message| told.told(message)).await;
            match opened {
                Ok(cage) => {
                    opening.0.cage.replace(Some(Rc::new(cage)));
                    opening.change_pool(Pool::open);
                    opening.change_fleet(Fleet::open);
                }
                Err(error) => {
                    (opening.0.tell.closed)(error);
                    opening.change_pool(Pool::close);
                    opening.change_fleet(Fleet::close);
                }
            }
        });
    }

    /// Starts an environment, or starts it anew.
    pub fn init(&self, init: Init) {
        self.change_fleet(|fleet| fleet.init(init));
    }

    /// Starts a handler in its environment, which is made when it is not there yet.
    pub fn invoke(&self, invoke: Invoke) {
        if Language::of(&invoke.runtime).is_none() {
            return self.change_pool(|pool| pool.invoke(invoke));
        }
        self.0.environments.borrow_mut().insert(invoke.invocation, invoke.environment);
        self.change_fleet(|fleet| fleet.invoke(invoke));
    }

    /// Gives what is parked what it waits for, at a virtual time, microseconds since 1970.
    pub fn resume(&self, run: RunId, resume: Resume, epoch_us: u64) {
        match (self.environment_of(run), run) {
            (Some(environment), _) => {
                self.change_fleet(|fleet| fleet.resume(environment, run, resume, epoch_us));
            }
            (None, RunId::Invocation(invocation)) => self.change_pool(|pool| pool.resume(invocation, resume)),
            (None, RunId::Init(_)) => {}
        }
    }

    /// Takes note of what was asked of a host in a run that is being brought back, in which no code runs.
    pub fn know(&self, output: Output) {
        let mut fleet = self.0.fleet.borrow_mut();
        match output {
            Output::Init(init) => fleet.know(init.environment, Job::Init(init)),
            Output::Invoke(invoke) if Language::of(&invoke.runtime).is_some() => {
                self.0.environments.borrow_mut().insert(invoke.invocation, invoke.environment);
                fleet.know(invoke.environment, Job::Invoke(invoke));
            }
            Output::Resume { run, resume: Resume::Replies(answers), epoch_us } => {
                if let Some(environment) = self.environment_of(run) {
                    fleet.know(environment, Job::Resume(answers, epoch_us));
                }
            }
            Output::Terminate(environment) => {
                drop(fleet);
                self.terminate(environment);
            }
            _ => {}
        }
    }

    fn environment_of(&self, run: RunId) -> Option<EnvironmentId> {
        match run {
            RunId::Init(environment) => Some(environment),
            RunId::Invocation(invocation) => self.0.environments.borrow().get(&invocation).copied(),
        }
    }

    /// Ends an environment, and whatever runs in it, without a word.
    pub fn terminate(&self, environment: EnvironmentId) {
        if self.0.fleet.borrow().has(environment) {
            self.0.environments.borrow_mut().retain(|_, held| *held != environment);
            return self.change_fleet(|fleet| fleet.terminate(environment));
        }
        self.change_pool(|pool| pool.terminate(environment));
    }

    /// Ends every environment. What was under way is never told of.
    pub fn reset(&self) {
        self.0.environments.borrow_mut().clear();
        self.change_pool(Pool::reset);
        self.change_fleet(Fleet::reset);
    }

    fn told(&self, message: Told) {
        match message {
            Told::Answer { worker, answer } => {
                self.0.deadlines.borrow_mut().remove(&worker);
                self.change_pool(|pool| pool.answered(worker, answer));
            }
            Told::Said { worker, said: Said::Stop(task, progress) } => {
                self.0.deadlines.borrow_mut().remove(&worker);
                let ended = matches!(progress.next, Next::End(Outcome::Returned(_)));
                self.change_fleet(|fleet| fleet.answered(worker, task, progress));
                // Nobody waits now: the next Python is to start sooner, if there is Python at all.
                if ended {
                    self.with_cage(Cage::make_snapshot);
                }
            }
            Told::Said { worker, said: Said::Need(names) } => {
                let language = self.0.fleet.borrow_mut().needs(worker);
                match language {
                    Some(language) => {
                        // A slow line is not the code's fault: the time for its task begins anew when all is there.
                        self.0.deadlines.borrow_mut().remove(&worker);
                        self.with_cage(|cage| cage.supply(worker, language, names));
                    }
                    None => self.change_fleet(|fleet| {
                        fleet.worker_failed(worker, talk::killed("it asked for parts of its runtime without end"))
                    }),
                }
            }
            Told::Supplied { worker } => {
                let under_way = self.0.fleet.borrow().under_way(worker);
                if let Some((task, budget_ms)) = under_way {
                    self.limit(worker, task, budget_ms);
                }
            }
            Told::Said { worker, said: Said::Began(task) } => {
                let budget_ms = self.0.fleet.borrow_mut().began(worker, task);
                if let Some(budget_ms) = budget_ms {
                    self.limit(worker, task, budget_ms);
                }
            }
            Told::Said { worker, said: Said::Nonsense(why) } => {
                self.change_fleet(|fleet| fleet.worker_failed(worker, talk::killed(why)));
            }
            Told::NotLoaded { worker, error } => {
                let outcome = Outcome::Exited(error.to_string());
                (self.0.tell.error)(error);
                self.change_fleet(|fleet| fleet.worker_failed(worker, outcome));
            }
            Told::Loading(loading) => (self.0.tell.loading)(loading),
            Told::Snapshot(blob) => self.with_cage(|cage| cage.take_snapshot(blob)),
            Told::Alive => drop(self.0.silence.take()),
            Told::WorkerFailed { worker, why } => {
                gloo::console::warn!(format!("A sandbox's worker failed: {why}"));
                if worker.0 > WorkerId::FLEET {
                    self.change_fleet(|fleet| fleet.worker_failed(worker, talk::killed("its worker failed")));
                } else {
                    self.change_pool(|pool| pool.worker_failed(worker));
                }
            }
        }
    }

    /// Finds out whether the frame is still there, where the browser does not show it: by asking.
    fn look_after_frame(&self) {
        let sandboxes = self.clone();
        let gone = Timeout::new(SILENCE_MS, move || sandboxes.frame_gone());
        self.0.silence.replace(Some(gone));
        self.with_cage(|cage| cage.ping());
    }

    /// Looks at the frame now and then, until no code runs any more. What was sent to one that is gone would otherwise be
    /// taken for code that computes without end.
    fn watch_frame(&self) {
        let sandboxes = self.clone();
        let look = Timeout::new(WATCH_MS, move || {
            sandboxes.0.watch.take();
            if sandboxes.is_frame_gone() {
                sandboxes.frame_gone();
            } else if !sandboxes.0.deadlines.borrow().is_empty() {
                sandboxes.watch_frame();
            }
        });
        self.0.watch.replace(Some(look));
    }

    fn is_frame_gone(&self) -> bool {
        self.0.cage.borrow().as_ref().is_some_and(|cage| cage.is_gone())
    }

    /// Opens another frame for one that is gone, in which what was under way begins again. Code that takes all the memory
    /// there is can end the browser's process that the frame lives in: what was under way in two that ended so is killed.
    fn frame_gone(&self) {
        self.0.silence.take();
        if self.0.cage.take().is_some() {
            self.0.deadlines.borrow_mut().clear();
            self.change_pool(Pool::reopen);
            self.change_fleet(Fleet::reopen);
            self.open();
        }
    }

    /// Changes the pool, then does what the change asks for.
    fn change_pool(&self, change: impl FnOnce(&mut Pool) -> Vec<pool::Effect>) {
        let effects = change(&mut self.0.pool.borrow_mut());
        let mut told = Vec::new();
        for effect in effects {
            match effect {
                pool::Effect::Start(worker) => self.with_cage(|cage| cage.start(worker)),
                pool::Effect::End(worker) => self.end(worker),
                pool::Effect::Send { worker, task, budget_ms } => {
                    self.limit(worker, task.number, budget_ms);
                    self.with_cage(|cage| cage.send(worker, &task));
                }
                pool::Effect::Forget { worker, environments } => {
                    self.with_cage(|cage| cage.forget(worker, &environments));
                }
                pool::Effect::Tell(invocation, progress) => told.push((RunId::Invocation(invocation), progress)),
            }
        }
        self.tell(told);
    }

    /// Changes the fleet, then does what the change asks for.
    fn change_fleet(&self, change: impl FnOnce(&mut Fleet) -> Vec<fleet::Effect>) {
        let effects = change(&mut self.0.fleet.borrow_mut());
        let mut told = Vec::new();
        for effect in effects {
            match effect {
                fleet::Effect::Start(worker, language) => {
                    self.with_cage(|cage| cage.start_runtime(worker, language));
                }
                fleet::Effect::End(worker) => self.end(worker),
                fleet::Effect::Send { worker, task, job, budget_ms } => {
                    self.limit(worker, task, budget_ms);
                    self.with_cage(|cage| cage.send_job(worker, task, &job));
                }
                fleet::Effect::Tell(run, progress) => {
                    if let (RunId::Invocation(invocation), Next::End(_)) = (run, &progress.next) {
                        self.0.environments.borrow_mut().remove(&invocation);
                    }
                    told.push((run, progress));
                }
            }
        }
        self.tell(told);
    }

    /// Lets a worker compute a task for so long.
    fn limit(&self, worker: WorkerId, task: u32, budget_ms: u32) {
        let this = self.clone();
        let deadline = Timeout::new(budget_ms, move || this.overdue(worker, task));
        self.0.deadlines.borrow_mut().insert(worker, deadline);
        if self.0.watch.borrow().is_none() {
            self.watch_frame();
        }
    }

    fn overdue(&self, worker: WorkerId, task: u32) {
        self.0.deadlines.borrow_mut().remove(&worker);
        if self.is_frame_gone() {
            return self.frame_gone();
        }
        if worker.0 > WorkerId::FLEET {
            self.change_fleet(|fleet| fleet.overdue(worker, task));
        } else {
            self.change_pool(|pool| pool.overdue(worker, task));
        }
        self.look_after_frame();
    }

    fn end(&self, worker: WorkerId) {
        self.0.deadlines.borrow_mut().remove(&worker);
        self.with_cage(|cage| cage.end(worker));
    }

    fn tell(&self, told: Vec<(RunId, Progress)>) {
        if told.is_empty() {
            return;
        }
        let this = self.clone();
        spawn_local(async move {
            for (run, progress) in told {
                (this.0.tell.progress)(run, progress);
            }
        });
    }

    fn with_cage(&self, act: impl FnOnce(&Rc<Cage>)) {
        let cage = self.0.cage.borrow().clone();
        if let Some(cage) = cage {
            act(&cage);
        }
    }
}

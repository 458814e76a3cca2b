//! Who computes what: a pure account of workers, environments and the invocations that are under way.
//!
//! It touches no browser. Each change returns the [`Effect`]s to carry out, in order. A worker is given one task
//! at a time, so that the time it takes is the handler's own, and so that only one handler can be to blame.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use cloud::invocation::{EnvironmentId, InvocationId, Invoke, Next, Outcome, Progress, Resume};

/// The functions that `runtimes/provided` can run: what is published as `assets/functions/<module>.wasm`.
pub const MODULES: [&str; 1] = ["thumbnail"];

/// The runtime that those functions have.
const RUST_RUNTIME: &str = "provided.al2023";

/// How long a handler may compute at a stretch, real milliseconds. A vCPU of Lambda is not slower than a
/// learner's machine by much, so a handler that has computed for its whole timeout has failed it anyway; the
/// bounds give slow machines time, and end a runaway in the time that a person waits.
const LEAST_BUDGET_MS: u32 = 3_000;
const MOST_BUDGET_MS: u32 = 10_000;

/// What is under way in so many frames that end is what ends them. Of one that ended, anything could have been the cause.
pub const MOST_FRAMES: u32 = 2;

/// Numbers workers in the order in which they were started. No number is used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkerId(pub u32);

impl WorkerId {
    /// The workers of [`super::fleet`] are numbered from here.
    pub const FLEET: u32 = 1 << 24;
}

/// What is to be done after a change.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Start a worker.
    Start(WorkerId),
    /// End a worker at once.
    End(WorkerId),
    /// Send a task, and call [`Pool::overdue`] when it takes longer than the budget.
    Send { worker: WorkerId, task: Task, budget_ms: u32 },
    /// Tell a worker to drop instances.
    Forget { worker: WorkerId, environments: Vec<EnvironmentId> },
    /// Tell the page how far a handler came.
    Tell(InvocationId, Progress),
}

/// A stretch of computing, as a worker is asked for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Numbers the tasks.
    pub number: u32,
    /// The invocation with its environment.
    pub invoke: Invoke,
    /// Whether the handler is to begin, or to begin again.
    pub starts: bool,
    /// What the handler is given, one after the other.
    pub resumes: Vec<Resume>,
}

/// What a worker answers to a task.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The task's number.
    pub task: u32,
    /// How far the handler came; `None` when the worker does not have its instance.
    pub progress: Option<Progress>,
}

/// An invocation that is under way.
struct Record {
    invoke: Invoke,
    /// All that it was given so far, so that it can begin again.
    given: Vec<Resume>,
    /// The worker that holds its instance, as far as is known.
    held_by: Option<WorkerId>,
    /// In how many frames that ended it was under way.
    frames: u32,
}

struct Worker {
    id: WorkerId,
    /// The number and the invocation of the task that it computes.
    busy: Option<(u32, InvocationId)>,
    waiting: VecDeque<InvocationId>,
}

/// The account itself.
pub struct Pool {
    state: State,
    workers: Vec<Worker>,
    /// In which place of `workers` an environment lives.
    homes: BTreeMap<EnvironmentId, usize>,
    invocations: BTreeMap<InvocationId, Record>,
    started: u32,
    tasks: u32,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    /// The cage is being opened.
    Opening,
    Open,
    /// The cage cannot be opened.
    Closed,
}

impl Pool {
    /// A pool for `workers` workers, none of which runs before [`Pool::open`].
    pub fn new(workers: usize) -> Self {
        let mut pool = Self {
            state: State::Opening,
            workers: Vec::new(),
            homes: BTreeMap::new(),
            invocations: BTreeMap::new(),
            started: 0,
            tasks: 0,
        };
        for _ in 0..workers.max(1) {
            let worker = pool.new_worker();
            pool.workers.push(worker);
        }
        pool
    }

    /// The cage is open: starts the workers, and what waited for them.
    pub fn open(&mut self) -> Vec<Effect> {
        self.state = State::Open;
        let mut effects: Vec<_> = self.workers.iter().map(|worker| Effect::Start(worker.id)).collect();
        for place in 0..self.workers.len() {
            effects.extend(self.next_task(place));
        }
        effects
    }

    /// The cage will never be open: ends what waited, and all that comes.
    pub fn close(&mut self) -> Vec<Effect> {
        self.state = State::Closed;
        std::mem::take(&mut self.invocations)
            .into_keys()
            .map(|invocation| exited(invocation, "the sandbox could not be opened"))
            .collect()
    }

    /// Starts a handler.
    pub fn invoke(&mut self, invoke: Invoke) -> Vec<Effect> {
        let invocation = invoke.invocation;
        if self.state == State::Closed {
            return vec![exited(invocation, "the sandbox could not be opened")];
        }
        if invoke.runtime != RUST_RUNTIME {
            return vec![exited(invocation, &format!("the runtime {} is not simulated yet", invoke.runtime))];
        }
        if !MODULES.contains(&invoke.code.as_str()) {
            return vec![exited(invocation, "fork/exec /var/task/bootstrap: no such file or directory")];
        }
        let place = self.home_of(invoke.environment);
        let record = Record { invoke, given: Vec::new(), held_by: None, frames: 0 };
        self.invocations.insert(invocation, record);
        self.workers[place].waiting.push_back(invocation);
        self.next_task(place).into_iter().collect()
    }

    /// Gives a parked handler what it waits for. One that is not under way is passed over: it was terminated.
    pub fn resume(&mut self, invocation: InvocationId, resume: Resume) -> Vec<Effect> {
        let Some(record) = self.invocations.get_mut(&invocation) else {
            return Vec::new();
        };
        record.given.push(resume);
        let environment = record.invoke.environment;
        let place = self.home_of(environment);
        self.workers[place].waiting.push_back(invocation);
        self.next_task(place).into_iter().collect()
    }

    /// A worker has answered. What was not asked for, or no longer, is passed over.
    pub fn answered(&mut self, worker: WorkerId, answer: Answer) -> Vec<Effect> {
        let Some(place) = self.workers.iter().position(|known| known.id == worker) else {
            return Vec::new();
        };
        let Some((_, invocation)) = self.workers[place].busy.take_if(|(task, _)| *task == answer.task) else {
            return Vec::new();
        };
        let mut effects = Vec::new();
        if let Some(record) = self.invocations.get_mut(&invocation) {
            match answer.progress {
                Some(progress) => {
                    record.held_by = Some(worker);
                    record.frames = 0;
                    effects.push(self.tell(invocation, progress));
                }
                None if record.held_by.is_some() => {
                    record.held_by = None;
                    self.workers[place].waiting.push_front(invocation);
                }
                // It was asked to begin, so there was nothing to be missing: this worker talks nonsense.
                None => {
                    self.invocations.remove(&invocation);
                    effects.push(exited(invocation, "signal: killed"));
                }
            }
        }
        effects.extend(self.next_task(place));
        effects
    }

    /// A task has used up its budget: ends the worker. The others that lived there begin again in a new one.
    pub fn overdue(&mut self, worker: WorkerId, task: u32) -> Vec<Effect> {
        let Some(place) = self.workers.iter().position(|known| known.id == worker) else {
            return Vec::new();
        };
        let Some((_, invocation)) = self.workers[place].busy.take_if(|(number, _)| *number == task) else {
            return Vec::new();
        };
        let mut effects = self.replace_worker(place);
        if let Some(record) = self.invocations.remove(&invocation) {
            let computed_us = u64::from(budget_ms(&record.invoke)) * 1000;
            effects.push(Effect::Tell(invocation, ended(computed_us, Outcome::Stopped)));
        }
        effects.extend(self.next_task(place));
        effects
    }

    /// A worker is gone by itself. What it computed counts as killed.
    pub fn worker_failed(&mut self, worker: WorkerId) -> Vec<Effect> {
        let Some(place) = self.workers.iter().position(|known| known.id == worker) else {
            return Vec::new();
        };
        let Some((_, invocation)) = self.workers[place].busy.take() else {
            return Vec::new();
        };
        let mut effects = self.replace_worker(place);
        if self.invocations.remove(&invocation).is_some() {
            effects.push(exited(invocation, "signal: killed"));
        }
        effects.extend(self.next_task(place));
        effects
    }

    /// Ends an environment and what runs in it.
    pub fn terminate(&mut self, environment: EnvironmentId) -> Vec<Effect> {
        let Some(place) = self.homes.remove(&environment) else {
            return Vec::new();
        };
        let gone: BTreeSet<_> = self
            .invocations
            .extract_if(.., |_, record| record.invoke.environment == environment)
            .map(|(invocation, _)| invocation)
            .collect();
        let worker = &mut self.workers[place];
        worker.waiting.retain(|invocation| !gone.contains(invocation));
        if worker.busy.take_if(|(_, invocation)| gone.contains(invocation)).is_some() {
            let mut effects = self.replace_worker(place);
            effects.extend(self.next_task(place));
            return effects;
        }
        if self.state != State::Open {
            return Vec::new();
        }
        vec![Effect::Forget { worker: worker.id, environments: vec![environment] }]
    }

    /// The frame is gone with all its workers, and another is being opened: what was under way begins again in it, and is
    /// killed when it was under way in one too many that ended.
    pub fn reopen(&mut self) -> Vec<Effect> {
        self.state = State::Opening;
        let mut effects = Vec::new();
        for place in 0..self.workers.len() {
            let mut new = self.new_worker();
            let old = &mut self.workers[place];
            new.waiting = std::mem::take(&mut old.waiting);
            let busy = old.busy.take();
            *old = new;
            let Some((_, invocation)) = busy else { continue };
            let Some(record) = self.invocations.get_mut(&invocation) else { continue };
            record.frames += 1;
            if record.frames < MOST_FRAMES {
                self.workers[place].waiting.push_back(invocation);
            } else {
                self.invocations.remove(&invocation);
                effects.push(exited(invocation, "signal: killed"));
            }
        }
        effects
    }

    /// Ends everything.
    pub fn reset(&mut self) -> Vec<Effect> {
        self.invocations.clear();
        let homes = std::mem::take(&mut self.homes);
        let mut effects = Vec::new();
        for place in 0..self.workers.len() {
            let worker = &mut self.workers[place];
            worker.waiting.clear();
            if worker.busy.take().is_some() {
                effects.extend(self.replace_worker(place));
                continue;
            }
            let living = homes.iter().filter(|(_, home)| **home == place);
            let environments: Vec<_> = living.map(|(environment, _)| *environment).collect();
            if !environments.is_empty() && self.state == State::Open {
                effects.push(Effect::Forget { worker: self.workers[place].id, environments });
            }
        }
        effects
    }

    /// The task for an idle worker, when something waits for it.
    fn next_task(&mut self, place: usize) -> Option<Effect> {
        let worker = &mut self.workers[place];
        if self.state != State::Open || worker.busy.is_some() {
            return None;
        }
        let (invocation, record) = loop {
            let invocation = worker.waiting.pop_front()?;
            if let Some(record) = self.invocations.get_mut(&invocation) {
                break (invocation, record);
            }
        };
        let held = record.held_by == Some(worker.id);
        if !held {
            record.held_by = None;
        }
        self.tasks = self.tasks.wrapping_add(1);
        worker.busy = Some((self.tasks, invocation));
        let new = if held { record.given.len().saturating_sub(1) } else { 0 };
        let task = Task {
            number: self.tasks,
            invoke: record.invoke.clone(),
            starts: !held,
            resumes: record.given[new..].to_vec(),
        };
        let budget_ms = budget_ms(&record.invoke);
        Some(Effect::Send { worker: worker.id, task, budget_ms })
    }

    fn tell(&mut self, invocation: InvocationId, progress: Progress) -> Effect {
        if matches!(progress.next, Next::End(_)) {
            self.invocations.remove(&invocation);
        }
        Effect::Tell(invocation, progress)
    }

    /// The place where an environment lives; a new one moves in where the fewest do.
    fn home_of(&mut self, environment: EnvironmentId) -> usize {
        if let Some(place) = self.homes.get(&environment) {
            return *place;
        }
        let neighbours = |place: &usize| self.homes.values().filter(|home| *home == place).count();
        let place = (0..self.workers.len()).min_by_key(neighbours).unwrap_or(0);
        self.homes.insert(environment, place);
        place
    }

    fn replace_worker(&mut self, place: usize) -> Vec<Effect> {
        let new = self.new_worker();
        let worker = &mut self.workers[place];
        let old = std::mem::replace(&mut worker.id, new.id);
        worker.busy = None;
        vec![Effect::End(old), Effect::Start(new.id)]
    }

    fn new_worker(&mut self) -> Worker {
        self.started += 1;
        Worker { id: WorkerId(self.started), busy: None, waiting: VecDeque::new() }
    }
}

fn budget_ms(invoke: &Invoke) -> u32 {
    u32::try_from(invoke.timeout_ms).unwrap_or(u32::MAX).clamp(LEAST_BUDGET_MS, MOST_BUDGET_MS)
}

fn exited(invocation: InvocationId, how: &str) -> Effect {
    Effect::Tell(invocation, ended(0, Outcome::Exited(how.to_owned())))
}

fn ended(computed_us: u64, outcome: Outcome) -> Progress {
    Progress::new(computed_us, 0, Next::End(outcome))
}

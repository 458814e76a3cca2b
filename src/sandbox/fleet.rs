//! The environments of runtimes that keep state between events: a worker each. A pure account, as [`super::pool`] is: it
//! touches no browser, and each change returns the [`Effect`]s to carry out, in order.
//!
//! A browser has room for a few of them only. When one too many is asked for, the one that was idle for longest loses its
//! worker. When it is needed again it is brought back: a new worker is given all that the old one was given, in the same
//! order, and nobody hears of what it says until it stands where the old one stood. Clock, chance and answers are the
//! same, so its globals and files are too. The same brings environments back after a reload, for whose past no code ran.

use std::collections::{BTreeMap, VecDeque};

use cloud::invocation::{EnvironmentId, Init, Invoke, Next, Outcome, Progress, Resume, RunId};

use super::pool::{MOST_FRAMES, WorkerId};

/// How many workers of a language there may be at once: those that AWS's model in the cloud lets run at once, and some
/// that idle.
const fn most(language: Language) -> usize {
    match language {
        Language::Nodejs => 32,
        Language::Python => 5,
    }
}

/// How long code may compute at a stretch, real milliseconds: long enough for slow machines, short enough for a person who
/// waits.
const LEAST_BUDGET_MS: u32 = 3_000;
const MOST_BUDGET_MS: u32 = 10_000;
/// The same for the start of a runtime, which loads an SDK or an interpreter before the code begins: [`Fleet::began`] is told
/// when it does. Fetching them does not count either: see [`Fleet::under_way`].
const fn start_ms(language: Language) -> u32 {
    match language {
        Language::Nodejs => 15_000,
        Language::Python => 60_000,
    }
}

/// How often a worker may ask for assets. A runtime has fewer of them.
const MOST_NEEDS: u32 = 12;

/// A language whose runtime keeps state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// nodejs24.x and its older versions.
    Nodejs,
    /// python3.14 and its older versions.
    Python,
}

impl Language {
    /// The language of an AWS runtime; none when it is none of these.
    pub fn of(runtime: &str) -> Option<Self> {
        if runtime.starts_with("nodejs") {
            Some(Self::Nodejs)
        } else if runtime.starts_with("python") {
            Some(Self::Python)
        } else {
            None
        }
    }

    /// The folder of its files.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Nodejs => "nodejs",
            Self::Python => "python",
        }
    }
}

/// What an environment is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Job {
    /// To begin.
    Init(Init),
    /// An event.
    Invoke(Invoke),
    /// Answers to its calls, at a virtual time, microseconds since 1970.
    Resume(Vec<(u32, cloud::http::Response)>, u64),
}

/// What is to be done after a change.
#[derive(Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "effects are few, and are carried out at once")]
pub enum Effect {
    /// Start a worker of this language.
    Start(WorkerId, Language),
    /// End a worker at once.
    End(WorkerId),
    /// Send a job, and call [`Fleet::overdue`] when it takes longer than the budget.
    Send { worker: WorkerId, task: u32, job: Box<Job>, budget_ms: u32 },
    /// Tell the page how far code came.
    Tell(RunId, Progress),
}

/// One environment.
struct Held {
    language: Language,
    worker: Option<WorkerId>,
    /// What the process was given since it began, which brings it back.
    given: Vec<Job>,
    /// How much of that its worker was given.
    restored: usize,
    /// What it was given last and has not answered.
    asked: Option<(RunId, Job)>,
    /// The task that its worker computes.
    task: Option<u32>,
    /// Whether the code has begun in that task, after what the runtime itself does.
    begun: bool,
    /// In how many frames that ended this task was under way.
    frames: u32,
    /// When it was used last, in a count of uses.
    used: u64,
    /// How often its worker asked for assets.
    needs: u32,
}

/// The account itself.
#[derive(Default)]
pub struct Fleet {
    open: bool,
    held: BTreeMap<EnvironmentId, Held>,
    /// Environments that want a worker and have none yet.
    waiting: VecDeque<EnvironmentId>,
    workers: u32,
    tasks: u32,
    uses: u64,
}

impl Fleet {
    /// The cage is open: what waited starts.
    pub fn open(&mut self) -> Vec<Effect> {
        self.open = true;
        self.start_waiting()
    }

    /// Begins an environment, or begins it anew.
    pub fn init(&mut self, init: Init) -> Vec<Effect> {
        let (environment, run) = (init.environment, RunId::Init(init.environment));
        let Some(language) = Language::of(&init.runtime) else {
            return vec![Effect::Tell(run, ended(exited("fork/exec: no such runtime")))];
        };
        let mut effects = self.drop_environment(environment);
        let job = Job::Init(init);
        self.held.insert(environment, Held::new(language, Some((run, job))));
        self.waiting.push_back(environment);
        effects.extend(self.start_waiting());
        effects
    }

    /// Gives an environment an event.
    pub fn invoke(&mut self, invoke: Invoke) -> Vec<Effect> {
        self.ask(invoke.environment, RunId::Invocation(invoke.invocation), Job::Invoke(invoke))
    }

    /// Gives `environment` what its code waits for.
    pub fn resume(&mut self, environment: EnvironmentId, run: RunId, resume: Resume, epoch_us: u64) -> Vec<Effect> {
        let answers = match resume {
            Resume::Replies(replies) => replies,
            // Only runtimes of one call at a time are answered so.
            Resume::Reply(_) | Resume::Awake => Vec::new(),
        };
        self.ask(environment, run, Job::Resume(answers, epoch_us))
    }

    /// Takes note of what an environment was given in a run that is being brought back, in which no code runs.
    pub fn know(&mut self, environment: EnvironmentId, job: Job) {
        if let Job::Init(init) = &job {
            let Some(language) = Language::of(&init.runtime) else { return };
            self.held.insert(environment, Held::new(language, None));
        }
        if let Some(held) = self.held.get_mut(&environment) {
            held.given.push(job);
        }
    }

    /// A worker has answered. One that says what it was not asked for is not a runtime's any more, and is ended before it
    /// says it without end.
    pub fn answered(&mut self, worker: WorkerId, task: u32, progress: Progress) -> Vec<Effect> {
        let Some(environment) = self.home_of(worker) else { return Vec::new() };
        let Some(held) = self.held.get_mut(&environment) else { return Vec::new() };
        if held.task != Some(task) {
            let why = "its sandbox answered what nobody had asked";
            return self.lose(environment, exited(&format!("signal: killed ({why})")));
        }
        held.task = None;
        if held.restored < held.given.len() {
            held.restored += 1;
            return self.send(environment).into_iter().collect();
        }
        let Some((run, job)) = held.asked.take() else { return Vec::new() };
        held.given.push(job);
        held.restored += 1;
        held.frames = 0;
        let mut effects = vec![Effect::Tell(run, progress)];
        effects.extend(self.start_waiting());
        effects
    }

    /// A task has used up its budget: its worker is ended.
    pub fn overdue(&mut self, worker: WorkerId, task: u32) -> Vec<Effect> {
        let Some(environment) = self.home_of(worker) else { return Vec::new() };
        if self.held.get(&environment).is_none_or(|held| held.task != Some(task)) {
            return Vec::new();
        }
        self.lose(environment, Outcome::Stopped)
    }

    /// A worker is gone by itself, or talks nonsense.
    pub fn worker_failed(&mut self, worker: WorkerId, outcome: Outcome) -> Vec<Effect> {
        let Some(environment) = self.home_of(worker) else { return Vec::new() };
        self.lose(environment, outcome)
    }

    /// Ends an environment and what runs in it.
    pub fn terminate(&mut self, environment: EnvironmentId) -> Vec<Effect> {
        let mut effects = self.drop_environment(environment);
        effects.extend(self.start_waiting());
        effects
    }

    /// Ends everything.
    pub fn reset(&mut self) -> Vec<Effect> {
        self.waiting.clear();
        let held = std::mem::take(&mut self.held);
        held.into_values().filter_map(|held| held.worker).map(Effect::End).collect()
    }

    /// The frame is gone with all its workers, and another is being opened: all begin again in it when they are needed. What
    /// was under way in one too many that ended has ended them, and is killed.
    pub fn reopen(&mut self) -> Vec<Effect> {
        self.open = false;
        for (environment, held) in &mut self.held {
            held.frames += u32::from(held.task.is_some());
            (held.worker, held.task, held.restored) = (None, None, 0);
            if held.asked.is_some() && !self.waiting.contains(environment) {
                self.waiting.push_back(*environment);
            }
        }
        let guilty = self.held.iter().filter(|(_, held)| held.frames >= MOST_FRAMES);
        let guilty: Vec<_> = guilty.map(|(environment, _)| *environment).collect();
        guilty.into_iter().flat_map(|environment| self.lose(environment, exited("signal: killed"))).collect()
    }

    /// The cage will never be open: what waits ends, and all that comes.
    pub fn close(&mut self) -> Vec<Effect> {
        self.waiting.clear();
        let asked = self.held.values_mut().filter_map(|held| held.asked.take());
        asked.map(|(run, _)| Effect::Tell(run, ended(exited("the sandbox could not be opened")))).collect()
    }

    /// Whether `environment` is one of these.
    pub fn has(&self, environment: EnvironmentId) -> bool {
        self.held.contains_key(&environment)
    }

    /// A worker asks for assets: of which language they are; none when it has asked too often.
    pub fn needs(&mut self, worker: WorkerId) -> Option<Language> {
        let environment = self.home_of(worker)?;
        let held = self.held.get_mut(&environment)?;
        held.needs += 1;
        (held.needs <= MOST_NEEDS).then_some(held.language)
    }

    /// The task that a worker computes, and its budget.
    pub fn under_way(&self, worker: WorkerId) -> Option<(u32, u32)> {
        let held = self.held.get(&self.home_of(worker)?)?;
        Some((held.task?, held.budget_ms()?))
    }

    /// A worker's code begins in this task: how long it may compute from now on. None when that was told before, or of
    /// another task: it moves no limit twice.
    pub fn began(&mut self, worker: WorkerId, task: u32) -> Option<u32> {
        let environment = self.home_of(worker)?;
        let held = self.held.get_mut(&environment).filter(|held| held.task == Some(task) && !held.begun)?;
        held.begun = true;
        held.budget_ms()
    }

    fn ask(&mut self, environment: EnvironmentId, run: RunId, job: Job) -> Vec<Effect> {
        let Some(held) = self.held.get_mut(&environment) else {
            return vec![Effect::Tell(run, ended(exited("signal: killed")))];
        };
        held.asked = Some((run, job));
        if held.worker.is_some() {
            return self.send(environment).into_iter().collect();
        }
        held.restored = 0;
        self.waiting.push_back(environment);
        self.start_waiting()
    }

    /// Sends an environment's worker what comes next for it.
    fn send(&mut self, environment: EnvironmentId) -> Option<Effect> {
        let held = self.held.get_mut(&environment)?;
        let worker = held.worker.filter(|_| held.task.is_none())?;
        let job = match held.given.get(held.restored) {
            Some(job) => job.clone(),
            None => held.asked.as_ref().map(|(_, job)| job.clone())?,
        };
        self.tasks = self.tasks.wrapping_add(1);
        self.uses += 1;
        held.task = Some(self.tasks);
        held.begun = false;
        held.used = self.uses;
        let budget_ms = held.budget_ms()?;
        Some(Effect::Send { worker, task: self.tasks, job: Box::new(job), budget_ms })
    }

    /// Gives workers to those who wait for one, as long as there is room or somebody who idles.
    fn start_waiting(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while let Some(environment) = self.waiting.front().copied().filter(|_| self.open) {
            let Some(held) = self.held.get(&environment).filter(|held| held.asked.is_some() && held.worker.is_none())
            else {
                self.waiting.pop_front();
                continue;
            };
            let language = held.language;
            let of_language = self.held.values().filter(|held| held.language == language && held.worker.is_some());
            if of_language.count() >= most(language) {
                let Some(idle) = self.longest_idle(language) else { return effects };
                effects.extend(self.take_worker(idle).map(Effect::End));
            }
            self.waiting.pop_front();
            self.workers += 1;
            let worker = WorkerId(WorkerId::FLEET + self.workers);
            if let Some(held) = self.held.get_mut(&environment) {
                held.worker = Some(worker);
                held.restored = 0;
                held.needs = 0;
            }
            effects.push(Effect::Start(worker, language));
            effects.extend(self.send(environment));
        }
        effects
    }

    /// The environment with a worker that has computed nothing for longest. One that waits for an answer counts too: the
    /// worker is not at work.
    fn longest_idle(&self, language: Language) -> Option<EnvironmentId> {
        let idle = self.held.iter().filter(|(_, held)| {
            held.language == language && held.worker.is_some() && held.task.is_none() && held.asked.is_none()
        });
        idle.min_by_key(|(_, held)| held.used).map(|(environment, _)| *environment)
    }

    fn take_worker(&mut self, environment: EnvironmentId) -> Option<WorkerId> {
        let held = self.held.get_mut(&environment)?;
        held.restored = 0;
        held.task = None;
        held.worker.take()
    }

    fn drop_environment(&mut self, environment: EnvironmentId) -> Vec<Effect> {
        let held = self.held.remove(&environment);
        held.and_then(|held| held.worker).map(Effect::End).into_iter().collect()
    }

    /// The process of an environment is gone, and with it all that it held. The cloud begins it anew for the next event.
    fn lose(&mut self, environment: EnvironmentId, outcome: Outcome) -> Vec<Effect> {
        let Some(held) = self.held.remove(&environment) else { return Vec::new() };
        let mut effects: Vec<_> = held.worker.map(Effect::End).into_iter().collect();
        if let Some((run, job)) = held.asked {
            let computed_us = u64::from(budget_ms(&job, false, held.begun)) * 1_000;
            let computed_us = if outcome == Outcome::Stopped { computed_us } else { 0 };
            effects.push(Effect::Tell(run, Progress::new(computed_us, 0, Next::End(outcome))));
        }
        effects.extend(self.start_waiting());
        effects
    }

    fn home_of(&self, worker: WorkerId) -> Option<EnvironmentId> {
        self.held.iter().find(|(_, held)| held.worker == Some(worker)).map(|(environment, _)| *environment)
    }
}

impl Held {
    /// An environment without a worker and a past.
    fn new(language: Language, asked: Option<(RunId, Job)>) -> Self {
        Self {
            language,
            worker: None,
            given: Vec::new(),
            restored: 0,
            asked,
            task: None,
            begun: false,
            frames: 0,
            used: 0,
            needs: 0,
        }
    }

    /// The budget of what it is given next, or was given last.
    fn budget_ms(&self) -> Option<u32> {
        let job = self.given.get(self.restored).or(self.asked.as_ref().map(|(_, job)| job))?;
        Some(budget_ms(job, self.restored < self.given.len(), self.begun))
    }
}

fn budget_ms(job: &Job, restores: bool, begun: bool) -> u32 {
    match job {
        Job::Init(init) if !begun => Language::of(&init.runtime).map_or(MOST_BUDGET_MS, start_ms),
        // The SDK that the code imports loads within it, whatever the timeout.
        Job::Init(_) | Job::Resume(..) => MOST_BUDGET_MS,
        // What it was allowed then it is allowed now.
        Job::Invoke(_) if restores => MOST_BUDGET_MS,
        Job::Invoke(invoke) => {
            u32::try_from(invoke.timeout_ms).unwrap_or(u32::MAX).clamp(LEAST_BUDGET_MS, MOST_BUDGET_MS)
        }
    }
}

fn exited(how: &str) -> Outcome {
    Outcome::Exited(how.to_owned())
}

fn ended(outcome: Outcome) -> Progress {
    Progress::new(0, 0, Next::End(outcome))
}

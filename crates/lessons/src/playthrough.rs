//! A learner's run: commands go in, the cloud runs, progress in the lesson follows from its history.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use cloud::http::Request;
use cloud::identity::Identity;
use cloud::invocation::{Progress, RunId};
use cloud::kernel::{Cloud, Output, Step as CloudStep, Ticket};
use cloud::services::Services;
use cloud::services::cloudformation::create_stack_request;
use cloud::sim::time::{Span, Time};
use cloud::sim::trace::Trace;
use cloud::verdict::Principal;
use cloud::view::micros;

use crate::lesson::Lesson;
use crate::recording::{Bodies, Recording, Written, command_line, handler_line, head_line};
use crate::view::{CheckView, LessonView, PredictionView, StepView};

/// How much virtual time passes between two commands of a learner, so that environments are seen to freeze.
const PAUSE: Span = Span::from_s(1);
/// How many things may happen while a lesson's world is built. A world has a few dozen resources.
const BUILD_LIMIT: usize = 100_000;

/// All that a learner can do to the simulated cloud and the lesson.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Send requests at once, each as somebody.
    Send(Vec<(Identity, Request)>),
    /// Let time pass up to what is scheduled next.
    RunToScheduled,
    /// Let what clients only wait for happen: a table becomes ACTIVE. The host gives it before a request of a program,
    /// whose waiter would ask again each twenty seconds.
    RunToAwaited,
    /// Answer a step's question.
    Answer {
        /// The step, from 0.
        step: usize,
        /// The choice, from 0.
        choice: usize,
    },
}

/// How many things that clients wait for may happen one after the other before a request. A table with its indexes has a
/// few dozen.
const AWAITED_LIMIT: usize = 1_000;

/// Why a lesson's world could not be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The lesson's template could not be deployed: {0}")]
pub struct BuildError(pub String);

/// A learner's run of a lesson.
pub struct Playthrough {
    lesson: Arc<Lesson>,
    cloud: Cloud,
    commands: Vec<(Time, Command)>,
    /// What handlers did, as it happened.
    recorded: BTreeMap<RunId, Vec<Progress>>,
    /// What handlers did in the recording that is being played again.
    replay: BTreeMap<RunId, std::vec::IntoIter<Progress>>,
    outputs: Vec<Output>,
    /// What a host was asked in the recording, for a host that is to bring environments back.
    known: Vec<Output>,
    answers: BTreeMap<usize, usize>,
    met: Vec<Vec<Option<Time>>>,
    revealed: Vec<Option<Time>>,
    /// The first hop that the checks have not seen.
    checked: usize,
    /// See [`Recording::came_with`].
    came_with: Option<String>,
}

impl Playthrough {
    /// Builds the lesson's world in a cloud of these services and stands at its beginning.
    ///
    /// # Errors
    /// When the template cannot be deployed.
    pub fn new(lesson: Arc<Lesson>, services: Services) -> Result<Self, BuildError> {
        let mut cloud = Cloud::with(lesson.seed, services);
        for package in &lesson.packages {
            cloud.bring_package(&package.key, package.zip.clone());
        }
        let request = create_stack_request(&lesson.id_as_stack_name(), &lesson.template);
        cloud.submit(Principal::Root, request);
        cloud.run(BUILD_LIMIT);
        for output in cloud.take_outputs() {
            let Output::Response { response, .. } = output else { continue };
            if !response.is_success() {
                return Err(BuildError(String::from_utf8_lossy(&response.body).into_owned()));
            }
        }
        if let Some(failure) = cloud.world().cloudformation().live().find_map(|stack| stack.failure()) {
            return Err(BuildError(failure.reason.clone()));
        }
        cloud.mark_origin();
        let checked = cloud.trace().hops.len();
        Ok(Self {
            met: lesson.steps.iter().map(|step| vec![None; step.checks.len()]).collect(),
            revealed: vec![None; lesson.steps.len()],
            lesson,
            cloud,
            commands: Vec::new(),
            recorded: BTreeMap::new(),
            replay: BTreeMap::new(),
            outputs: Vec::new(),
            known: Vec::new(),
            answers: BTreeMap::new(),
            checked,
            came_with: None,
        })
    }

    /// Lets handlers do what they did in a recording, whose commands are about to be given again in order.
    pub fn expect(&mut self, runs: BTreeMap<RunId, Vec<Progress>>) {
        self.replay = runs.into_iter().map(|(id, held)| (id, held.into_iter())).collect();
    }

    /// Notes what the run came with while code that came along may not run, or that it may. It is recorded.
    pub fn mark(&mut self, came_with: Option<String>) {
        self.came_with = came_with;
    }

    /// The lesson.
    #[must_use]
    pub fn lesson(&self) -> &Lesson {
        &self.lesson
    }

    /// The lesson, to be held beyond the run.
    #[must_use]
    pub fn lesson_shared(&self) -> Arc<Lesson> {
        Arc::clone(&self.lesson)
    }

    /// The cloud.
    #[must_use]
    pub fn cloud(&self) -> &Cloud {
        &self.cloud
    }

    /// The cloud, for a host that hashes bodies itself.
    pub fn cloud_mut(&mut self) -> &mut Cloud {
        &mut self.cloud
    }

    /// The history.
    #[must_use]
    pub fn trace(&self) -> &Trace {
        self.cloud.trace()
    }

    /// Gives a command. Call [`Self::run`] after it. The tickets are those of its requests, in order.
    pub fn dispatch(&mut self, command: Command) -> Vec<Ticket> {
        let mut tickets = Vec::new();
        match &command {
            Command::Send(requests) => {
                if self.has_begun() {
                    self.cloud.pass(PAUSE);
                }
                for (identity, request) in requests {
                    tickets.push(self.cloud.submit(identity.clone().into(), request.clone()));
                }
            }
            Command::RunToScheduled => {
                self.cloud.run_to_scheduled();
            }
            Command::RunToAwaited => {
                for _ in 0..AWAITED_LIMIT {
                    if !self.cloud.run_to_awaited() {
                        break;
                    }
                }
            }
            Command::Answer { step, choice } => {
                let choices = self
                    .lesson
                    .steps
                    .get(*step)
                    .and_then(|step| step.prediction.as_ref())
                    .map_or(0, |p| p.choices.len());
                // An answer may be changed until the run shows which was right. A step that is read late has a first
                // answer all the same.
                let is_revealed = self.revealed.get(*step).is_some_and(Option::is_some);
                let is_settled = is_revealed && self.answers.contains_key(step);
                if *choice < choices && !is_settled {
                    self.answers.insert(*step, *choice);
                }
            }
        }
        self.commands.push((self.cloud.now(), command));
        tickets
    }

    fn has_begun(&self) -> bool {
        let trace = self.cloud.trace();
        trace.messages.len() > trace.origin_message as usize
    }

    /// Lets things happen until the work is done, a handler must run, or `limit` things have happened.
    pub fn run(&mut self, limit: usize) -> CloudStep {
        let mut step = self.cloud.run(limit);
        // Handlers whose doings are recorded need no host.
        while self.sort_outputs() && step == CloudStep::Waiting {
            step = self.cloud.run(limit);
        }
        self.check();
        step
    }

    /// Keeps what the host has to do. Says whether a handler did what is recorded, so that the cloud may go on.
    fn sort_outputs(&mut self) -> bool {
        let mut went_on = false;
        for output in self.cloud.take_outputs() {
            let replayed = output.run().and_then(|id| Some((id, self.replay.get_mut(&id)?.next()?)));
            match replayed {
                Some((id, progress)) => {
                    self.recorded.entry(id).or_default().push(progress.clone());
                    self.cloud.progress(id, progress);
                    self.known.push(output);
                    went_on = true;
                }
                None if !self.replay.is_empty() && matches!(output, Output::Terminate(_)) => self.known.push(output),
                None => self.outputs.push(output),
            }
        }
        went_on
    }

    /// Takes what a host was asked in the recording that is being played again, in order: it need not run, but who keeps
    /// environments needs it to bring them back. It comes before [`Self::take_outputs`].
    pub fn take_known(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.known)
    }

    /// Takes what the host has to do.
    pub fn take_outputs(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.outputs)
    }

    /// Tells that a handler is parked or has ended, and records it. Where the lesson pins computing time, that is
    /// what counts.
    pub fn progress(&mut self, run: RunId, mut progress: Progress) {
        let stretches = self.recorded.entry(run).or_default();
        if let Some(last) = self.lesson.compute_ms.last() {
            let pinned = self.lesson.compute_ms.get(stretches.len()).unwrap_or(last);
            progress.computed_us = pinned * 1_000;
        }
        stretches.push(progress.clone());
        self.cloud.progress(run, progress);
    }

    /// The run so far, to be kept.
    #[must_use]
    pub fn recording(&self) -> Recording {
        Recording {
            lesson: self.lesson.id.clone(),
            seed: self.lesson.seed,
            commands: self.commands.clone(),
            runs: self.recorded.clone(),
            stands_at: None,
            came_with: self.came_with.clone(),
        }
    }

    /// Writes the next of the recording's lines, at most `lines` of them, to the end of `text`, and adds bodies that
    /// `bodies` does not hold yet. Says whether there is more. Between two calls the run may go on.
    pub fn write(&self, written: &mut Written, bodies: &mut Bodies, text: &mut String, lines: usize) -> bool {
        let commands = *written.commands.get_or_insert_with(|| {
            text.push_str(&head_line(&self.lesson.id, self.lesson.seed, None, self.came_with.as_deref()));
            written.last = self.recorded.last_key_value().map(|(id, _)| *id);
            self.commands.len()
        });
        for _ in 0..lines {
            if written.next_command < commands {
                let (at, command) = &self.commands[written.next_command];
                text.push_str(&command_line(*at, command, bodies));
                written.next_command += 1;
                continue;
            }
            let from = written.next_handler.map_or(Bound::Unbounded, Bound::Excluded);
            let Some(last) = written.last.filter(|last| written.next_handler != Some(*last)) else { return false };
            let Some((id, stretches)) = self.recorded.range((from, Bound::Included(last))).next() else {
                return false;
            };
            text.push_str(&handler_line(*id, stretches, bodies));
            written.next_handler = Some(*id);
        }
        true
    }

    fn check(&mut self) {
        let trace = self.cloud.trace();
        for hop in &trace.hops[self.checked..] {
            for (step, met) in self.lesson.steps.iter().zip(&mut self.met) {
                for (check, met) in step.checks.iter().zip(met) {
                    if met.is_none() && check.statement.holds(trace, hop) {
                        *met = Some(hop.at);
                    }
                }
            }
            for (step, revealed) in self.lesson.steps.iter().zip(&mut self.revealed) {
                let Some(prediction) = &step.prediction else { continue };
                if revealed.is_none() && prediction.when.holds(trace, hop) {
                    *revealed = Some(hop.at);
                }
            }
        }
        self.checked = trace.hops.len();
    }

    /// The lesson with the learner's progress, as it was at `at`.
    #[must_use]
    pub fn view(&self, at: Time) -> LessonView {
        let steps: Vec<StepView> = (0..self.lesson.steps.len()).map(|index| self.step_view(index, at)).collect();
        let current = steps.iter().position(|step| !step.done).unwrap_or(steps.len());
        LessonView {
            id: self.lesson.id.clone(),
            part: self.lesson.part.clone(),
            title: self.lesson.title.clone(),
            number: self.lesson.number,
            of: self.lesson.of,
            languages: self.lesson.languages.clone(),
            takes_photos: self.lesson.upload.is_some(),
            minutes: self.lesson.minutes,
            steps,
            current,
        }
    }

    fn step_view(&self, index: usize, at: Time) -> StepView {
        let step = &self.lesson.steps[index];
        let trace = self.cloud.trace();
        let checks: Vec<CheckView> = step
            .checks
            .iter()
            .zip(&self.met[index])
            .map(|(check, met)| {
                let met = met.filter(|met| *met <= at);
                CheckView { text: check.title.clone(), met: met.is_some(), met_us: met.map(|met| micros(trace, met)) }
            })
            .collect();
        let chosen = self.answers.get(&index).copied();
        let prediction = step.prediction.as_ref().map(|prediction| PredictionView {
            question: prediction.question.clone(),
            choices: prediction.choices.clone(),
            chosen,
            revealed: self.revealed[index]
                .filter(|revealed| *revealed <= at && chosen.is_some())
                .map(|_| (prediction.right, prediction.explanation.clone())),
        });
        let answered = prediction.as_ref().is_none_or(|prediction| prediction.chosen.is_some());
        StepView {
            title: step.title.clone(),
            html: step.html.clone(),
            done: answered && checks.iter().all(|check| check.met),
            prediction,
            checks,
            hint: step.hint.clone(),
        }
    }
}

impl Lesson {
    /// The lesson's folder as the name of a stack, which begins with a letter.
    fn id_as_stack_name(&self) -> String {
        format!("lesson-{}", self.folder())
    }
}

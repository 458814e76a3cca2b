//! A recording: a seed, the learner's commands, and what the handlers did. It brings a run back without running code.
//!
//! Its text is a line of JSON for the run, one for each command and one for each handler's run, so that a long run can be
//! written a slice at a time. Bodies are kept beside the text, each once, and the text refers to them by number, so that
//! a photo is not written as text and a storage can keep it as bytes.

use std::collections::BTreeMap;

use bytes::Bytes;
use cloud::http::{Headers, Request};
use cloud::identity::Identity;
use cloud::invocation::{Next, Outcome, Progress, RunId};
use cloud::sim::time::Time;
use serde::{Deserialize, Serialize};

use crate::playthrough::Command;

/// The form that this program writes. A recording of another form is refused, not guessed at.
pub const VERSION: u32 = 4;

/// A run, ready to be played again.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// The lesson's folder.
    pub lesson: String,
    /// The seed.
    pub seed: u64,
    /// The learner's commands, each with the virtual time at which it was given.
    pub commands: Vec<(Time, Command)>,
    /// What each handler and each INIT phase did, stretch by stretch.
    pub runs: BTreeMap<RunId, Vec<Progress>>,
    /// The hop at which whoever made it stood, counted from the run's first; none for its end.
    pub stands_at: Option<usize>,
    /// What it came with, if it is somebody else's and its code may not run yet: `demo.coldstart`.
    pub came_with: Option<String>,
}

/// A recording as it is kept: a text, and the bodies that the text refers to by number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Saved {
    /// Lines of JSON.
    pub text: String,
    /// The bodies.
    pub bodies: Vec<Bytes>,
}

/// Why a saved run cannot be brought back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordingError {
    /// It is not what this program writes.
    #[error("The saved run cannot be read, at line {line}, column {column}: {reason}")]
    Unreadable {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
        /// What is wrong there.
        reason: String,
    },
    /// It was written by another version.
    #[error("The saved run has form {0}; this page reads form {VERSION}")]
    Version(u32),
    /// A body that it refers to is missing.
    #[error("The saved run refers to body {0}, which is missing")]
    MissingBody(usize),
}

/// The first line.
#[derive(Serialize, Deserialize)]
struct Head {
    version: u32,
    lesson: String,
    seed: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stands_at: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    came_with: Option<String>,
}

/// The only part of the first line that every form has.
#[derive(Deserialize)]
struct Form {
    version: u32,
}

/// Every other line.
#[derive(Serialize, Deserialize)]
enum Line {
    Command(Time, SavedCommand),
    Handler(RunId, Vec<SavedProgress>),
}

#[derive(Serialize, Deserialize)]
enum SavedCommand {
    Send(Vec<(Identity, SavedRequest)>),
    RunToScheduled,
    RunToAwaited,
    Answer(usize, usize),
}

#[derive(Serialize, Deserialize)]
struct SavedRequest {
    method: String,
    host: String,
    path: String,
    query: String,
    headers: Headers,
    body: Option<usize>,
}

#[derive(Serialize, Deserialize)]
struct SavedProgress {
    computed_us: u64,
    printed: Vec<String>,
    memory_bytes: u64,
    next: SavedNext,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    holds: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
enum SavedNext {
    Call(SavedRequest),
    Sleep(u64),
    Wait(Vec<(u32, SavedRequest)>, Option<u64>),
    End(Outcome),
}

impl Recording {
    /// The recording as it is kept.
    #[must_use]
    pub fn save(&self) -> Saved {
        let mut bodies = Bodies::default();
        let mut text = head_line(&self.lesson, self.seed, self.stands_at, self.came_with.as_deref());
        for (at, command) in &self.commands {
            text.push_str(&command_line(*at, command, &mut bodies));
        }
        for (id, stretches) in &self.runs {
            text.push_str(&handler_line(*id, stretches, &mut bodies));
        }
        Saved { text, bodies: bodies.list }
    }

    /// Reads a recording as it was kept.
    ///
    /// # Errors
    /// When it is not one, or not whole.
    pub fn load(saved: &Saved) -> Result<Self, RecordingError> {
        let mut lines = saved.text.lines().enumerate();
        let first = lines.next().map_or("", |(_, line)| line);
        let form: Form = read(first, 0)?;
        if form.version != VERSION {
            return Err(RecordingError::Version(form.version));
        }
        let head: Head = read(first, 0)?;
        let mut recording = Self {
            lesson: head.lesson,
            seed: head.seed,
            commands: Vec::new(),
            runs: BTreeMap::new(),
            stands_at: head.stands_at,
            came_with: head.came_with,
        };
        for (number, line) in lines {
            match read(line, number)? {
                Line::Command(at, command) => recording.commands.push((at, command_of(command, &saved.bodies)?)),
                Line::Handler(id, stretches) => {
                    let stretches = stretches.into_iter().map(|held| progress_of(held, &saved.bodies));
                    recording.runs.insert(id, stretches.collect::<Result<_, _>>()?);
                }
            }
        }
        Ok(recording)
    }
}

/// Reads the line `number`, from 0.
fn read<T: for<'de> Deserialize<'de>>(line: &str, number: usize) -> Result<T, RecordingError> {
    serde_json::from_str(line).map_err(|error| RecordingError::Unreadable {
        line: number + 1,
        column: error.column(),
        reason: error.to_string(),
    })
}

fn line(of: &impl Serialize) -> String {
    let mut text = serde_json::to_string(of).expect("a recording holds only what JSON can hold");
    text.push('\n');
    text
}

pub(crate) fn head_line(lesson: &str, seed: u64, stands_at: Option<usize>, came_with: Option<&str>) -> String {
    let came_with = came_with.map(str::to_owned);
    line(&Head { version: VERSION, lesson: lesson.to_owned(), seed, stands_at, came_with })
}

pub(crate) fn command_line(at: Time, command: &Command, bodies: &mut Bodies) -> String {
    line(&Line::Command(at, bodies.command(command)))
}

pub(crate) fn handler_line(id: RunId, stretches: &[Progress], bodies: &mut Bodies) -> String {
    line(&Line::Handler(id, stretches.iter().map(|progress| bodies.progress(progress)).collect()))
}

/// How far a run has been written: see [`crate::Playthrough::write`]. It writes what there was when it began, whatever
/// is added meanwhile.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// Commands there were when it began; none before.
    pub(crate) commands: Option<usize>,
    /// The last handler's run that there was when it began.
    pub(crate) last: Option<RunId>,
    pub(crate) next_command: usize,
    pub(crate) next_handler: Option<RunId>,
}

/// The bodies that a kept recording refers to, by number.
#[derive(Default)]
pub struct Bodies {
    list: Vec<Bytes>,
    /// Where a body stands, by its address and length: one that is shared is the same bytes in memory.
    known: BTreeMap<(usize, usize), usize>,
}

impl Bodies {
    /// The bodies, in the order of their numbers. It only grows.
    #[must_use]
    pub fn list(&self) -> &[Bytes] {
        &self.list
    }

    fn add(&mut self, body: &Bytes) -> Option<usize> {
        if body.is_empty() {
            return None;
        }
        let key = (body.as_ptr().addr(), body.len());
        let list = &mut self.list;
        Some(*self.known.entry(key).or_insert_with(|| {
            list.push(body.clone());
            list.len() - 1
        }))
    }

    fn request(&mut self, request: &Request) -> SavedRequest {
        SavedRequest {
            method: request.method.clone(),
            host: request.host.clone(),
            path: request.path.clone(),
            query: request.query.clone(),
            headers: request.headers.clone(),
            body: self.add(&request.body),
        }
    }

    fn command(&mut self, command: &Command) -> SavedCommand {
        match command {
            Command::Send(requests) => SavedCommand::Send(
                requests.iter().map(|(identity, request)| (identity.clone(), self.request(request))).collect(),
            ),
            Command::RunToScheduled => SavedCommand::RunToScheduled,
            Command::RunToAwaited => SavedCommand::RunToAwaited,
            Command::Answer { step, choice } => SavedCommand::Answer(*step, *choice),
        }
    }

    fn progress(&mut self, progress: &Progress) -> SavedProgress {
        SavedProgress {
            computed_us: progress.computed_us,
            printed: progress.printed.clone(),
            memory_bytes: progress.memory_bytes,
            next: match &progress.next {
                Next::Call(request) => SavedNext::Call(self.request(request)),
                Next::Sleep(us) => SavedNext::Sleep(*us),
                Next::Wait { calls, sleep_us } => SavedNext::Wait(
                    calls.iter().map(|(number, request)| (*number, self.request(request))).collect(),
                    *sleep_us,
                ),
                Next::End(outcome) => SavedNext::End(outcome.clone()),
            },
            holds: progress.holds.clone(),
        }
    }
}

fn request_of(saved: SavedRequest, bodies: &[Bytes]) -> Result<Request, RecordingError> {
    let body = match saved.body {
        Some(number) => bodies.get(number).cloned().ok_or(RecordingError::MissingBody(number))?,
        None => Bytes::new(),
    };
    Ok(Request {
        method: saved.method,
        host: saved.host,
        path: saved.path,
        query: saved.query,
        headers: saved.headers,
        body,
    })
}

fn command_of(saved: SavedCommand, bodies: &[Bytes]) -> Result<Command, RecordingError> {
    Ok(match saved {
        SavedCommand::Send(requests) => Command::Send(
            requests
                .into_iter()
                .map(|(identity, request)| Ok((identity, request_of(request, bodies)?)))
                .collect::<Result<_, RecordingError>>()?,
        ),
        SavedCommand::RunToScheduled => Command::RunToScheduled,
        SavedCommand::RunToAwaited => Command::RunToAwaited,
        SavedCommand::Answer(step, choice) => Command::Answer { step, choice },
    })
}

fn progress_of(saved: SavedProgress, bodies: &[Bytes]) -> Result<Progress, RecordingError> {
    Ok(Progress {
        computed_us: saved.computed_us,
        printed: saved.printed,
        memory_bytes: saved.memory_bytes,
        next: match saved.next {
            SavedNext::Call(request) => Next::Call(request_of(request, bodies)?),
            SavedNext::Sleep(us) => Next::Sleep(us),
            SavedNext::Wait(calls, sleep_us) => Next::Wait {
                calls: calls
                    .into_iter()
                    .map(|(number, request)| Ok((number, request_of(request, bodies)?)))
                    .collect::<Result<_, RecordingError>>()?,
                sleep_us,
            },
            SavedNext::End(outcome) => Next::End(outcome),
        },
        holds: saved.holds,
    })
}

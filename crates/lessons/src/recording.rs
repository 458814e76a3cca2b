//! A recording: a seed, the learner's commands, and what the handlers did. It brings a run back without running code.
//!
//! Bodies are kept beside the recording's text, each once, and the text refers to them by number, so that a photo is
//! not written as text and a storage can keep it as bytes.

use std::collections::BTreeMap;

use bytes::Bytes;
use cloud::http::{Headers, Request};
use cloud::invocation::{InvocationId, Next, Outcome, Progress};
use cloud::sim::time::Time;
use serde::{Deserialize, Serialize};

use crate::playthrough::Command;

/// The form that this program writes. A recording of another form is refused, not guessed at.
pub const VERSION: u32 = 1;

/// A run, ready to be played again.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// The lesson's folder.
    pub lesson: String,
    /// The seed.
    pub seed: u64,
    /// The learner's commands, each with the virtual time at which it was given.
    pub commands: Vec<(Time, Command)>,
    /// What each handler did, stretch by stretch.
    pub invocations: BTreeMap<InvocationId, Vec<Progress>>,
}

/// A recording as it is kept: a text, and the bodies that the text refers to by number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Saved {
    /// JSON.
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

#[derive(Serialize, Deserialize)]
struct Document {
    version: u32,
    lesson: String,
    seed: u64,
    commands: Vec<(Time, SavedCommand)>,
    invocations: Vec<(InvocationId, Vec<SavedProgress>)>,
}

#[derive(Serialize, Deserialize)]
enum SavedCommand {
    Send(Vec<(bool, SavedRequest)>),
    RunToScheduled,
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
}

#[derive(Serialize, Deserialize)]
enum SavedNext {
    Call(SavedRequest),
    Sleep(u64),
    End(Outcome),
}

impl Recording {
    /// The recording as it is kept.
    #[must_use]
    pub fn save(&self) -> Saved {
        let mut bodies = Bodies::default();
        let text = self.save_into(&mut bodies);
        Saved { text, bodies: bodies.list }
    }

    /// The recording's text, with bodies that `bodies` does not hold yet added to it, so that a run that grows is kept
    /// by writing only what is new.
    #[must_use]
    pub fn save_into(&self, bodies: &mut Bodies) -> String {
        let document = Document {
            version: VERSION,
            lesson: self.lesson.clone(),
            seed: self.seed,
            commands: self.commands.iter().map(|(at, command)| (*at, bodies.command(command))).collect(),
            invocations: self
                .invocations
                .iter()
                .map(|(id, stretches)| (*id, stretches.iter().map(|progress| bodies.progress(progress)).collect()))
                .collect(),
        };
        serde_json::to_string(&document).expect("a recording holds only what JSON can hold")
    }

    /// Reads a recording as it was kept.
    ///
    /// # Errors
    /// When it is not one, or not whole.
    pub fn load(saved: &Saved) -> Result<Self, RecordingError> {
        let document: Document = serde_json::from_str(&saved.text).map_err(|error| RecordingError::Unreadable {
            line: error.line(),
            column: error.column(),
            reason: error.to_string(),
        })?;
        if document.version != VERSION {
            return Err(RecordingError::Version(document.version));
        }
        let commands = document
            .commands
            .into_iter()
            .map(|(at, command)| Ok((at, command_of(command, &saved.bodies)?)))
            .collect::<Result<_, RecordingError>>()?;
        let mut invocations = BTreeMap::new();
        for (id, stretches) in document.invocations {
            let stretches =
                stretches.into_iter().map(|held| progress_of(held, &saved.bodies)).collect::<Result<_, _>>()?;
            invocations.insert(id, stretches);
        }
        Ok(Self { lesson: document.lesson, seed: document.seed, commands, invocations })
    }
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
            Command::Send(requests) => {
                SavedCommand::Send(requests.iter().map(|(owner, request)| (*owner, self.request(request))).collect())
            }
            Command::RunToScheduled => SavedCommand::RunToScheduled,
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
                Next::End(outcome) => SavedNext::End(outcome.clone()),
            },
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
                .map(|(owner, request)| Ok((owner, request_of(request, bodies)?)))
                .collect::<Result<_, RecordingError>>()?,
        ),
        SavedCommand::RunToScheduled => Command::RunToScheduled,
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
            SavedNext::End(outcome) => Next::End(outcome),
        },
    })
}

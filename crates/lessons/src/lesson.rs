//! A lesson as a teacher writes it: `lesson.md`, and the template that builds its world.
//!
//! `lesson.md` begins with a few `key: value` lines between `---`. Each `## Heading` begins a step. A step's text is
//! Markdown; three kinds of fenced block have a meaning: `check` (a title, then a statement), `predict` (a question,
//! choices of which one is marked `[x]`, a line `when:` with the statement that reveals it, an explanation) and `hint`.

#[cfg(feature = "author")]
mod author;

use serde::{Deserialize, Serialize};

use crate::check::Statement;

/// A lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    /// Its folder: `01-thumbnail`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The part it belongs to.
    pub part: String,
    /// About how long it takes, minutes.
    pub minutes: u32,
    /// The seed of its runs.
    pub seed: u64,
    /// The bucket that photos are dropped on, and what their keys begin with.
    pub upload: (String, String),
    /// What each stretch of a handler's computing counts for, milliseconds of one vCPU, so that a class sees one
    /// figure; empty when it is measured.
    pub compute_ms: Vec<u64>,
    /// The SAM template that builds its world.
    pub template: String,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// A step of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Its title.
    pub title: String,
    /// Its text, HTML.
    pub html: String,
    /// Its question.
    pub prediction: Option<Prediction>,
    /// What must become true.
    pub checks: Vec<Check>,
    /// Its hint, HTML.
    pub hint: Option<String>,
}

/// A check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// What the learner reads.
    pub title: String,
    /// What must become true.
    pub statement: Statement,
}

/// A question with choices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// The question.
    pub question: String,
    /// The choices.
    pub choices: Vec<String>,
    /// The index of the right one.
    pub right: usize,
    /// What reveals it.
    pub when: Statement,
    /// The explanation, HTML.
    pub explanation: String,
}

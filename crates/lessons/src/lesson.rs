//! A lesson as a teacher writes it: `lesson.md`, and the template that builds its world.
//!
//! Where its functions may be in one of several languages, `languages` names them, and template and code are in a folder
//! for each: `nodejs/template.yaml`, `nodejs/get-users/index.mjs`.
//!
//! `lesson.md` begins with a few `key: value` lines between `---`. Each `## Heading` begins a step. A step's text is
//! Markdown, in which a fenced block of one of the languages is shown in that language alone; three kinds of fenced block have a meaning: `check` (a title, then a statement), `predict` (a question,
//! choices of which one is marked `[x]`, a line `when:` with the statement that reveals it, an explanation) and `hint`.

#[cfg(feature = "author")]
mod author;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::check::Statement;

/// A lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    /// Its folder, and the language of its functions where the learner chooses one: `01-thumbnail`, `02-get-users/python`.
    pub id: String,
    /// The languages that the learner may choose from, as their folders are called, the first one first; empty when there
    /// is nothing to choose.
    pub languages: Vec<String>,
    /// Its place among the lessons, from 1.
    pub number: usize,
    /// How many lessons there are.
    pub of: usize,
    /// Its title.
    pub title: String,
    /// The part it belongs to.
    pub part: String,
    /// About how long it takes, minutes.
    pub minutes: u32,
    /// The seed of its runs.
    pub seed: u64,
    /// The bucket that photos are dropped on, and what their keys begin with, if there is one.
    pub upload: Option<(String, String)>,
    /// What each stretch of a handler's computing counts for, milliseconds of one vCPU, so that a class sees one
    /// figure; empty when it is measured.
    pub compute_ms: Vec<u64>,
    /// The SAM template that builds its world.
    pub template: String,
    /// The code of its functions in Node and Python.
    pub packages: Vec<Package>,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// The code that a template's `CodeUri` names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Package {
    /// The last part of the `CodeUri`: `get-users`.
    pub key: String,
    /// The files, a zip.
    #[serde(with = "cloud::blob")]
    pub zip: Bytes,
}

impl Lesson {
    /// The name of its folder, whatever the language.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.id.split('/').next().unwrap_or(&self.id)
    }

    /// The language of its functions; none when there is nothing to choose.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        self.id.split_once('/').map(|(_, language)| language)
    }
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

//! What the reader shows of a lesson: plain data.

use serde::Serialize;

/// A lesson as the reader shows it, with the learner's progress.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LessonView {
    /// Its folder, and the language of its functions where the learner chooses one: `01-thumbnail`, `02-get-users/python`.
    pub id: String,
    /// The languages that the learner may choose from, as their folders are called; empty when there is nothing to choose.
    pub languages: Vec<String>,
    /// The part it belongs to: `Events`.
    pub part: String,
    /// Its title.
    pub title: String,
    /// Its place among the lessons, from 1.
    pub number: usize,
    /// How many lessons there are.
    pub of: usize,
    /// About how long it takes, minutes.
    pub minutes: u32,
    /// Whether it has a bucket that photos are dropped on.
    pub takes_photos: bool,
    /// Its steps.
    pub steps: Vec<StepView>,
    /// The step that is open, from 0; the number of steps once all are done.
    pub current: usize,
}

/// One step.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StepView {
    /// Its title.
    pub title: String,
    /// Its text, HTML made from the lesson's Markdown; nothing else gets into it.
    pub html: String,
    /// A question to be answered before the run.
    pub prediction: Option<PredictionView>,
    /// What must be true for the step to be done.
    pub checks: Vec<CheckView>,
    /// A hint, HTML.
    pub hint: Option<String>,
    /// Whether all its checks are met and its question is answered.
    pub done: bool,
}

/// A question with choices.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PredictionView {
    /// The question.
    pub question: String,
    /// The choices.
    pub choices: Vec<String>,
    /// What the learner chose.
    pub chosen: Option<usize>,
    /// Once the run has shown it: which choice was right, and the explanation, HTML.
    pub revealed: Option<(usize, String)>,
}

/// One check.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CheckView {
    /// What must be true, in a few words: `Event delivered`.
    pub text: String,
    /// Whether it is.
    pub met: bool,
    /// Since when, microseconds since the run's origin.
    pub met_us: Option<f64>,
}

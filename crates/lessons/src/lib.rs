//! A learner's run without a user interface: lessons as teachers write them, the playthrough, recordings, checks.
//!
//! Pure, as the cloud is: no I/O, no clock. A host hands in texts and bytes, runs the handlers it is asked to run,
//! and keeps the recordings.

pub mod check;
pub mod diagnostic;
pub mod handed;
pub mod lesson;
pub mod playthrough;
pub mod recording;
pub mod view;

pub use check::Statement;
pub use diagnostic::Diagnostic;
pub use handed::Handed;
pub use lesson::Lesson;
pub use playthrough::{Command, Playthrough};
pub use recording::Recording;

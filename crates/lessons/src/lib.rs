//! A learner's run without a user interface: course, playthrough, recordings, checks. Pure.

pub mod view;

//! A learner's run without a user interface.

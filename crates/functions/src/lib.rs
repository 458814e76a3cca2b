//! The Rust Lambda functions.

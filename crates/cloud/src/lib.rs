//! The simulated AWS: a deterministic discrete-event simulation behind real wire protocols.
//!
//! A host submits HTTP requests, steps the simulation, runs the handlers it asks to be run, and reads the
//! history. This crate does no I/O, reads no clock and draws no entropy: time is virtual, and ids come from a
//! seed, so that the same seed and the same inputs give the same history, byte for byte.

pub mod account;
pub mod blob;
pub mod caller;
pub mod error;
pub mod gateway;
pub mod http;
pub mod identity;
pub mod invocation;
pub mod kernel;
pub mod model;
pub mod operation;
pub mod protocol;
pub mod services;
pub mod sim;
pub mod verdict;
pub mod view;
pub mod world;

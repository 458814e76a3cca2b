//! What Pillow's C module does, for the real Pillow on CPython in a browser's worker: pictures behind numbers, and
//! operations on them. Pillow's Python decides; this computes, with Pillow's roundings, so that results are the same
//! sample for sample wherever the tests (`tests/pillow`) say so.
//!
//! It knows no Python and no browser. `runtimes/python/pillow` is the other side: `imaging.js` instantiates the module
//! and moves bytes, `_imaging.py` has the names that Pillow asks for.
//!
//! - [`picture`]: modes and how their pixels lie in memory, which is as in Pillow.
//! - [`host`]: the pictures and bytes that the other side has numbers for, and the one way an operation fails.
//! - [`operations`]: the table of operations by name. Arguments and results are numbers.
//!
//! # Build
//! With the flags and the profile of the functions in Rust (`xtask/src/site/function.rs`): the memory is imported, so
//! that a worker can measure and cap it.

#[cfg(target_arch = "wasm32")]
mod abi;
mod bands;
mod blend;
mod blur;
mod channels;
mod codecs;
mod convert;
mod draw;
mod filter;
mod geometry;
pub mod host;
pub mod operations;
mod palette;
pub mod picture;
mod quantise;
mod raw;
mod reduce;
mod resample;
mod statistics;
mod transform;

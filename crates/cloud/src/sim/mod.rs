//! The kernel's parts: virtual time, the event queue, seeded chance, and the history of what happened.
//!
//! Nothing here knows a service of AWS.

pub mod queue;
pub mod rng;
pub mod time;
pub mod trace;

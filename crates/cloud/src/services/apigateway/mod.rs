//! API Gateway's REST APIs (version 1): what they are made of, and the operations that make them.
//!
//! Answering requests to a stage is the data plane's affair; it reads the state here and changes what is counted.

mod error;
pub mod record;
pub mod state;

pub use error::Error;
pub use state::State;

//! The operations of STS, one file each.

mod get_caller_identity;

use crate::operation::Operation;

/// What is simulated of STS. Sessions of roles begin with the environments of functions, not by `AssumeRole`.
pub static OPERATIONS: [Operation; 1] = [get_caller_identity::OPERATION];

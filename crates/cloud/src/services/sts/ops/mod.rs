//! The operations of STS, one file each.

mod assume_role;
mod get_caller_identity;
mod get_federation_token;
mod get_session_token;
mod session;

use crate::operation::Operation;

/// What is simulated of STS.
pub static OPERATIONS: [Operation; 4] = [
    assume_role::OPERATION,
    get_caller_identity::OPERATION,
    get_federation_token::OPERATION,
    get_session_token::OPERATION,
];

//! A request to a REST API on its way.

use crate::http::Request;

/// A request that waits for its authorizer or its integration.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The request.
    pub request: Request,
}

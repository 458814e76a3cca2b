//! Security Token Service: who am I, and sessions. It keeps no state of its own: IAM keeps roles, users and keys.

mod error;
mod ops;

pub use ops::OPERATIONS;

use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Call, Operation};
use crate::protocol::{Protocol, query::Form};
use crate::services::Service;

/// The namespace of STS's documents.
const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// The service, as the gateway sees it.
pub struct Sts {
    /// Its operations that a cloud has.
    pub operations: &'static [Operation],
}

impl Service for Sts {
    fn prefix(&self) -> &'static str {
        "sts"
    }

    fn operations(&self) -> &'static [Operation] {
        self.operations
    }

    fn route<'a>(&self, request: &'a Request) -> Result<Call<'a>, ServiceError> {
        let form = Form::read(request);
        let operation = self.operation(form.get("Action").unwrap_or_default())?;
        Ok(Call { request, service: self.prefix(), operation, name: "".into(), key: "".into(), json: None })
    }

    fn protocol(&self) -> Protocol {
        Protocol::Query { namespace: NAMESPACE }
    }
}

//! Identity and Access Management: roles, policies, and the decision whether a call is permitted.

mod answers;
mod bounded;
pub mod conditions;
pub mod context;
pub mod error;
pub mod evaluate;
pub mod glob;
mod grammar;
pub mod malformed;
pub mod managed;
mod operators;
mod ops;
mod parameters;
pub mod pattern;
pub mod policy;
pub mod principals;
pub mod state;

use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Call, Operation};
use crate::protocol::{Protocol, query::Form};
use crate::services::Service;

pub use evaluate::{arn_of, authorise, authorise_at, authorise_with};
pub use ops::OPERATIONS;
pub use state::State;

/// The namespace of IAM's documents.
const NAMESPACE: &str = "https://iam.amazonaws.com/doc/2010-05-08/";

/// What a first lesson's run needs of them.
pub static CORE: [Operation; 3] =
    Operation::pick(&ops::OPERATIONS, ["CreateRole", "PutRolePolicy", "AttachRolePolicy"]);

/// The service, as the gateway sees it.
pub struct Iam {
    /// Its operations that a cloud has.
    pub operations: &'static [Operation],
}

impl Service for Iam {
    fn prefix(&self) -> &'static str {
        "iam"
    }

    fn operations(&self) -> &'static [Operation] {
        self.operations
    }

    fn route<'a>(&self, request: &'a Request) -> Result<Call<'a>, ServiceError> {
        let form = Form::read(request);
        let operation = self.operation(form.get("Action").unwrap_or_default())?;
        let policy = form.get("PolicyArn").or(form.get("PolicyName")).unwrap_or_default();
        let (name, key) = match form.get("RoleName").or(form.get("UserName")) {
            Some(role) => (role, policy),
            None => (policy, ""),
        };
        Ok(Call { request, service: self.prefix(), operation, name: name.into(), key: key.into(), json: None })
    }

    fn protocol(&self) -> Protocol {
        Protocol::Query { namespace: NAMESPACE }
    }
}

//! Lambda: functions, their policies, and the state of their environments.
//!
//! Running handlers is the kernel's affair; this module holds what the API shows and changes.

mod error;
mod ops;
pub mod published;
mod routes;
pub mod state;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_published;

pub use error::Error;
pub use ops::configuration;
pub use routes::OPERATIONS;
pub use state::{
    Environment, EnvironmentState, EventInvoke, Fleet, Function, State, function_arn, version_name, version_number,
};

use std::sync::Arc;

use crate::account::{ACCOUNT_ID, CODE_HOST};
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Access, Call, Operation, PolicyOf};
use crate::services::{Service, iam, is_host_of};
use crate::sim::trace::Place;
use crate::verdict::{Principal, Verdict};
use crate::world::World;

/// What a first lesson's run needs of them.
pub static CORE: [Operation; 6] = Operation::pick(
    &routes::OPERATIONS,
    [
        "Invoke",
        "CreateFunction",
        "UpdateFunctionConfiguration",
        "AddPermission",
        "PutFunctionConcurrency",
        "PutFunctionEventInvokeConfig",
    ],
);

/// Lambda, as the gateway sees it.
pub struct Lambda {
    /// Its operations that a cloud has.
    pub operations: &'static [Operation],
}

impl Service for Lambda {
    fn prefix(&self) -> &'static str {
        "lambda"
    }

    fn operations(&self) -> &'static [Operation] {
        self.operations
    }

    fn owns(&self, request: &Request) -> bool {
        is_host_of(&request.host, self.prefix()) || request.host == CODE_HOST
    }

    fn route<'a>(&self, request: &'a Request) -> Result<Call<'a>, ServiceError> {
        routes::route(self, request)
    }

    fn place(&self, call: &Call<'_>, _world: &World) -> Place {
        if call.name.is_empty() { Place::Service("lambda") } else { Place::Function(call.name.clone()) }
    }
}

/// Whether `principal` may invoke the function called `name` by this ARN of it, by the function's policy and its own.
#[must_use]
pub fn authorise_invoke(world: &World, principal: &Principal, name: &str, arn: impl Into<Arc<str>>) -> Verdict {
    let access =
        Access { action: "lambda:InvokeFunction", resource: arn.into(), policy_of: PolicyOf::Function(name.into()) };
    iam::authorise(world, principal, &access)
}

/// The qualifier in a function's ARN, partial ARN or name: `prod` of `f:prod`.
#[must_use]
pub fn qualifier_in(text: &str) -> Option<&str> {
    local(text).split_once(':').map(|(_, qualifier)| qualifier).filter(|qualifier| !qualifier.is_empty())
}

/// The name in a function's ARN, partial ARN or plain name, without its qualifier.
#[must_use]
pub fn function_name(text: &str) -> &str {
    let name = local(text);
    name.split(':').next().unwrap_or(name)
}

/// A function's name with its qualifier, without the rest of the ARN or partial ARN.
fn local(text: &str) -> &str {
    let name = text
        .strip_prefix("arn:aws:lambda:")
        .and_then(|rest| rest.split_once(":function:"))
        .map_or(text, |(_, name)| name);
    name.strip_prefix(ACCOUNT_ID).and_then(|rest| rest.strip_prefix(":function:")).unwrap_or(name)
}

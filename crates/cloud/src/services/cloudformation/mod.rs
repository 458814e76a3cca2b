//! CloudFormation: templates, the SAM transform among them, become stacks of resources.
//!
//! It knows templates and stacks. Of other services it knows only the calls that a person would make: buckets,
//! roles and functions come to be through the gateway, and their own services decide whether they may.

mod calls;
mod catalog;
mod deploy;
mod diagnostic;
mod error;
mod graph;
mod intrinsics;
mod node;
mod ops;
mod resources;
mod sections;
mod shape;
mod stack;
mod submission;
mod template;
#[cfg(test)]
mod tests;
mod transform;
mod yaml;

pub use diagnostic::Diagnostic;
pub use error::Error;
pub use intrinsics::Resource as Made;
pub use ops::{CORE, OPERATIONS};
pub use stack::{Stack, StackEvent, StackOutput, StackResource, State};
pub use transform::function::CODE_BUCKET;

use catalog::Catalog;

use crate::account::{ACCOUNT_ID, REGION};
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Access, Call, Operation, PolicyOf};
use crate::protocol::uri;
use crate::protocol::{Protocol, query::Form};
use crate::services::Service;

/// The namespace of CloudFormation's documents.
const NAMESPACE: &str = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

/// All that keeps a template from being deployed, in the order of its lines; nothing when it can be.
#[must_use]
pub fn diagnose(template: &str) -> Vec<Diagnostic> {
    template::load(template, Catalog::ALL).err().unwrap_or_default()
}

/// The call that deploys `template` as the stack `name`, with every capability acknowledged.
#[must_use]
pub fn create_stack_request(name: &str, template: &str) -> Request {
    let form = format!(
        "Action=CreateStack&Version=2010-05-15&StackName={}&Capabilities.member.1=CAPABILITY_NAMED_IAM&Capabilities.member.2=CAPABILITY_AUTO_EXPAND&TemplateBody={}",
        uri::encode(name),
        uri::encode(template)
    );
    Request {
        method: "POST".to_owned(),
        host: format!("cloudformation.{REGION}.amazonaws.com"),
        path: "/".to_owned(),
        ..Request::default()
    }
    .with_header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
    .with_body(form)
}

/// The service, as the gateway sees it.
pub struct CloudFormation {
    /// Its operations that a cloud has.
    pub operations: &'static [Operation],
}

impl Service for CloudFormation {
    fn prefix(&self) -> &'static str {
        "cloudformation"
    }

    fn operations(&self) -> &'static [Operation] {
        self.operations
    }

    fn route<'a>(&self, request: &'a Request) -> Result<Call<'a>, ServiceError> {
        let form = Form::read(request);
        let operation = self.operation(form.get("Action").unwrap_or_default())?;
        let name = form.get("StackName").unwrap_or_default();
        Ok(Call { request, service: self.prefix(), operation, name: name.into(), key: "".into(), json: None })
    }

    fn calls_others(&self) -> bool {
        true
    }

    fn protocol(&self) -> Protocol {
        Protocol::Query { namespace: NAMESPACE }
    }
}

/// What a call on a stack needs: the action on the stack that it names, or on all.
fn on_stack(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    let resource = match call.name.as_ref() {
        "" => "*".to_owned(),
        arn if arn.starts_with("arn:") => arn.to_owned(),
        name => format!("arn:aws:cloudformation:{REGION}:{ACCOUNT_ID}:stack/{name}/*"),
    };
    vec![Access { action, resource: resource.into(), policy_of: PolicyOf::Nothing }]
}

//! DescribeStacks. <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html>

use std::sync::Arc;

use super::{find, optional, result};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::query::Form;
use crate::protocol::xml::Document;
use crate::services::cloudformation::stack::Stack;

/// Describes one stack, or all that are not deleted. All come on one page.
pub fn describe_stacks(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let stacks: Vec<Arc<Stack>> = match form.get("StackName") {
        Some(_) => vec![find(context, &form)?],
        None => context.world.cloudformation().live().cloned().collect(),
    };
    result(context, "DescribeStacksResponse", "DescribeStacksResult", |document| {
        document.open("Stacks");
        for stack in &stacks {
            document.open("member");
            describe(document, stack);
            document.close();
        }
        document.close();
    })
}

fn describe(document: &mut Document, stack: &Stack) {
    document.text("StackId", &stack.id).text("StackName", &stack.name);
    optional(document, "Description", &stack.description);
    document.open("Parameters");
    for (key, value) in &stack.parameters {
        document.open("member").text("ParameterKey", key).text("ParameterValue", value).close();
    }
    document.close().text("CreationTime", &stack.created.iso8601());
    for (name, at) in [("LastUpdatedTime", stack.updated), ("DeletionTime", stack.deleted)] {
        if let Some(at) = at {
            document.text(name, &at.iso8601());
        }
    }
    document.text("StackStatus", stack.status);
    optional(document, "StackStatusReason", &stack.reason);
    document.text("DisableRollback", "false").open("Capabilities");
    for capability in &stack.capabilities {
        document.text("member", capability);
    }
    document.close().open("Outputs");
    for output in &stack.outputs {
        document.open("member").text("OutputKey", &output.name).text("OutputValue", &output.value);
        optional(document, "Description", &output.description);
        document.close();
    }
    document.close();
}

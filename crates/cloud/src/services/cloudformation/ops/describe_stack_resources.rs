//! DescribeStackResources.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html>

use super::{find, optional, result};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::query::Form;

/// Describes the resources of a stack, or the one that `LogicalResourceId` names.
pub fn describe_stack_resources(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let stack = find(context, &form)?;
    let only = form.get("LogicalResourceId");
    result(context, "DescribeStackResourcesResponse", "DescribeStackResourcesResult", |document| {
        document.open("StackResources");
        for resource in stack.resources.iter().filter(|resource| only.is_none_or(|id| id == resource.id)) {
            document
                .open("member")
                .text("StackName", &stack.name)
                .text("StackId", &stack.id)
                .text("LogicalResourceId", &resource.id);
            optional(document, "PhysicalResourceId", &resource.made.physical_id);
            document
                .text("ResourceType", &resource.kind)
                .text("Timestamp", &resource.at.iso8601())
                .text("ResourceStatus", resource.status);
            optional(document, "ResourceStatusReason", &resource.reason);
            document.close();
        }
        document.close();
    })
}

//! DescribeStackEvents.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html>

use super::{find, optional, result};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::query::Form;

/// Lists what happened to a stack, latest first, on one page.
pub fn describe_stack_events(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let stack = find(context, &Form::read(call.request))?;
    result(context, "DescribeStackEventsResponse", "DescribeStackEventsResult", |document| {
        document.open("StackEvents");
        for event in stack.events.iter().rev() {
            document
                .open("member")
                .text("StackId", &stack.id)
                .text("EventId", &event.id)
                .text("StackName", &stack.name)
                .text("LogicalResourceId", &event.logical_id);
            optional(document, "PhysicalResourceId", &event.physical_id);
            document
                .text("ResourceType", &event.kind)
                .text("Timestamp", &event.at.iso8601())
                .text("ResourceStatus", event.status);
            optional(document, "ResourceStatusReason", &event.reason);
            document.close();
        }
        document.close();
    })
}

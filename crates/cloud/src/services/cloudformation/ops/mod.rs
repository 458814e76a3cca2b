//! The operations of CloudFormation, one file each.

mod create_stack;
mod delete_stack;
mod describe_stack_events;
mod describe_stack_resources;
mod describe_stacks;
mod get_template;
mod update_stack;
mod validate_template;

use std::sync::Arc;

use super::error::Error;
use super::stack::Stack;
use super::{NAMESPACE, on_stack, submission};
use crate::error::ServiceError;
use crate::operation::{Answer, Context, Operation};
use crate::protocol::query::{self, Form};
use crate::protocol::xml::Document;

macro_rules! operation {
    ($name:literal, $run:path) => {
        Operation { name: $name, access: |call| on_stack(call, concat!("cloudformation:", $name)), run: $run }
    };
}

/// What a first lesson's run needs of them: CreateStack, for what the lesson's template names.
pub static CORE: [Operation; 1] = [operation!("CreateStack", create_stack::create_first)];

/// What is simulated of CloudFormation. Change sets, stack sets and drift are not.
pub static OPERATIONS: [Operation; 8] = [
    operation!("CreateStack", create_stack::create_stack),
    operation!("UpdateStack", update_stack::update_stack),
    operation!("DeleteStack", delete_stack::delete_stack),
    operation!("DescribeStacks", describe_stacks::describe_stacks),
    operation!("DescribeStackResources", describe_stack_resources::describe_stack_resources),
    operation!("DescribeStackEvents", describe_stack_events::describe_stack_events),
    operation!("GetTemplate", get_template::get_template),
    operation!("ValidateTemplate", validate_template::validate_template),
];

fn result(
    context: &Context<'_>,
    response: &'static str,
    result: &'static str,
    write: impl FnOnce(&mut Document),
) -> Result<Answer, ServiceError> {
    Ok(Answer::Now(query::answer(response, result, NAMESPACE, context.request_id, write)))
}

/// Keeps `stack` in place of what was known of it.
fn keep(context: &mut Context<'_>, stack: Stack) {
    context.world.cloudformation_mut().stacks.insert(stack.id.clone(), Arc::new(stack));
}

/// The stack that the form names.
fn find(context: &Context<'_>, form: &Form) -> Result<Arc<Stack>, Error> {
    let name = submission::stack_name(form)?;
    let found = context.world.cloudformation().find(name).cloned();
    found.ok_or_else(|| Error::NoSuchStack(name.to_owned()))
}

/// Writes `text`, unless it is empty.
fn optional(document: &mut Document, name: &'static str, text: &str) {
    if !text.is_empty() {
        document.text(name, text);
    }
}

//! `PutRolePolicy`: gives a role an inline policy, in place of one with the same name.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::answers;
use super::super::error::Error;
use super::super::parameters;
use super::super::policy::Kind;
use super::super::state::InlinePolicy;

/// How long all inline policies of a role may be together, in characters without white space.
const MAX_INLINE: usize = 10_240;

/// The entry of the table.
pub const OPERATION: Operation = Operation {
    name: "PutRolePolicy",
    access: |call| parameters::on_role(call, "iam:PutRolePolicy"),
    run: put_role_policy,
};

fn put_role_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let role_name = parameters::role_name(&form)?;
    let name = parameters::policy_name(&form)?;
    let document = parameters::document(&form, "PolicyDocument", "policyDocument", Kind::Inline)?;
    let no_role = || Error::NoSuchRole(role_name.clone());
    let role = context.world.iam().role(&role_name).ok_or_else(no_role)?;
    let others =
        role.inline.iter().filter(|inline| inline.name != name).map(|inline| parameters::size(&inline.document));
    if others.sum::<usize>() + parameters::size(&document) > MAX_INLINE {
        return Err(Error::InlineTooLarge(role_name, MAX_INLINE).into());
    }
    let after = document.policy.to_lines();
    let role = context.world.iam_mut().role_mut(&role_name).ok_or_else(no_role)?;
    let before = match role.inline.iter_mut().find(|inline| inline.name == name) {
        Some(inline) => Some(std::mem::replace(&mut inline.document, document).policy.to_lines()),
        None => {
            role.inline.push(InlinePolicy { name: name.clone(), document });
            None
        }
    };
    context.changed(format!("{role_name} / {name}"), before, Some(after));
    Ok(answers::done(context, "PutRolePolicyResponse"))
}

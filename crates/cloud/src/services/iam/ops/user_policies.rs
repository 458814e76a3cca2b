//! `AttachUserPolicy`, `DetachUserPolicy`, `ListAttachedUserPolicies`.
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html>

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::error::Error;
use super::super::{answers, parameters};

/// How many managed policies a user may have attached.
const MAX_ATTACHED: usize = 10;

/// The entry of the table for `AttachUserPolicy`.
pub const ATTACH: Operation = Operation {
    name: "AttachUserPolicy",
    access: |call| parameters::on_user(call, "iam:AttachUserPolicy"),
    run: attach_user_policy,
};
/// The entry of the table for `DetachUserPolicy`.
pub const DETACH: Operation = Operation {
    name: "DetachUserPolicy",
    access: |call| parameters::on_user(call, "iam:DetachUserPolicy"),
    run: detach_user_policy,
};
/// The entry of the table for `ListAttachedUserPolicies`.
pub const LIST: Operation = Operation {
    name: "ListAttachedUserPolicies",
    access: |call| parameters::on_user(call, "iam:ListAttachedUserPolicies"),
    run: list_attached_user_policies,
};

/// Attaches a managed policy. To attach it twice is to attach it once.
fn attach_user_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let (name, arn) = (parameters::user_name(&form)?, parameters::policy_arn(&form)?);
    if context.world.iam().managed_policy(&arn).is_none() {
        return Err(Error::NotAttachable(arn).into());
    }
    let user = context.world.iam_mut().user_mut(&name).ok_or_else(|| Error::NoSuchUser(name.clone()))?;
    if !user.attached.contains(&arn) {
        if user.attached.len() >= MAX_ATTACHED {
            return Err(Error::LimitExceeded("PoliciesPerUser", MAX_ATTACHED).into());
        }
        user.attached.push(arn.clone());
        context.changed(format!("{name} / {arn}"), None, Some("attached".to_owned()));
    }
    Ok(answers::done(context, "AttachUserPolicyResponse"))
}

fn detach_user_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let (name, arn) = (parameters::user_name(&form)?, parameters::policy_arn(&form)?);
    let user = context.world.iam_mut().user_mut(&name).ok_or_else(|| Error::NoSuchUser(name.clone()))?;
    let before = user.attached.len();
    user.attached.retain(|held| *held != arn);
    if user.attached.len() == before {
        return Err(Error::NoSuchPolicy(arn).into());
    }
    context.changed(format!("{name} / {arn}"), Some("attached".to_owned()), None);
    Ok(answers::done(context, "DetachUserPolicyResponse"))
}

fn list_attached_user_policies(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let name = parameters::user_name(&form)?;
    let state = context.world.iam();
    let user = state.user(&name).ok_or(Error::NoSuchUser(name))?;
    let policies = user.attached.iter().filter_map(|arn| state.managed_policy(arn));
    let (page, next) = parameters::page(&form, policies)?;
    let (response, result) = ("ListAttachedUserPoliciesResponse", "ListAttachedUserPoliciesResult");
    Ok(answers::result(context, response, result, |document| {
        answers::end_of_page(document, next.as_deref());
        document.open("AttachedPolicies");
        for policy in page {
            document.open("member").text("PolicyName", &policy.name).text("PolicyArn", &policy.arn).close();
        }
        document.close();
    }))
}

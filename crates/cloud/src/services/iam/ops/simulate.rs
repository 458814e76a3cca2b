//! `SimulatePrincipalPolicy` and `SimulateCustomPolicy`: what policies would decide, by the evaluator that decides.
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html>

use std::sync::Arc;

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;
use crate::verdict::Principal;

use super::super::context::Situation;
use super::super::error::Error;
use super::super::policy::{Kind, Policy, Question, Reply};
use super::super::state::{Role, role_name};
use super::super::{answers, parameters};

/// How many decisions one call may ask for, in all its pages.
const MAX_DECISIONS: usize = 1_000;

/// The entry of the table for `SimulatePrincipalPolicy`.
pub const PRINCIPAL: Operation = Operation {
    name: "SimulatePrincipalPolicy",
    access: |_| parameters::on_all("iam:SimulatePrincipalPolicy"),
    run: simulate_principal_policy,
};
/// The entry of the table for `SimulateCustomPolicy`.
pub const CUSTOM: Operation = Operation {
    name: "SimulateCustomPolicy",
    access: |_| parameters::on_all("iam:SimulateCustomPolicy"),
    run: simulate_custom_policy,
};

/// A policy, what it is called and of which kind it is, in AWS's words.
type Source<'a> = (Arc<str>, &'static str, &'a Policy);

/// Decides by the policies of a role or user, and by those that the call adds.
fn simulate_principal_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let arn = parameters::required(&form, "PolicySourceArn", "policySourceArn")?;
    let state = context.world.iam();
    let name: Arc<str> = arn.rsplit('/').next().unwrap_or_default().into();
    let added = added(&form)?;
    let (role, principal, held): (Option<&Role>, _, Vec<_>) = if role_name(arn).is_some() {
        let role = state.role(&name).ok_or_else(|| Error::NoSuchRole(name.clone()))?;
        let principal = Principal::RoleSession { role: name.clone(), session: "simulation".into(), policy: None };
        (Some(role), principal, state.policies_of(role).collect())
    } else if arn.contains(":user/") {
        let user = state.user(&name).ok_or_else(|| Error::NoSuchUser(name.clone()))?;
        let principal = Principal::User { user: name.clone(), path: user.path.clone() };
        (None, principal, state.attached(&user.attached).collect())
    } else {
        return Err(Error::Invalid(
            "policySourceArn",
            arn.to_owned(),
            "Member must be the ARN of a role or user".to_owned(),
        )
        .into());
    };
    let sources =
        held.into_iter().map(|(name, policy)| (name.clone(), "IAM Policy", policy)).chain(named(&added)).collect();
    let situation = Situation { principal: &principal, role, now: Some(context.now) };
    answer(context, &form, "SimulatePrincipalPolicyResponse", "SimulatePrincipalPolicyResult", &sources, situation)
}

/// Decides by the policies that the call brings alone.
fn simulate_custom_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let added = added(&form)?;
    if added.is_empty() {
        return Err(Error::Missing("policyInputList").into());
    }
    let situation = Situation { principal: &Principal::Root, role: None, now: Some(context.now) };
    let sources = named(&added).collect();
    answer(context, &form, "SimulateCustomPolicyResponse", "SimulateCustomPolicyResult", &sources, situation)
}

fn answer(
    context: &Context<'_>,
    form: &Form,
    response: &'static str,
    result: &'static str,
    sources: &Vec<Source<'_>>,
    situation: Situation<'_>,
) -> Result<Answer, ServiceError> {
    let actions = list(form, "ActionNames");
    if actions.is_empty() {
        return Err(Error::Missing("actionNames").into());
    }
    let mut resources = list(form, "ResourceArns");
    if resources.is_empty() {
        resources.push("*");
    }
    if actions.len() * resources.len() > MAX_DECISIONS {
        return Err(Error::LimitExceeded("EvaluationResults", MAX_DECISIONS).into());
    }
    let pairs = actions.iter().flat_map(|action| resources.iter().map(move |resource| (*action, *resource)));
    let (page, next) = parameters::page(form, pairs)?;
    Ok(answers::result(context, response, result, |document| {
        document.open("EvaluationResults");
        for (action, resource) in page {
            let (decision, by) = decide(sources, action, resource, situation);
            document
                .open("member")
                .text("EvalActionName", action)
                .text("EvalResourceName", resource)
                .text("EvalDecision", decision)
                .open("MatchedStatements");
            if let Some((name, kind, _)) = by {
                document.open("member").text("SourcePolicyId", name).text("SourcePolicyType", kind).close();
            }
            document.close().text("MissingContextValues", "").close();
        }
        document.close();
        answers::end_of_page(document, next.as_deref());
    }))
}

/// The decision in AWS's words, and the policy that made it.
fn decide<'s, 'a>(
    sources: &'s [Source<'a>],
    action: &str,
    resource: &str,
    situation: Situation<'_>,
) -> (&'static str, Option<&'s Source<'a>>) {
    let action = action.to_ascii_lowercase();
    let question = Question { action: &action, resource, situation };
    let mut allowed = None;
    for source in sources {
        match source.2.ask(&question) {
            Reply::Denies(..) => return ("explicitDeny", Some(source)),
            Reply::Allows(..) if allowed.is_none() => allowed = Some(source),
            Reply::Allows(..) | Reply::Silent => {}
        }
    }
    (if allowed.is_some() { "allowed" } else { "implicitDeny" }, allowed)
}

fn added(form: &Form) -> Result<Vec<Policy>, Error> {
    list(form, "PolicyInputList").into_iter().map(|text| Ok(Policy::parse_as(text, Kind::Inline)?)).collect()
}

fn named(policies: &[Policy]) -> impl Iterator<Item = Source<'_>> {
    policies
        .iter()
        .enumerate()
        .map(|(index, policy)| (format!("PolicyInputList.{}", index + 1).into(), "IAM Policy", policy))
}

/// The members of a list of texts.
fn list<'a>(form: &'a Form, name: &str) -> Vec<&'a str> {
    (1..).map_while(|number| form.get(&format!("{name}.member.{number}"))).collect()
}

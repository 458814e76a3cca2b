//! `AssumeRole`: a session of a role, if the role's trust policy lets the caller have one.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>

use std::collections::BTreeSet;

use crate::error::ServiceError;
use crate::operation::{Access, Answer, Call, Context, Operation, PolicyOf};
use crate::protocol::query::{self, Form};
use crate::services::iam::{self, context::Situation, policy::Question, policy::Reply, state};
use crate::verdict::Principal;

use super::super::NAMESPACE;
use super::super::error::Error;
use super::session;

/// How long a session lasts unless the caller says otherwise, seconds.
const USUAL_S: u32 = 3_600;
/// The longest that any role allows, seconds.
const LONGEST_S: u32 = 43_200;
/// How short and how long a session's name may be.
const NAME: std::ops::RangeInclusive<usize> = 2..=64;

/// The entry of the table. The trust policy is asked while it runs, since only then is the role known.
pub const OPERATION: Operation = Operation { name: "AssumeRole", access: |_| Vec::new(), run: assume_role };

fn assume_role(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    if matches!(context.principal, Principal::Anonymous | Principal::Service { .. }) {
        return Err(Error::NoCredentials.into());
    }
    let arn = form.get("RoleArn").ok_or_else(|| missing("roleArn"))?;
    check_arn(arn)?;
    let name = session::name(&form, ("RoleSessionName", "roleSessionName"), NAME)?;
    check_tags(&form)?;
    if form.get("PolicyArns.member.1.arn").is_some() {
        return Err(ServiceError::not_simulated("sts", "AssumeRole with session policies by ARN"));
    }
    let policy = form.get("Policy").map(session::policy).transpose()?;
    let duration_s = session::duration_s(&form, USUAL_S, LONGEST_S)?;
    let role = state::role_name(arn).and_then(|name| context.world.iam().role(name)).filter(|role| *role.arn == *arn);
    let Some(role) = role.filter(|role| is_trusted(context, role)) else {
        return Err(Error::MayNotAssume(iam::arn_of(context.principal), arn.to_owned()).into());
    };
    if duration_s > role.max_session_s {
        return Err(Error::TooLong.into());
    }
    let id = format!("{}:{name}", role.id);
    let principal = Principal::RoleSession { role: role.name.clone(), session: name.into(), policy };
    let arn = iam::arn_of(&principal);
    let credentials = session::begin(context, principal, duration_s);
    let (response, result) = ("AssumeRoleResponse", "AssumeRoleResult");
    Ok(Answer::Now(query::answer(response, result, NAMESPACE, context.request_id, |document| {
        document.open("AssumedRoleUser").text("AssumedRoleId", &id).text("Arn", &arn).close();
        session::describe(document, &credentials);
    })))
}

/// Whether the trust policy permits the caller: by name; or by its account, and then the caller's own policies
/// must permit it too. The root user needs no policy here, so that a learner can always try a role; AWS lets root
/// assume none.
fn is_trusted(context: &Context<'_>, role: &state::Role) -> bool {
    let caller = match context.principal {
        Principal::RoleSession { role, .. } => context.world.iam().role(role),
        _ => None,
    };
    let ask = |principal: &Principal| {
        let situation = Situation { principal, role: caller, now: Some(context.now) };
        let question = Question { action: "sts:assumerole", resource: &role.arn, situation };
        match role.trust.policy.ask(&question) {
            Reply::Allows(..) => Some(true),
            Reply::Denies(..) => Some(false),
            Reply::Silent => None,
        }
    };
    let access = Access { action: "sts:AssumeRole", resource: role.arn.clone(), policy_of: PolicyOf::Nothing };
    let verdict = iam::authorise_at(context.world, context.now, context.principal, &access);
    match ask(context.principal) {
        Some(true) => verdict.explicit_deny != crate::verdict::Finding::Denies,
        Some(false) => false,
        None => verdict.allowed && ask(&Principal::Root) == Some(true),
    }
}

fn missing(member: &'static str) -> Error {
    Error::Invalid(member, None, "not be null".to_owned())
}

fn check_arn(arn: &str) -> Result<(), Error> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", partition, service, _, account, resource]
            if !partition.is_empty() && !service.is_empty() && !account.is_empty() && !resource.is_empty() =>
        {
            Ok(())
        }
        _ => Err(Error::BadArn(arn.to_owned())),
    }
}

/// Checks the session's tags, which are not kept.
fn check_tags(form: &Form) -> Result<(), Error> {
    let mut keys = BTreeSet::new();
    for number in 1.. {
        let Some(key) = form.member("Tags", number, "Key") else { break };
        if !keys.insert(key.to_ascii_lowercase()) {
            return Err(Error::InvalidValue(
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            ));
        }
    }
    let mut transitive = (1..).map_while(|number| form.get(&format!("TransitiveTagKeys.member.{number}")));
    if transitive.any(|key| !keys.contains(&key.to_ascii_lowercase())) {
        return Err(Error::InvalidValue("The specified transitive tag key must be included in the requested tags."));
    }
    Ok(())
}

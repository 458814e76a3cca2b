//! `CreateRole`: makes a role, with a trust policy that says who may assume it.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::answers::{self, Detail};
use super::super::error::Error;
use super::super::parameters;
use super::super::policy::Kind;
use super::super::state::{self, Role};

/// How many roles an account may have.
const MAX_ROLES: usize = 1_000;
/// How long a trust policy may be, in characters without white space.
pub const MAX_TRUST: usize = 2_048;
/// The shortest and usual limit on sessions.
const MIN_SESSION_S: u32 = 3_600;
/// The longest limit on sessions.
const MAX_SESSION_S: u32 = 43_200;

/// The entry of the table.
pub const OPERATION: Operation =
    Operation { name: "CreateRole", access: |call| parameters::on_role(call, "iam:CreateRole"), run: create_role };

fn create_role(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let name = parameters::role_name(&form)?;
    let path = parameters::path(&form)?;
    let trust = parameters::document(&form, "AssumeRolePolicyDocument", "assumeRolePolicyDocument", Kind::Trust)?;
    let max_session_s = max_session_s(&form)?;
    let tags = parameters::tags(&form)?;
    if form.get("PermissionsBoundary").is_some() {
        return Err(ServiceError::not_simulated("iam", "CreateRole with a permissions boundary"));
    }
    let state = context.world.iam();
    if state.role(&name).is_some() {
        return Err(Error::RoleExists(name).into());
    }
    if state.roles().count() >= MAX_ROLES {
        return Err(Error::LimitExceeded("RolesPerAccount", MAX_ROLES).into());
    }
    if parameters::size(&trust) > MAX_TRUST {
        return Err(Error::LimitExceeded("ACLSizePerRole", MAX_TRUST).into());
    }
    let role = Role {
        arn: state::arn("role", &path, &name).into(),
        id: format!("AROA{}", context.rng.upper(17)).into(),
        description: form.get("Description").map(Into::into),
        created: context.now,
        inline: Vec::new(),
        attached: Vec::new(),
        name,
        path,
        max_session_s,
        trust,
        tags,
    };
    let answer = answers::result(context, "CreateRoleResponse", "CreateRoleResult", |document| {
        document.open("Role");
        answers::role(document, &role, Detail::Created);
    });
    context.changed(role.name.as_ref(), None, Some("role created".to_owned()));
    context.world.iam_mut().put_role(role);
    Ok(answer)
}

fn max_session_s(form: &Form) -> Result<u32, Error> {
    match form.get("MaxSessionDuration").map(str::parse) {
        None => Ok(MIN_SESSION_S),
        Some(Ok(seconds @ MIN_SESSION_S..=MAX_SESSION_S)) => Ok(seconds),
        Some(_) => {
            let value = form.get("MaxSessionDuration").unwrap_or_default().to_owned();
            let rule = format!("Member must have value between {MIN_SESSION_S} and {MAX_SESSION_S}");
            Err(Error::Invalid("maxSessionDuration", value, rule))
        }
    }
}

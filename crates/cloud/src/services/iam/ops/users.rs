//! `CreateUser`, `GetUser`, `ListUsers`, `DeleteUser`.
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html>

use std::sync::Arc;

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;
use crate::protocol::xml::Document;
use crate::verdict::Principal;

use super::super::error::Error;
use super::super::state::{self, User};
use super::super::{answers, parameters};

/// How many users an account may have.
const MAX_USERS: usize = 5_000;

/// The entry of the table for `CreateUser`.
pub const CREATE: Operation =
    Operation { name: "CreateUser", access: |call| parameters::on_user(call, "iam:CreateUser"), run: create_user };
/// The entry of the table for `GetUser`.
pub const GET: Operation =
    Operation { name: "GetUser", access: |call| parameters::on_user(call, "iam:GetUser"), run: get_user };
/// The entry of the table for `ListUsers`.
pub const LIST: Operation =
    Operation { name: "ListUsers", access: |call| parameters::on_path(call, "user", "iam:ListUsers"), run: list_users };
/// The entry of the table for `DeleteUser`.
pub const DELETE: Operation =
    Operation { name: "DeleteUser", access: |call| parameters::on_user(call, "iam:DeleteUser"), run: delete_user };

fn create_user(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let name = parameters::user_name(&form)?;
    let path = parameters::path(&form)?;
    let state = context.world.iam();
    if state.user(&name).is_some() {
        return Err(Error::UserExists(name).into());
    }
    if state.users().count() >= MAX_USERS {
        return Err(Error::LimitExceeded("UsersPerAccount", MAX_USERS).into());
    }
    let user = User {
        arn: state::arn("user", &path, &name).into(),
        id: format!("AIDA{}", context.rng.upper(17)).into(),
        created: context.now,
        attached: Vec::new(),
        tags: parameters::tags(&form)?,
        name,
        path,
    };
    let answer = answers::result(context, "CreateUserResponse", "CreateUserResult", |document| {
        document.open("User");
        describe(document, &user);
        document.close();
    });
    context.changed(user.name.as_ref(), None, Some("user created".to_owned()));
    context.world.iam_mut().put_user(user);
    Ok(answer)
}

/// Tells of a user; a caller that names none asks about itself.
fn get_user(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let name: Arc<str> = match (form.get("UserName"), context.principal) {
        (None, Principal::User { user, .. }) => user.clone(),
        _ => parameters::user_name(&form)?,
    };
    let user = context.world.iam().user(&name).ok_or(Error::NoSuchUser(name))?;
    Ok(answers::result(context, "GetUserResponse", "GetUserResult", |document| {
        document.open("User");
        describe(document, user);
        document.close();
    }))
}

fn list_users(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let prefix = form.get("PathPrefix").unwrap_or("/");
    let users = context.world.iam().users().filter(|user| user.path.starts_with(prefix));
    let (page, next) = parameters::page(&form, users)?;
    Ok(answers::result(context, "ListUsersResponse", "ListUsersResult", |document| {
        answers::end_of_page(document, next.as_deref());
        document.open("Users");
        for user in page {
            document.open("member");
            describe(document, user);
            document.close();
        }
        document.close();
    }))
}

fn delete_user(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let name = parameters::user_name(&form)?;
    let state = context.world.iam();
    let user = state.user(&name).ok_or_else(|| Error::NoSuchUser(name.clone()))?;
    if !user.attached.is_empty() {
        return Err(Error::HasAttachedPolicies.into());
    }
    if state.keys_of(&name).next().is_some() {
        return Err(Error::HasKeys.into());
    }
    context.world.iam_mut().remove_user(&name);
    context.changed(name.as_ref(), Some("user".to_owned()), None);
    Ok(answers::done(context, "DeleteUserResponse"))
}

fn describe(document: &mut Document, user: &User) {
    document
        .text("Path", &user.path)
        .text("UserName", &user.name)
        .text("UserId", &user.id)
        .text("Arn", &user.arn)
        .text("CreateDate", &answers::date(user.created));
}

//! Reading and checking the parameters of IAM's operations.

use std::sync::Arc;

use crate::operation::{Access, Call, PolicyOf};
use crate::protocol::query::Form;

use super::error::Error;
use super::policy::{Kind, Policy};
use super::state::{self, Document, Tag};

/// How long a role's name may be.
const MAX_ROLE_NAME: usize = 64;
/// How long a policy's name may be.
const MAX_POLICY_NAME: usize = 128;
/// How long a path may be.
const MAX_PATH: usize = 512;
/// How short an ARN may be.
const MIN_ARN: usize = 20;
/// How many tags a role may have.
const MAX_TAGS: usize = 50;
/// How much a page of a list holds, unless the caller asks for another number.
const PAGE: usize = 100;
/// How much a page may hold.
const MAX_PAGE: usize = 1_000;

/// The value of a parameter that must be there; `member` is its name as AWS's errors have it.
pub fn required<'a>(form: &'a Form, name: &str, member: &'static str) -> Result<&'a str, Error> {
    form.get(name).filter(|value| !value.is_empty()).ok_or(Error::Missing(member))
}

/// The role that a call names.
pub fn role_name(form: &Form) -> Result<Arc<str>, Error> {
    name(required(form, "RoleName", "roleName")?, "roleName", MAX_ROLE_NAME)
}

/// The user that a call names.
pub fn user_name(form: &Form) -> Result<Arc<str>, Error> {
    name(required(form, "UserName", "userName")?, "userName", MAX_ROLE_NAME)
}

/// The policy that a call names.
pub fn policy_name(form: &Form) -> Result<Arc<str>, Error> {
    name(required(form, "PolicyName", "policyName")?, "policyName", MAX_POLICY_NAME)
}

fn name(value: &str, member: &'static str, longest: usize) -> Result<Arc<str>, Error> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "_+=,.@-".contains(letter);
    if !value.chars().all(fits) {
        return Err(Error::BadName(member));
    }
    if value.len() > longest {
        let rule = format!("Member must have length less than or equal to {longest}");
        return Err(Error::Invalid(member, value.to_owned(), rule));
    }
    Ok(value.into())
}

/// The ARN of the managed policy that a call names.
pub fn policy_arn(form: &Form) -> Result<Arc<str>, Error> {
    let arn = required(form, "PolicyArn", "policyArn")?;
    if arn.len() < MIN_ARN {
        let rule = format!("Member must have length greater than or equal to {MIN_ARN}");
        return Err(Error::Invalid("policyArn", arn.to_owned(), rule));
    }
    if arn.starts_with("arn:") && arn.splitn(6, ':').count() == 6 { Ok(arn.into()) } else { Err(Error::BadArn) }
}

/// The path of something to be made.
pub fn path(form: &Form) -> Result<Arc<str>, Error> {
    let path = form.get("Path").unwrap_or("/");
    if path.len() <= MAX_PATH && path.starts_with('/') && path.ends_with('/') && path.is_ascii() {
        Ok(path.into())
    } else {
        Err(Error::BadPath)
    }
}

/// The policy document in the parameter called `parameter`.
pub fn document(form: &Form, parameter: &str, member: &'static str, kind: Kind) -> Result<Document, Error> {
    let text = required(form, parameter, member)?;
    let policy = Policy::parse_as(text, kind)?;
    Ok(Document { text: text.into(), policy })
}

/// How long a document is as AWS counts: without white space.
pub fn size(document: &Document) -> usize {
    document.text.chars().filter(|letter| !letter.is_whitespace()).count()
}

/// The tags in a call, in order.
pub fn tags(form: &Form) -> Result<Vec<Tag>, Error> {
    let mut tags = Vec::new();
    while let Some(key) = form.member("Tags", tags.len() + 1, "Key") {
        if tags.len() == MAX_TAGS {
            return Err(Error::LimitExceeded("TagsPerRole", MAX_TAGS));
        }
        let value = form.member("Tags", tags.len() + 1, "Value").unwrap_or_default();
        tags.push((key.into(), value.into()));
    }
    Ok(tags)
}

/// One page of `all`, and the marker of the next page if there is more. A marker is the number of entries before.
pub fn page<T>(form: &Form, all: impl Iterator<Item = T>) -> Result<(Vec<T>, Option<String>), Error> {
    let length = match form.get("MaxItems").map(str::parse::<usize>) {
        None => PAGE,
        Some(Ok(length @ 1..=MAX_PAGE)) => length,
        Some(_) => {
            let value = form.get("MaxItems").unwrap_or_default().to_owned();
            let rule = format!("Member must have value between 1 and {MAX_PAGE}");
            return Err(Error::Invalid("maxItems", value, rule));
        }
    };
    let start = match form.get("Marker").map(str::parse::<usize>) {
        None => 0,
        Some(Ok(start)) => start,
        Some(Err(_)) => return Err(Error::BadMarker),
    };
    let mut rest = all.skip(start);
    let page: Vec<T> = rest.by_ref().take(length).collect();
    let next = rest.next().map(|_| (start + page.len()).to_string());
    Ok((page, next))
}

/// What a call about a role needs. Roles with a path are few; only the call that makes one knows it.
pub fn on_role(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    on(action, &state::arn("role", form_path(call).as_deref().unwrap_or("/"), &call.name))
}

/// What a call about a user needs.
pub fn on_user(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    on(action, &state::arn("user", form_path(call).as_deref().unwrap_or("/"), &call.name))
}

/// What a call about a managed policy needs.
pub fn on_policy(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    if call.name.starts_with("arn:") {
        on(action, &call.name)
    } else {
        on(action, &state::arn("policy", form_path(call).as_deref().unwrap_or("/"), &call.name))
    }
}

/// What a call needs that lists all of a kind below a path.
pub fn on_path(call: &Call<'_>, kind: &str, action: &'static str) -> Vec<Access> {
    let form = Form::read(call.request);
    on(action, &state::arn(kind, form.get("PathPrefix").unwrap_or("/"), ""))
}

/// What a call needs that is about no resource of IAM's.
pub fn on_all(action: &'static str) -> Vec<Access> {
    on(action, "*")
}

fn on(action: &'static str, resource: &str) -> Vec<Access> {
    vec![Access { action, resource: resource.into(), policy_of: PolicyOf::Nothing }]
}

fn form_path(call: &Call<'_>) -> Option<Arc<str>> {
    path(&Form::read(call.request)).ok()
}

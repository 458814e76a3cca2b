//! AWS::IAM::Role.

use serde_json::Value as Json;

use super::{Kind, Made, Order, Properties, items, text};
use crate::account::ACCOUNT_ID;
use crate::services::cloudformation::calls::{Caller, Outcome, unless_gone};
use crate::services::cloudformation::shape::{Shape, optional, required};

/// The longest name of a role. AWS's value.
const LONGEST_NAME: usize = 64;

/// The type.
pub static ROLE: Kind = Kind {
    name: "AWS::IAM::Role",
    properties: &[
        optional("RoleName", Shape::Text),
        required("AssumeRolePolicyDocument", Shape::Anything),
        optional("Description", Shape::Text),
        optional("Path", Shape::Text),
        optional("ManagedPolicyArns", Shape::List(&Shape::Text)),
        optional(
            "Policies",
            Shape::List(&Shape::Object(&[
                required("PolicyName", Shape::Text),
                required("PolicyDocument", Shape::Anything),
            ])),
        ),
        optional("Tags", Shape::Ignored),
    ],
    attributes: &["Arn", "RoleId"],
    name_property: "RoleName",
    fixed: &["RoleName", "Path", "Description"],
    create,
    update,
    delete,
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    let properties = order.properties;
    let name = order.name("RoleName", LONGEST_NAME, caller);
    let path = text(properties, "Path");
    let answer = caller.iam(
        "CreateRole",
        &[
            ("RoleName", &name),
            ("AssumeRolePolicyDocument", &trust(properties)),
            ("Path", &path),
            ("Description", &text(properties, "Description")),
        ],
    )?;
    made.physical_id.clone_from(&name);
    let role = answer.child("CreateRoleResult").and_then(|result| result.child("Role"));
    let path = if path.is_empty() { "/" } else { &path };
    for (attribute, otherwise) in
        [("Arn", format!("arn:aws:iam::{ACCOUNT_ID}:role{path}{name}")), ("RoleId", String::new())]
    {
        let value = role.and_then(|role| role.child_text(attribute)).map(str::to_owned);
        made.attributes.insert(attribute.to_owned(), value.unwrap_or(otherwise));
    }
    grant(caller, &name, &Properties::new(), properties)
}

fn update(caller: &mut Caller<'_, '_>, name: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    if trust(old) != trust(new) {
        caller.iam("UpdateAssumeRolePolicy", &[("RoleName", name), ("PolicyDocument", &trust(new))])?;
    }
    grant(caller, name, old, new)?;
    revoke(caller, name, old, new)
}

fn delete(caller: &mut Caller<'_, '_>, name: &str, properties: &Properties) -> Outcome<()> {
    revoke(caller, name, properties, &Properties::new())?;
    unless_gone(caller.iam("DeleteRole", &[("RoleName", name)]))
}

/// Adds what `new` has and `old` has not.
fn grant(caller: &mut Caller<'_, '_>, role: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    let held = items(old, "ManagedPolicyArns");
    for arn in items(new, "ManagedPolicyArns").iter().filter(|arn| !held.contains(arn)) {
        caller.iam("AttachRolePolicy", &[("RoleName", role), ("PolicyArn", arn.as_str().unwrap_or_default())])?;
    }
    let held = policies(old);
    for (name, document) in policies(new) {
        if !held.contains(&(name.clone(), document.clone())) {
            put_policy(caller, role, &name, &document)?;
        }
    }
    Ok(())
}

/// Takes away what `old` has and `new` has not.
fn revoke(caller: &mut Caller<'_, '_>, role: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    let kept = items(new, "ManagedPolicyArns");
    for arn in items(old, "ManagedPolicyArns").iter().filter(|arn| !kept.contains(arn)) {
        let fields = [("RoleName", role), ("PolicyArn", arn.as_str().unwrap_or_default())];
        unless_gone(caller.iam("DetachRolePolicy", &fields))?;
    }
    let kept = policies(new);
    for (name, _) in policies(old) {
        if !kept.iter().any(|(held, _)| *held == name) {
            delete_policy(caller, role, &name)?;
        }
    }
    Ok(())
}

/// Gives `role` an inline policy.
pub fn put_policy(caller: &mut Caller<'_, '_>, role: &str, name: &str, document: &str) -> Outcome<()> {
    let fields = [("RoleName", role), ("PolicyName", name), ("PolicyDocument", document)];
    caller.iam("PutRolePolicy", &fields).map(drop)
}

/// Takes an inline policy from `role`.
pub fn delete_policy(caller: &mut Caller<'_, '_>, role: &str, name: &str) -> Outcome<()> {
    unless_gone(caller.iam("DeleteRolePolicy", &[("RoleName", role), ("PolicyName", name)]))
}

/// A policy in the form in which calls carry it.
pub fn document(properties: &Properties, name: &str) -> String {
    properties.get(name).map(Json::to_string).unwrap_or_default()
}

fn trust(properties: &Properties) -> String {
    document(properties, "AssumeRolePolicyDocument")
}

fn policies(properties: &Properties) -> Vec<(String, String)> {
    let policies = items(properties, "Policies").iter().filter_map(Json::as_object);
    policies.map(|policy| (text(policy, "PolicyName"), document(policy, "PolicyDocument"))).collect()
}

//! What IAM's answers have in common: roles, policies, dates and documents as its XML has them.

use crate::http::Response;
use crate::operation::{Answer, Context};
use crate::protocol::{query, uri, xml::Document};
use crate::sim::time::Time;

use super::NAMESPACE;
use super::state::{ManagedPolicy, Role, State};

/// How much of a role an answer tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What a new role is told as.
    Created,
    /// An entry of a list.
    Listed,
    /// All.
    Whole,
}

/// The answer to an operation that has a result.
pub fn result(
    context: &Context<'_>,
    response: &'static str,
    result: &'static str,
    write: impl FnOnce(&mut Document),
) -> Answer {
    Answer::Now(query::answer(response, result, NAMESPACE, context.request_id, write))
}

/// The answer to an operation that has none.
pub fn done(context: &Context<'_>, response: &'static str) -> Answer {
    let response: Response = query::done(response, NAMESPACE, context.request_id);
    Answer::Now(response)
}

/// Whether a list goes on, and where.
pub fn end_of_page(document: &mut Document, next: Option<&str>) {
    document.text("IsTruncated", if next.is_some() { "true" } else { "false" });
    if let Some(next) = next {
        document.text("Marker", next);
    }
}

/// The fields of a role.
pub fn role(document: &mut Document, role: &Role, detail: Detail) {
    document
        .text("Path", &role.path)
        .text("RoleName", &role.name)
        .text("RoleId", &role.id)
        .text("Arn", &role.arn)
        .text("CreateDate", &date(role.created))
        .text("AssumeRolePolicyDocument", &uri::encode(&role.trust.text));
    if let Some(description) = &role.description {
        document.text("Description", description);
    }
    if detail != Detail::Created {
        document.text("MaxSessionDuration", &role.max_session_s.to_string());
    }
    if detail != Detail::Listed && !role.tags.is_empty() {
        document.open("Tags");
        for (key, value) in &role.tags {
            document.open("member").text("Key", key).text("Value", value).close();
        }
        document.close();
    }
    if detail == Detail::Whole {
        document.open("RoleLastUsed").close();
    }
}

/// The fields of a managed policy. Lists leave out what it is for.
pub fn policy(document: &mut Document, policy: &ManagedPolicy, state: &State, detail: Detail) {
    document
        .text("PolicyName", &policy.name)
        .text("PolicyId", &policy.id)
        .text("Arn", &policy.arn)
        .text("Path", &policy.path)
        .text("DefaultVersionId", "v1")
        .text("AttachmentCount", &state.attachments(&policy.arn).to_string())
        .text("PermissionsBoundaryUsageCount", "0")
        .text("IsAttachable", "true");
    if let (Detail::Whole, Some(description)) = (detail, &policy.description) {
        document.text("Description", description);
    }
    document.text("CreateDate", &date(policy.created)).text("UpdateDate", &date(policy.created));
}

/// A date as IAM writes it, without the fraction of the second: `2026-01-05T09:00:00Z`.
pub fn date(time: Time) -> String {
    let text = time.iso8601();
    match text.split_once('.') {
        Some((whole, _)) => format!("{whole}Z"),
        None => text,
    }
}

//! Sessions: credentials that end, kept in IAM's state so that a host can look up whose a key is.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::operation::Context;
use crate::protocol::query::Form;
use crate::protocol::sigv4::moment::write_long;
use crate::protocol::xml::Document;
use crate::services::iam::policy::{Kind, Policy};
use crate::services::iam::state::Credentials;
use crate::sim::time::Span;
use crate::verdict::Principal;

use super::super::error::Error;

/// The shortest session, seconds.
const SHORTEST_S: u32 = 900;
/// How long a user's session lasts unless the caller says otherwise, seconds: 12 hours.
const USUAL_S: u32 = 43_200;
/// How long it may last, seconds: 36 hours.
const LONGEST_S: u32 = 129_600;
/// How long root's lasts, and may last, seconds.
const ROOT_S: u32 = 3_600;
/// How long a session's policy may be, characters.
const MAX_POLICY: usize = 2_048;

/// How long a session lasts that `principal` asks for by `operation`, and may last, seconds.
///
/// # Errors
/// When the caller is a session itself, or has no credentials.
pub fn durations_s(principal: &Principal, operation: &'static str) -> Result<(u32, u32), Error> {
    match principal {
        Principal::Root => Ok((ROOT_S, ROOT_S)),
        Principal::User { .. } => Ok((USUAL_S, LONGEST_S)),
        Principal::RoleSession { .. } | Principal::FederatedUser { .. } => Err(Error::IsSession(operation)),
        Principal::Anonymous | Principal::Service { .. } => Err(Error::NoCredentials),
    }
}

/// How long a session is to be, seconds: from 15 minutes to `longest_s`.
pub fn duration_s(form: &Form, usual_s: u32, longest_s: u32) -> Result<u32, Error> {
    let Some(text) = form.get("DurationSeconds") else { return Ok(usual_s) };
    let bound = match text.parse::<u32>() {
        Ok(duration_s) if (SHORTEST_S..=longest_s).contains(&duration_s) => return Ok(duration_s),
        Ok(duration_s) if duration_s > longest_s => format!("less than or equal to {longest_s}"),
        _ => format!("greater than or equal to {SHORTEST_S}"),
    };
    Err(Error::Invalid("durationSeconds", Some(text.to_owned()), format!("have value {bound}")))
}

/// What a session is called: the value of a parameter, as it is written and as errors call it.
pub fn name<'a>(
    form: &'a Form,
    (parameter, member): (&str, &'static str),
    lengths: RangeInclusive<usize>,
) -> Result<&'a str, Error> {
    let name = form.get(parameter).ok_or_else(|| Error::Invalid(member, None, "not be null".to_owned()))?;
    let invalid = |rule: String| Err(Error::Invalid(member, Some(name.to_owned()), rule));
    if !name.chars().all(|next| next.is_ascii_alphanumeric() || "_+=,.@-".contains(next)) {
        return invalid(r"satisfy regular expression pattern: [\w+=,.@-]*".to_owned());
    }
    match name.len() {
        length if length < *lengths.start() => {
            invalid(format!("have length greater than or equal to {}", lengths.start()))
        }
        length if length > *lengths.end() => invalid(format!("have length less than or equal to {}", lengths.end())),
        _ => Ok(name),
    }
}

/// Reads the policy that is to bound a session.
pub fn policy(text: &str) -> Result<Arc<str>, Error> {
    if text.chars().count() > MAX_POLICY {
        let rule = format!("have length less than or equal to {MAX_POLICY}");
        return Err(Error::Invalid("policy", Some(text.to_owned()), rule));
    }
    Policy::parse_as(text, Kind::Managed).map_err(|error| Error::Policy(error.message()))?;
    Ok(text.into())
}

/// Begins a session of `principal`.
pub fn begin(context: &mut Context<'_>, principal: Principal, duration_s: u32) -> Credentials {
    let credentials = Credentials {
        key_id: format!("ASIA{}", context.rng.upper(16)).into(),
        secret: context.rng.hex(40).into(),
        token: Some(format!("IQoJb3JpZ2luX2Vj{}", context.rng.hex(160)).into()),
        principal,
        created: context.now,
        expires: Some(context.now + Span::from_s(u64::from(duration_s))),
    };
    context.world.iam_mut().put_credentials(credentials.clone());
    context.changed(credentials.key_id.as_ref(), None, Some(format!("session of {duration_s} s")));
    credentials
}

/// The credentials as answers show them.
pub fn describe(document: &mut Document, credentials: &Credentials) {
    document
        .open("Credentials")
        .text("AccessKeyId", &credentials.key_id)
        .text("SecretAccessKey", &credentials.secret)
        .text("SessionToken", credentials.token.as_deref().unwrap_or_default())
        .text("Expiration", &write_long(credentials.expires.unwrap_or(credentials.created).epoch_s()))
        .close();
}

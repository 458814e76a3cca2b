//! Reading lists: from the headers of a request, or from the document that it carries.

use super::{AUTHENTICATED, Acl, EVERYONE, Grant, LOG_DELIVERY};
use crate::http::Request;
use crate::protocol::xml::{self, Element};
use crate::services::s3::error::{Error, particular};

/// The headers that grant, with what they grant.
const GRANTS: [(&str, &str); 5] = [
    ("x-amz-grant-full-control", "FULL_CONTROL"),
    ("x-amz-grant-read", "READ"),
    ("x-amz-grant-write", "WRITE"),
    ("x-amz-grant-read-acp", "READ_ACP"),
    ("x-amz-grant-write-acp", "WRITE_ACP"),
];
/// Digits of a canonical user id.
const ID_DIGITS: usize = 64;

/// The list that the headers of `request` ask for; none when they ask for none.
///
/// # Errors
/// When they ask for two, or for one that there cannot be.
pub fn from_headers(request: &Request) -> Result<Option<Acl>, Error> {
    let canned = request.headers.get("x-amz-acl");
    let mut grants = Vec::new();
    for (header, permission) in GRANTS {
        let Some(value) = request.headers.get(header) else { continue };
        if canned.is_some() {
            return Err(Error::request("Specifying both Canned ACLs and Header Grants is not allowed"));
        }
        for grantee in value.split(',') {
            let unreadable = || Error::argument("Argument format not recognized", header, value);
            let (kind, who) = grantee.trim().split_once('=').ok_or_else(unreadable)?;
            let who = who.trim_matches('"');
            let who = match kind.to_ascii_lowercase().as_str() {
                "id" => user(who)?,
                "uri" => group(who)?,
                "emailaddress" => return Err(unknown_address(who)),
                _ => return Err(unreadable()),
            };
            grants.push(Grant { grantee: who.into(), permission });
        }
    }
    match canned {
        Some(name) => Acl::canned(name).map(Some).ok_or_else(|| Error::argument("", "x-amz-acl", name)),
        None if grants.is_empty() => Ok(None),
        None => Ok(Some(Acl { grants })),
    }
}

/// The list that a document is.
///
/// # Errors
/// When it is none, or grants to nobody that there is.
pub fn from_document(document: &[u8]) -> Result<Acl, Error> {
    let malformed = || particular::MALFORMED_ACL.error(Vec::new());
    let root = xml::parse(document).map_err(|_| malformed())?;
    let owner = root.child("Owner").and_then(|owner| owner.child_text("ID"));
    if root.name != "AccessControlPolicy" || owner.is_none() {
        return Err(malformed());
    }
    let list = root.child("AccessControlList").ok_or_else(malformed)?;
    let mut grants = Vec::new();
    for grant in list.children_named("Grant") {
        let permission = grant.child_text("Permission").ok_or_else(malformed)?.trim();
        let known = GRANTS.iter().find(|(_, known)| *known == permission);
        let (_, permission) = known.ok_or_else(malformed)?;
        let who = grantee(grant.child("Grantee").ok_or_else(malformed)?)?.ok_or_else(malformed)?;
        grants.push(Grant { grantee: who.into(), permission });
    }
    Ok(Acl { grants })
}

/// Whom a document's element names; none when it names nobody.
fn grantee(element: &Element) -> Result<Option<&str>, Error> {
    let text = |name| element.child_text(name).map(str::trim);
    match (text("ID"), text("URI"), text("EmailAddress")) {
        (Some(id), _, _) => user(id).map(Some),
        (_, Some(uri), _) => group(uri).map(Some),
        (_, _, Some(address)) => Err(unknown_address(address)),
        _ => Ok(None),
    }
}

fn user(id: &str) -> Result<&str, Error> {
    let is_id = id.len() == ID_DIGITS && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_id { Ok(id) } else { Err(Error::argument("Invalid id", "id", id)) }
}

fn group(uri: &str) -> Result<&str, Error> {
    let is_group = [AUTHENTICATED, EVERYONE, LOG_DELIVERY].contains(&uri);
    if is_group { Ok(uri) } else { Err(Error::argument("Invalid group uri", "uri", uri)) }
}

fn unknown_address(address: &str) -> Error {
    particular::UNKNOWN_ADDRESS.error(vec![("EmailAddress", address.to_owned())])
}

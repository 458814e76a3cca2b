//! Access control lists: S3's oldest way to say who may do what, which buckets have left switched off since 2023.
//!
//! They take part where the bucket's ownership controls let them. The account owns all that is in its buckets, so the
//! owner of a list is always the same. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html>

mod read;
mod write;

pub use read::{from_document, from_headers};
pub use write::document;

use std::sync::Arc;

use super::bucket::Bucket;
use super::error::{Error, Setting};
use crate::account::CANONICAL_USER_ID;
use crate::services::iam::arn_of;
use crate::verdict::Principal;

/// Everyone, with or without an account.
const EVERYONE: &str = "http://acs.amazonaws.com/groups/global/AllUsers";
/// Everyone who has an account of AWS, whichever.
const AUTHENTICATED: &str = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
/// S3's own delivery of access logs.
const LOG_DELIVERY: &str = "http://acs.amazonaws.com/groups/s3/LogDelivery";

/// Lists that have names, with what they grant beside the owner's full control.
const CANNED: [(&str, &[(&str, &str)]); 8] = [
    ("private", &[]),
    ("public-read", &[(EVERYONE, "READ")]),
    ("public-read-write", &[(EVERYONE, "READ"), (EVERYONE, "WRITE")]),
    ("authenticated-read", &[(AUTHENTICATED, "READ")]),
    ("aws-exec-read", &[]),
    ("bucket-owner-read", &[]),
    ("bucket-owner-full-control", &[]),
    ("log-delivery-write", &[(LOG_DELIVERY, "WRITE"), (LOG_DELIVERY, "READ_ACP")]),
];

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acl {
    /// What it grants, in order.
    pub grants: Vec<Grant>,
}

/// One line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// To whom: a canonical user id, or the address of a group.
    pub grantee: Arc<str>,
    /// `FULL_CONTROL`, `READ`, `WRITE`, `READ_ACP` or `WRITE_ACP`.
    pub permission: &'static str,
}

impl Default for Acl {
    fn default() -> Self {
        Self { grants: vec![Grant { grantee: CANONICAL_USER_ID.into(), permission: "FULL_CONTROL" }] }
    }
}

impl Acl {
    /// The list that AWS calls `name`.
    #[must_use]
    pub fn canned(name: &str) -> Option<Self> {
        let (_, granted) = CANNED.iter().find(|(held, _)| *held == name)?;
        let mut acl = Self::default();
        acl.grants.extend(granted.iter().map(|(group, permission)| Grant { grantee: (*group).into(), permission }));
        Some(acl)
    }

    /// Whether it grants anything to everyone, or to everyone with an account.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.grants.iter().any(|grant| matches!(&*grant.grantee, EVERYONE | AUTHENTICATED))
    }

    /// Whether it grants one of `permissions` to `principal`.
    fn grants(&self, principal: &Principal, permissions: &[&str]) -> bool {
        self.grants.iter().any(|grant| {
            let concerned = match &*grant.grantee {
                EVERYONE => true,
                AUTHENTICATED => *principal != Principal::Anonymous,
                // The account's grant is its root's, who may do everything anyway; its users have policies.
                _ => false,
            };
            concerned && (grant.permission == "FULL_CONTROL" || permissions.contains(&grant.permission))
        })
    }
}

/// Whether lists count for anything in `bucket`.
#[must_use]
pub fn are_enabled(bucket: &Bucket) -> bool {
    let Some(root) = bucket.settings.root(Setting::Ownership) else { return true };
    let ownership = root.child("Rule").and_then(|rule| rule.child_text("ObjectOwnership"));
    ownership.is_some_and(|ownership| ownership != "BucketOwnerEnforced")
}

/// Whether the lists of `bucket` and its objects let `principal` do `action` with the resource of this ARN.
#[must_use]
pub fn permit(bucket: &Bucket, principal: &Principal, action: &str, arn: &str) -> bool {
    let ignored = bucket.settings.public_access_block.is_some_and(|block| block.ignore_public_acls);
    if ignored || !are_enabled(bucket) {
        return false;
    }
    let of_bucket =
        |permissions: &[&str]| bucket.settings.acl.as_ref().is_some_and(|acl| acl.grants(principal, permissions));
    match action {
        "s3:ListBucket" | "s3:ListBucketVersions" | "s3:ListBucketMultipartUploads" => of_bucket(&["READ"]),
        "s3:PutObject" | "s3:DeleteObject" | "s3:DeleteObjectVersion" => of_bucket(&["WRITE"]),
        "s3:GetBucketAcl" => of_bucket(&["READ_ACP"]),
        "s3:PutBucketAcl" => of_bucket(&["WRITE_ACP"]),
        _ => {
            let permission = match action {
                "s3:GetObject" | "s3:GetObjectVersion" => "READ",
                "s3:GetObjectAcl" | "s3:GetObjectVersionAcl" => "READ_ACP",
                "s3:PutObjectAcl" | "s3:PutObjectVersionAcl" => "WRITE_ACP",
                _ => return false,
            };
            // Which version is asked for is not known here, so the current one answers for all.
            let key = arn.split_once('/').map_or("", |(_, key)| key);
            let acl =
                bucket.object(key).and_then(|object| object.extras.as_ref()).and_then(|extras| extras.acl.as_ref());
            acl.is_some_and(|acl| acl.grants(principal, &[permission]))
        }
    }
}

/// Refuses a list that `bucket` does not take: any where they are switched off, a public one where these are blocked.
///
/// # Errors
/// When it does not take it.
pub fn check(bucket: &Bucket, acl: &Acl, principal: &Principal, action: &str, arn: &str) -> Result<(), Error> {
    if !are_enabled(bucket) {
        return Err(Error::AclNotSupported);
    }
    if acl.is_public() && bucket.settings.public_access_block.is_some_and(|block| block.block_public_acls) {
        let who = arn_of(principal);
        return Err(Error::AccessDenied(format!(
            "User: {who} is not authorized to perform: {action} on resource: \"{arn}\" because public access control \
             lists (ACLs) are blocked by the BlockPublicAcls block public access setting."
        )));
    }
    Ok(())
}

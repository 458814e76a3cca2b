//! What guards objects beside policies: lists of grants, locks, customers' keys.

use super::harness::{Lab, lab};
use crate::verdict::Principal;

const OPEN: &str = "DELETE /photos?publicAccessBlock";
const WRITERS: &str = "PUT /photos?ownershipControls\n\n<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>";
const OWNER: &str = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";

/// A bucket that takes lists, public ones too.
fn with_lists() -> Lab {
    let mut lab = lab();
    lab.check(OPEN, "204").check(WRITERS, "200");
    lab
}

fn grants(id: &str, permission: &str) -> String {
    format!(
        "<AccessControlPolicy><Owner><ID>{OWNER}</ID></Owner><AccessControlList><Grant><Grantee><{id}</Grantee><Permission>{permission}</Permission></Grant></AccessControlList></AccessControlPolicy>"
    )
}

#[test]
fn a_new_bucket_grants_its_owner_everything_and_takes_no_lists() {
    lab()
        .check("PUT /photos/a\n\nx", "200")
        .check("GET /photos?acl", &format!("200\n\n<Owner><ID>{OWNER}</ID></Owner><AccessControlList><Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\"><ID>{OWNER}</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList>"))
        .check("GET /photos/a?acl", "200\n\n<Permission>FULL_CONTROL</Permission>")
        .check("PUT /photos/a?acl\nx-amz-acl: public-read", "400\n\nAccessControlListNotSupported")
        .check("PUT /photos/b\nx-amz-acl: public-read\n\nx", "400\n\nAccessControlListNotSupported")
        .check("PUT /photos/b\nx-amz-grant-read: id=\"x\"\n\nx", "400\n\nInvalid id")
        .check("PUT /photos/b\nx-amz-acl: bucket-owner-full-control\n\nx", "200")
        .check("GET /photos/missing?acl", "404\n\nNoSuchKey");
}

#[test]
fn lists_let_in_whom_they_name() {
    let mut lab = with_lists();
    lab.check("PUT /photos/open\nx-amz-acl: public-read\n\nx", "200")
        .check("PUT /photos/shut\n\nx", "200")
        .check("GET /photos/open?acl", "200\n\nxsi:type=\"Group\"><URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee><Permission>READ</Permission>");
    lab.principal = Principal::Anonymous;
    lab.check("GET /photos/open", "200")
        .check("GET /photos/shut", "403")
        .check("GET /photos", "403")
        .check("PUT /photos/b\n\nx", "403")
        .check("GET /photos/open?acl", "403");
    lab.principal = Principal::Root;
    lab.check("PUT /photos?acl\nx-amz-acl: public-read-write", "200").check(
        &format!(
            "PUT /photos/shut?acl\n\n{}",
            grants("URI>http://acs.amazonaws.com/groups/global/AllUsers</URI>", "READ_ACP")
        ),
        "200",
    );
    lab.principal = Principal::Anonymous;
    lab.check("GET /photos", "200")
        .check("PUT /photos/b\n\nx", "200")
        .check("GET /photos/shut?acl", "200")
        .check("GET /photos/shut", "403");
    lab.principal = Principal::Root;
    lab.check("PUT /photos?publicAccessBlock\n\n<PublicAccessBlockConfiguration><IgnorePublicAcls>true</IgnorePublicAcls></PublicAccessBlockConfiguration>", "200");
    lab.principal = Principal::Anonymous;
    lab.check("GET /photos/open", "403");
}

#[test]
fn a_policy_that_denies_outweighs_a_list() {
    let mut lab = with_lists();
    let deny = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/*"}]}"#;
    lab.check("PUT /photos/a\nx-amz-acl: public-read\n\nx", "200")
        .check(&format!("PUT /photos?policy\n\n{deny}"), "204");
    lab.principal = Principal::Anonymous;
    lab.check("GET /photos/a", "403");
}

#[test]
fn public_lists_are_refused_where_they_are_blocked() {
    let mut lab = lab();
    lab.check(WRITERS, "200")
        .check("PUT /photos?acl\nx-amz-acl: private", "200")
        .check("PUT /photos?acl\nx-amz-acl: public-read", "403\n\ns3:PutBucketAcl on resource: &quot;arn:aws:s3:::photos&quot; because public access control lists (ACLs) are blocked by the BlockPublicAcls block public access setting.")
        .check("PUT /photos/a\nx-amz-acl: authenticated-read\n\nx", "403\n\ns3:PutObject on resource");
}

#[test]
fn documents_that_are_no_lists_are_refused() {
    let mut lab = with_lists();
    for (document, expected) in [
        ("x".to_owned(), "MalformedACLError"),
        (grants("ID>x</ID>", "READ"), "Invalid id"),
        (grants("URI>x</URI>", "READ"), "Invalid group uri"),
        (grants("EmailAddress>a@b.example</EmailAddress>", "READ"), "UnresolvableGrantByEmailAddress"),
        (grants("Name>x</Name>", "READ"), "MalformedACLError"),
        (grants("ID>x</ID>", "LOOK"), "MalformedACLError"),
    ] {
        lab.check(&format!("PUT /photos?acl\n\n{document}"), &format!("400\n\n{expected}"));
    }
}

/// The bucket `cellar`, whose versions may be locked.
fn with_locks() -> Lab {
    let mut lab = lab();
    lab.check("PUT /cellar\nx-amz-bucket-object-lock-enabled: true", "200")
        .check("GET /cellar?versioning", "200\n\n<Status>Enabled</Status>")
        .check("GET /cellar?object-lock", "200\n\n<ObjectLockEnabled>Enabled</ObjectLockEnabled>");
    lab
}

#[test]
fn a_locked_version_stays_until_its_day() {
    let mut lab = with_locks();
    let put = "PUT /cellar/a\nx-amz-object-lock-mode: GOVERNANCE\nx-amz-object-lock-retain-until-date: 2026-01-06T00:00:00.000Z\n\nx";
    let id = lab.header(put, "x-amz-version-id");
    let version = format!("/cellar/a?versionId={id}");
    lab.check(
        "HEAD /cellar/a",
        "200\nx-amz-object-lock-mode: GOVERNANCE\nx-amz-object-lock-retain-until-date: 2026-01-06T00:00:00Z",
    )
    .check(
        &format!("GET {version}&retention"),
        "200\n\n<Mode>GOVERNANCE</Mode><RetainUntilDate>2026-01-06T00:00:00Z</RetainUntilDate>",
    )
    .check(&format!("DELETE {version}"), "403\n\nobject protected by object lock")
    .check("DELETE /cellar/a", "204\nx-amz-delete-marker: true");
    let retain = |mode: &str, day: &str| {
        format!(
            "PUT {version}&retention\n\n<Retention><Mode>{mode}</Mode><RetainUntilDate>2026-01-{day}T00:00:00Z</RetainUntilDate></Retention>"
        )
    };
    lab.check(&retain("GOVERNANCE", "08"), "200")
        .check(&retain("GOVERNANCE", "07"), "403\n\nobject protected by object lock")
        .check(&retain("GOVERNANCE", "07").replace("\n\n", "\nx-amz-bypass-governance-retention: true\n\n"), "200")
        .check(&retain("COMPLIANCE", "07"), "200")
        .check(&retain("GOVERNANCE", "07").replace("\n\n", "\nx-amz-bypass-governance-retention: true\n\n"), "403")
        .check(&format!("DELETE {version}\nx-amz-bypass-governance-retention: true"), "403");
    lab.now += crate::sim::time::Span::from_ms(3 * 24 * 60 * 60 * 1_000);
    lab.check(&format!("DELETE {version}"), "204");
}

#[test]
fn a_lock_is_lifted_by_those_who_may() {
    let mut lab = with_locks();
    let put = "PUT /cellar/a\nx-amz-object-lock-mode: GOVERNANCE\nx-amz-object-lock-retain-until-date: 2027-01-06T00:00:00.000Z\n\nx";
    let id = lab.header(put, "x-amz-version-id");
    let deleted = format!("<Delete><Object><Key>a</Key><VersionId>{id}</VersionId></Object></Delete>");
    let md5 = super::delete_many::md5(&deleted);
    lab.check(
        &format!("POST /cellar?delete\ncontent-md5: {md5}\n\n{deleted}"),
        "200\n\n<Code>AccessDenied</Code><Message>Access Denied because object protected by object lock.",
    )
    .check(
        &format!("POST /cellar?delete\ncontent-md5: {md5}\nx-amz-bypass-governance-retention: true\n\n{deleted}"),
        "200\n\n<Deleted><Key>a</Key>",
    );
}

#[test]
fn a_legal_hold_holds_until_it_is_lifted() {
    let mut lab = with_locks();
    let id = lab.header("PUT /cellar/a\nx-amz-object-lock-legal-hold: ON\n\nx", "x-amz-version-id");
    let version = format!("/cellar/a?versionId={id}");
    lab.check(
        &format!("GET {version}&legal-hold"),
        "200\n\n<LegalHold xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Status>ON</Status>",
    )
    .check(&format!("DELETE {version}"), "403")
    .check(&format!("PUT {version}&legal-hold\n\n<LegalHold><Status>MAYBE</Status></LegalHold>"), "400\n\nMalformedXML")
    .check(&format!("PUT {version}&legal-hold\n\n<LegalHold><Status>OFF</Status></LegalHold>"), "200")
    .check(&format!("DELETE {version}"), "204");
    lab.check("PUT /photos/a\n\nx", "200")
        .check("GET /photos/a?legal-hold", "400\n\nBucket is missing Object Lock Configuration");
}

#[test]
fn a_bucket_may_lock_what_says_nothing() {
    let put = |rule: &str| {
        format!(
            "PUT /cellar?object-lock\n\n<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>{rule}</DefaultRetention></Rule></ObjectLockConfiguration>"
        )
    };
    let mut lab = with_locks();
    lab.check(&put("<Mode>COMPLIANCE</Mode><Days>2</Days>"), "200").check("PUT /cellar/a\n\nx", "200").check(
        "HEAD /cellar/a",
        "200\nx-amz-object-lock-mode: COMPLIANCE\nx-amz-object-lock-retain-until-date: 2026-01-07T09:00:00Z",
    );
    for rule in [
        "<Mode>COMPLIANCE</Mode>",
        "<Mode>COMPLIANCE</Mode><Days>1</Days><Years>1</Years>",
        "<Mode>X</Mode><Days>1</Days>",
        "<Days>1</Days>",
        "<Mode>COMPLIANCE</Mode><Days>-1</Days>",
    ] {
        lab.check(&put(rule), "400\n\nMalformedXML");
    }
    lab.check(&put("<Mode>COMPLIANCE</Mode><Days>0</Days>"), "400\n\nInvalidArgument");
}

const KEY: &str = "x-amz-server-side-encryption-customer-algorithm: AES256\nx-amz-server-side-encryption-customer-key: MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\nx-amz-server-side-encryption-customer-key-md5: ";

#[test]
fn what_has_a_customers_key_is_read_with_it() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let md5 = STANDARD.encode(crate::services::s3::Digest::of(b"01234567890123456789012345678901").0);
    let key = format!("{KEY}{md5}");
    let of_source = key.replace("x-amz-server", "x-amz-copy-source-server");
    let told = format!(
        "x-amz-server-side-encryption-customer-algorithm: AES256\nx-amz-server-side-encryption-customer-key-md5: {md5}\n-x-amz-server-side-encryption"
    );
    let mut lab = lab();
    lab.check(&format!("PUT /photos/a\n{key}\n\nx"), &format!("200\n{told}"))
        .check(&format!("GET /photos/a\n{key}"), &format!("200\n{told}\n\nx"))
        .check("HEAD /photos/a", "400\n\n!x")
        .check(
            "PUT /photos/b\nx-amz-copy-source: photos/a",
            "400\n\nThe object was stored using a form of Server Side Encryption",
        )
        .check(
            &format!("PUT /photos/b\nx-amz-copy-source: photos/a\n{of_source}"),
            "200\nx-amz-server-side-encryption: AES256",
        )
        .check("GET /photos/b", "200\n\nx");
    let id = lab.told(&format!("POST /photos/c?uploads\n{key}"), "UploadId");
    let complete = format!(
        "POST /photos/c?uploadId={id}\n\n<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>9dd4e461268c8034f5c8564e155c67a6</ETag></Part></CompleteMultipartUpload>"
    );
    lab.check(&format!("PUT /photos/c?uploadId={id}&partNumber=1\n{key}\n\nx"), &format!("200\n{told}"))
        .check(&complete, &format!("200\n{told}"))
        .check(&format!("GET /photos/c\n{key}"), "200\n\nx");
}

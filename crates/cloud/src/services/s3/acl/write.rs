//! Writing a list as a document.

use super::Acl;
use crate::account::CANONICAL_USER_ID;
use crate::protocol::xml::Document;
use crate::services::s3::NAMESPACE;

const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The document of `acl`.
#[must_use]
pub fn document(acl: &Acl) -> Document {
    let mut document = Document::new("AccessControlPolicy", NAMESPACE);
    document.open("Owner").text("ID", CANONICAL_USER_ID).close().open("AccessControlList");
    for grant in &acl.grants {
        let (kind, element) =
            if grant.grantee.starts_with("http:") { ("Group", "URI") } else { ("CanonicalUser", "ID") };
        document
            .open("Grant")
            .open_with("Grantee", &[("xmlns:xsi", INSTANCE), ("xsi:type", kind)])
            .text(element, &grant.grantee)
            .close()
            .text("Permission", grant.permission)
            .close();
    }
    document
}

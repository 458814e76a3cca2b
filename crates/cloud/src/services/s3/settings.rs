//! The documents that configure a bucket. Each is replaced as a whole; what only has to be given back is kept as sent.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;

use super::acl::Acl;
use super::error::Setting;
use super::object::Tags;
use crate::protocol::xml::{self, Element};
use crate::services::iam::policy::Policy;

/// How objects are encrypted when nobody says how, since January 2023.
const DEFAULT_ENCRYPTION: &[u8] =
    b"<ServerSideEncryptionConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
    <Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault>\
    <BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>";
/// Who owns objects when nobody says who, since April 2023.
const DEFAULT_OWNERSHIP: &[u8] = b"<OwnershipControls xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
    <Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>";

/// A bucket's documents. A new bucket is closed to the public, as on AWS since April 2023.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Its tags.
    pub tags: Option<Tags>,
    /// Its policy.
    pub policy: Option<Arc<KeptPolicy>>,
    /// Whom it grants what; none is the owner alone.
    pub acl: Option<Acl>,
    /// What of the public it keeps out.
    pub public_access_block: Option<PublicAccessBlock>,
    /// Its other documents.
    pub documents: BTreeMap<Setting, Arc<KeptDocument>>,
}

impl Settings {
    /// The root of a document that it has.
    #[must_use]
    pub fn root(&self, setting: Setting) -> Option<&Element> {
        self.documents.get(&setting).map(|document| &document.root)
    }
}

impl Default for Settings {
    fn default() -> Self {
        let documents = [
            (Setting::Encryption, KeptDocument::of(Bytes::from_static(DEFAULT_ENCRYPTION))),
            (Setting::Ownership, KeptDocument::of(Bytes::from_static(DEFAULT_OWNERSHIP))),
        ];
        let documents = BTreeMap::from(documents);
        Self { tags: None, policy: None, acl: None, public_access_block: Some(PublicAccessBlock::ALL), documents }
    }
}

/// A document that configures a bucket. It is read once, when it is put, and not with every request that asks for it.
#[derive(Debug)]
pub struct KeptDocument {
    /// As it was sent.
    pub text: Bytes,
    /// As it is asked; an element without a name when the text is no document.
    pub root: Element,
}

impl KeptDocument {
    /// Reads a document.
    #[must_use]
    pub fn of(text: Bytes) -> Arc<Self> {
        Arc::new(Self { root: xml::parse(&text).unwrap_or_default(), text })
    }
}

/// A bucket's policy.
#[derive(Clone, Debug)]
pub struct KeptPolicy {
    /// As it was sent.
    pub text: Arc<str>,
    /// As it is asked.
    pub policy: Policy,
    /// Whether it lets in everyone.
    pub public: bool,
}

/// What of the public a bucket keeps out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicAccessBlock {
    /// It refuses ACLs that are public.
    pub block_public_acls: bool,
    /// It ignores ACLs that are public.
    pub ignore_public_acls: bool,
    /// It refuses policies that are public.
    pub block_public_policy: bool,
    /// A public policy that it has holds only within the account.
    pub restrict_public_buckets: bool,
}

impl PublicAccessBlock {
    /// All of it, as new buckets have it.
    pub const ALL: Self = Self {
        block_public_acls: true,
        ignore_public_acls: true,
        block_public_policy: true,
        restrict_public_buckets: true,
    };
}

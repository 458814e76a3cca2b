//! The documents that configure a bucket. Each is replaced as a whole; what only has to be given back is kept as sent.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;

use super::acl::Acl;
use super::error::Setting;
use super::object::Tags;
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
    /// Its other documents, as they were sent.
    pub documents: BTreeMap<Setting, Bytes>,
}

impl Default for Settings {
    fn default() -> Self {
        let documents = [
            (Setting::Encryption, Bytes::from_static(DEFAULT_ENCRYPTION)),
            (Setting::Ownership, Bytes::from_static(DEFAULT_OWNERSHIP)),
        ];
        let documents = BTreeMap::from(documents);
        Self { tags: None, policy: None, acl: None, public_access_block: Some(PublicAccessBlock::ALL), documents }
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

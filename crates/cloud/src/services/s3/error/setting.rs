//! The documents that configure a bucket, and what AWS says when one is asked for that a bucket does not have.

/// A document that configures a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// Its CORS rules.
    Cors,
    /// Its lifecycle rules.
    Lifecycle,
    /// Its website configuration.
    Website,
    /// Its policy.
    Policy,
    /// Its default encryption.
    Encryption,
    /// Its public access block.
    PublicAccessBlock,
    /// Its tags.
    Tags,
    /// Its ownership controls.
    Ownership,
    /// Whether and how its versions are locked.
    ObjectLock,
    /// Whether it is reached by transfer acceleration.
    Accelerate,
    /// Where its access logs go.
    Logging,
    /// Where its objects are replicated to.
    Replication,
    /// Who pays for requests.
    RequestPayment,
}

impl Setting {
    /// AWS's code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cors => "NoSuchCORSConfiguration",
            Self::Lifecycle => "NoSuchLifecycleConfiguration",
            Self::Website => "NoSuchWebsiteConfiguration",
            Self::Policy => "NoSuchBucketPolicy",
            Self::Encryption => "ServerSideEncryptionConfigurationNotFoundError",
            Self::PublicAccessBlock => "NoSuchPublicAccessBlockConfiguration",
            Self::Tags => "NoSuchTagSet",
            Self::Ownership => "OwnershipControlsNotFoundError",
            Self::ObjectLock => "ObjectLockConfigurationNotFoundError",
            Self::Replication => "ReplicationConfigurationNotFoundError",
            // What these say when they are absent is a document, so that they have no error.
            Self::Accelerate | Self::Logging | Self::RequestPayment => "NoSuchConfiguration",
        }
    }

    /// AWS's text.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Cors => "The CORS configuration does not exist",
            Self::Lifecycle => "The lifecycle configuration does not exist",
            Self::Website => "The specified bucket does not have a website configuration",
            Self::Policy => "The bucket policy does not exist",
            Self::Encryption => "The server side encryption configuration was not found",
            Self::PublicAccessBlock => "The public access block configuration was not found",
            Self::Tags => "The TagSet does not exist",
            Self::Ownership => "The bucket ownership controls were not found",
            Self::ObjectLock => "Object Lock configuration does not exist for this bucket",
            Self::Replication => "The replication configuration was not found",
            Self::Accelerate | Self::Logging | Self::RequestPayment => "The specified configuration does not exist.",
        }
    }
}

//! Whom a bucket tells of what happens to its objects.

mod deliver;
mod read;
mod record;
mod validate;
mod write;

pub use deliver::{Happening, notify};
pub use read::read;
pub use validate::validate;
pub use write::write;

use std::sync::Arc;

use super::store::Cause;

/// The notification configuration of a bucket. It is replaced as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Configuration {
    /// The functions told, in the order given.
    pub functions: Vec<FunctionConfiguration>,
}

/// One function and what it is told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionConfiguration {
    /// Its id, given or made up.
    pub id: Arc<str>,
    /// The function's ARN.
    pub function_arn: Arc<str>,
    /// The events: `s3:ObjectCreated:*`.
    pub events: Vec<&'static str>,
    /// The rules that an object's key must satisfy, all of them.
    pub rules: Vec<FilterRule>,
}

/// A rule about keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterRule {
    /// Which end of the key it speaks of.
    pub end: End,
    /// What stands there.
    pub value: Arc<str>,
}

/// An end of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Its beginning.
    Prefix,
    /// Its end.
    Suffix,
}

/// What happened, of the things that are simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// An object was written by PUT.
    Put,
    /// An object was written by a form.
    Post,
    /// An object was written by a copy.
    Copy,
    /// An object was put together from its parts.
    CompleteMultipartUpload,
    /// An object or one of its versions was deleted for good.
    Delete,
    /// A delete marker was made.
    DeleteMarker,
    /// An object's tags were put.
    TaggingPut,
    /// An object's tags were deleted.
    TaggingDelete,
    /// An object's list of grants was put.
    AclPut,
    /// A lifecycle rule deleted an object or one of its versions for good.
    LifecycleDelete,
    /// A lifecycle rule made a delete marker.
    LifecycleDeleteMarker,
    /// A lifecycle rule changed an object's storage class.
    LifecycleTransition,
    /// The restoration of an archived object has begun.
    RestorePost,
    /// The restoration of an archived object has ended.
    RestoreCompleted,
}

impl Event {
    /// Whether it is about what stands beside an object: its tags, its grants.
    #[must_use]
    pub const fn is_beside(self) -> bool {
        matches!(self, Self::TaggingPut | Self::TaggingDelete | Self::AclPut)
    }

    /// The version of the record that tells of it.
    #[must_use]
    pub const fn version(self) -> &'static str {
        match self {
            Self::TaggingPut
            | Self::TaggingDelete
            | Self::AclPut
            | Self::LifecycleDelete
            | Self::LifecycleDeleteMarker
            | Self::LifecycleTransition => "2.3",
            _ => "2.1",
        }
    }

    /// The event that a deletion is, because of `cause`.
    #[must_use]
    pub const fn because_of(self, cause: Cause) -> Self {
        match (self, cause) {
            (Self::Delete, Cause::Lifecycle) => Self::LifecycleDelete,
            (Self::DeleteMarker, Cause::Lifecycle) => Self::LifecycleDeleteMarker,
            (other, _) => other,
        }
    }

    /// Its name in a record.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Put => "ObjectCreated:Put",
            Self::Post => "ObjectCreated:Post",
            Self::Copy => "ObjectCreated:Copy",
            Self::CompleteMultipartUpload => "ObjectCreated:CompleteMultipartUpload",
            Self::Delete => "ObjectRemoved:Delete",
            Self::DeleteMarker => "ObjectRemoved:DeleteMarkerCreated",
            Self::TaggingPut => "ObjectTagging:Put",
            Self::AclPut => "ObjectAcl:Put",
            Self::LifecycleDelete => "LifecycleExpiration:Delete",
            Self::LifecycleDeleteMarker => "LifecycleExpiration:DeleteMarkerCreated",
            Self::LifecycleTransition => "LifecycleTransition",
            Self::RestorePost => "ObjectRestore:Post",
            Self::RestoreCompleted => "ObjectRestore:Completed",
            Self::TaggingDelete => "ObjectTagging:Delete",
        }
    }
}

impl FunctionConfiguration {
    /// Whether it is to be told of `event` at `key`.
    #[must_use]
    pub fn wants(&self, event: Event, key: &str) -> bool {
        self.events.iter().any(|pattern| covers(pattern, event.name()))
            && self.rules.iter().all(|rule| match rule.end {
                End::Prefix => key.starts_with(&*rule.value),
                End::Suffix => key.ends_with(&*rule.value),
            })
    }

    /// What keys must begin or end with; empty when anything will do.
    fn rule(&self, end: End) -> &str {
        self.rules.iter().find(|rule| rule.end == end).map_or("", |rule| &rule.value)
    }
}

/// Whether `pattern`, as a configuration has it, covers the event called `name`, as a record has it.
fn covers(pattern: &str, name: &str) -> bool {
    let pattern = pattern.strip_prefix("s3:").unwrap_or(pattern);
    match pattern.strip_suffix('*') {
        Some(stem) => name.starts_with(stem),
        None => pattern == name,
    }
}

/// Every event that a configuration may name. Those that nothing here brings about may be named all the same.
const EVENTS: [&str; 31] = [
    "s3:ObjectCreated:*",
    "s3:ObjectCreated:Put",
    "s3:ObjectCreated:Post",
    "s3:ObjectCreated:Copy",
    "s3:ObjectCreated:CompleteMultipartUpload",
    "s3:ObjectRemoved:*",
    "s3:ObjectRemoved:Delete",
    "s3:ObjectRemoved:DeleteMarkerCreated",
    "s3:ObjectRestore:*",
    "s3:ObjectRestore:Post",
    "s3:ObjectRestore:Completed",
    "s3:ObjectRestore:Delete",
    "s3:ObjectTagging:*",
    "s3:ObjectTagging:Put",
    "s3:ObjectTagging:Delete",
    "s3:ObjectAcl:Put",
    "s3:LifecycleExpiration:*",
    "s3:LifecycleExpiration:Delete",
    "s3:LifecycleExpiration:DeleteMarkerCreated",
    "s3:LifecycleTransition",
    "s3:IntelligentTiering",
    "s3:Replication:*",
    "s3:Replication:OperationFailedReplication",
    "s3:Replication:OperationNotTracked",
    "s3:Replication:OperationMissedThreshold",
    "s3:Replication:OperationReplicatedAfterThreshold",
    "s3:ReducedRedundancyLostObject",
    "s3:ObjectAnnotation:*",
    "s3:ObjectAnnotation:Put",
    "s3:ObjectAnnotation:Delete",
    "s3:ObjectRetention:Put",
];

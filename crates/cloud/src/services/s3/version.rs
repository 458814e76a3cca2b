//! The versions of a key: what a bucket keeps beside its current objects.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html>

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::by_name::Named;
use super::error::Error;
use super::object::{Object, Sequencer};
use crate::sim::{rng::Rng, time::Time};

/// The id of the version that was written while no ids were given.
pub const NULL: &str = "null";

/// Eights of bytes behind a version's id, which give its 32 characters.
const ID_WORDS: usize = 3;
/// Characters of an id. What is shorter or longer is none, and is said to be none.
const ID_LENGTH: usize = 32;

/// Whether a bucket keeps versions. It never goes back to [`Versioning::Never`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Versioning {
    /// It has never kept any.
    #[default]
    Never,
    /// Every write makes a version.
    Enabled,
    /// What there is stays; writes replace the version `null`.
    Suspended,
}

/// What a deletion without a version's id leaves in a bucket that keeps versions.
#[derive(Clone, Debug)]
pub struct Marker {
    /// The key that reads as missing.
    pub key: Arc<str>,
    /// The id; none is the version `null`.
    pub version: Option<Arc<str>>,
    /// When it was made.
    pub modified: Time,
    /// Orders it among the writes of its key.
    pub sequencer: Sequencer,
}

/// One version of a key.
#[derive(Clone, Debug)]
pub enum Version {
    /// An object.
    Object(Arc<Object>),
    /// A delete marker.
    Marker(Arc<Marker>),
}

impl Version {
    /// The id as clients read it.
    #[must_use]
    pub fn id(&self) -> &str {
        let id = match self {
            Self::Object(object) => &object.version,
            Self::Marker(marker) => &marker.version,
        };
        shown(id.as_ref())
    }
}

/// The versions of one key that are not current objects, the newest last. A marker is here even when it is current.
#[derive(Clone, Debug)]
pub struct Past {
    /// The key.
    pub key: Arc<str>,
    /// Its versions.
    pub versions: Vec<Version>,
}

impl Named for Past {
    fn name(&self) -> &str {
        &self.key
    }
}

/// An id as clients read it.
#[must_use]
pub fn shown(id: Option<&Arc<str>>) -> &str {
    id.map_or(NULL, |id| id)
}

/// A new id: 32 letters, digits, dots and underscores.
#[must_use]
pub fn new_id(rng: &mut Rng) -> Arc<str> {
    let mut bytes = [0; ID_WORDS * 8];
    for eight in bytes.chunks_exact_mut(8) {
        eight.copy_from_slice(&rng.next_u64().to_le_bytes());
    }
    URL_SAFE_NO_PAD.encode(bytes).replace('-', ".").into()
}

/// Refuses what cannot be an id.
///
/// # Errors
/// When it is neither `null` nor as long as an id.
pub fn check_id(id: &str) -> Result<(), Error> {
    if id == NULL || id.len() == ID_LENGTH {
        return Ok(());
    }
    Err(Error::argument("Invalid version id specified", "versionId", id))
}

//! Multipart uploads: what has been sent of an object that is not there yet.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html>

use std::sync::Arc;

use bytes::Bytes;
use imbl::OrdMap;

use super::by_name::Named;
use super::checksum::{Algorithm, Checksum, Kind};
use super::digest::Digest;
use super::extras::Extras;
use super::object::{Attributes, Tags};
use crate::sim::time::Time;

/// An upload that is neither completed nor aborted.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its id.
    pub id: Arc<str>,
    /// The key that the object will have.
    pub key: Arc<str>,
    /// When it was begun.
    pub initiated: Time,
    /// The headers that came with its beginning.
    pub attributes: Arc<Attributes>,
    /// The tags that the object will have.
    pub tags: Tags,
    /// What few objects have and this one will.
    pub extras: Option<Arc<Extras>>,
    /// Which checksum its parts carry, and what the object's is worked out over.
    pub checksum: Option<(&'static Algorithm, Kind)>,
    /// The parts sent so far, by number.
    pub parts: OrdMap<u16, Arc<Part>>,
    /// Whether an object under its key was deleted since it began, which a conditional completion must not overlook.
    pub key_was_deleted: bool,
}

/// A part of an upload.
#[derive(Clone, Debug)]
pub struct Part {
    /// The bytes.
    pub body: Bytes,
    /// Their MD5.
    pub digest: Digest,
    /// The checksum that came with them, or that was worked out in its place.
    pub checksum: Option<Checksum>,
    /// When it was sent.
    pub modified: Time,
}

impl Named for Upload {
    fn name(&self) -> &str {
        &self.id
    }
}

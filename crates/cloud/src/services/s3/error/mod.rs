//! What can go wrong in S3, and how AWS says it.

pub mod particular;
mod setting;
mod words;

pub use setting::Setting;

use std::borrow::Cow;
use std::sync::Arc;

use crate::error::ServiceError;

/// An error of S3. The texts are AWS's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// There is no such bucket.
    NoSuchBucket(Arc<str>),
    /// There is no such object, and the caller may know it.
    NoSuchKey(Arc<str>),
    /// The caller may not; the text says what is missing.
    AccessDenied(String),
    /// The key has this many bytes, which is too many.
    KeyTooLong(usize),
    /// The key's `..` segments lead out of the bucket, or the address is not UTF-8.
    InvalidUri,
    /// The bucket's name breaks the naming rules.
    InvalidBucketName(Arc<str>),
    /// A bucket that holds objects cannot be deleted.
    BucketNotEmpty(Arc<str>),
    /// The account has as many buckets as it may.
    TooManyBuckets,
    /// The bucket is addressed in a region that is not its own.
    PermanentRedirect(Arc<str>),
    /// The location constraint is not the endpoint's region.
    IllegalLocationConstraint(String),
    /// The location constraint is no region that may be written.
    InvalidLocationConstraint(String),
    /// The body would have this many bytes, which is too many.
    EntityTooLarge(u64),
    /// User metadata has this many bytes, which is too many.
    MetadataTooLarge(usize),
    /// The body ended before, or went on after, the length announced.
    IncompleteBody,
    /// The body's length was not announced.
    MissingContentLength,
    /// A chunk of an `aws-chunked` body is not well-formed.
    InvalidChunk,
    /// `Content-MD5` is no MD5.
    InvalidDigest(String),
    /// `Content-MD5` is not the body's.
    BadDigest {
        /// Of the body, base64.
        calculated: String,
        /// As sent, hexadecimal.
        expected: String,
    },
    /// A checksum header is no checksum: `x-amz-checksum-crc32`.
    InvalidChecksum(&'static str),
    /// The checksum sent is not the body's; the algorithm as AWS spells it.
    BadChecksum(&'static str),
    /// More than one checksum was sent.
    SeveralChecksums,
    /// A condition of the request does not hold: `If-Match`.
    PreconditionFailed(&'static str),
    /// The range begins after the object's end.
    InvalidRange {
        /// As sent.
        requested: String,
        /// The object's length, bytes.
        size: u64,
    },
    /// A header that AWS does not take in this operation.
    HeaderNotImplemented {
        /// The header.
        header: &'static str,
        /// What AWS adds.
        note: &'static str,
    },
    /// No storage class of this name.
    InvalidStorageClass(String),
    /// Buckets have had no ACLs of their own since 2023.
    AclNotSupported,
    /// An argument is wrong.
    InvalidArgument {
        /// What is wrong.
        message: Cow<'static, str>,
        /// The arguments with their values, in AWS's order.
        arguments: Vec<(Cow<'static, str>, String)>,
    },
    /// A request that asks for something senseless.
    InvalidRequest(Cow<'static, str>),
    /// There is no such version.
    NoSuchVersion {
        /// The object's key.
        key: Arc<str>,
        /// The version asked for.
        version: String,
    },
    /// There is no such upload.
    NoSuchUpload(String),
    /// A part that is to be put in was never sent, or is another.
    InvalidPart {
        /// The upload.
        upload: Arc<str>,
        /// The part's number.
        number: u16,
        /// The `ETag` asked for, without quotes.
        etag: String,
    },
    /// The parts are not named in order.
    InvalidPartOrder(Arc<str>),
    /// A part that is not the last is too small.
    EntityTooSmall {
        /// Its length, bytes.
        size: usize,
        /// Its number.
        number: u16,
        /// Its `ETag`, without quotes.
        etag: String,
    },
    /// The object has no part of this number.
    InvalidPartNumber {
        /// As asked for.
        requested: String,
        /// How many it has.
        parts: usize,
    },
    /// The checksum named, in the words of multipart uploads, is not the body's.
    BadPartChecksum(String),
    /// The key was deleted while an upload that asks for its absence went on.
    ConditionalRequestConflict(Arc<str>),
    /// A bucket that holds versions cannot be deleted.
    VersionsRemain(Arc<str>),
    /// A versioning configuration that does not say whether.
    IllegalVersioning,
    /// A tag is wrong: AWS's text, and the tag.
    InvalidTag(&'static str, Vec<(&'static str, String)>),
    /// Too many tags, or a preflight request without its origin.
    BadRequest(&'static str),
    /// The bucket has no such document.
    NotConfigured(Setting, Arc<str>),
    /// The bucket's policy is not one.
    MalformedPolicy(String),
    /// A preflight request is refused.
    CorsForbidden {
        /// Why.
        message: &'static str,
        /// The method that was to come.
        method: String,
        /// `BUCKET` or `OBJECT`.
        resource: &'static str,
    },
    /// The body is not the document it should be.
    MalformedXml,
    /// A form's policy is none.
    InvalidPolicyDocument(String),
    /// An error that one operation gives, with its further elements.
    Particular(&'static particular::Particular, Vec<(&'static str, String)>),
    /// The owner that the caller expects is no account's number.
    InvalidExpectedOwner(String),
    /// The method does not fit the resource.
    MethodNotAllowed {
        /// `POST`.
        method: String,
        /// `SERVICE`, `BUCKET` or `OBJECT`.
        resource: &'static str,
    },
}

impl Error {
    /// An `InvalidRequest`.
    pub fn request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::InvalidRequest(message.into())
    }

    /// An `InvalidArgument` that names the argument, and does not say what it was.
    pub fn argument_named(message: impl Into<Cow<'static, str>>, name: &'static str) -> Self {
        Self::InvalidArgument { message: message.into(), arguments: vec![("ArgumentName".into(), name.to_owned())] }
    }

    /// An `InvalidArgument` with one argument.
    pub fn argument(message: impl Into<Cow<'static, str>>, name: &'static str, value: impl Into<String>) -> Self {
        Self::InvalidArgument {
            message: message.into(),
            arguments: vec![
                (Cow::Borrowed("ArgumentName"), name.to_owned()),
                (Cow::Borrowed("ArgumentValue"), value.into()),
            ],
        }
    }
}

impl From<Error> for ServiceError {
    fn from(error: Error) -> Self {
        Self {
            code: Cow::Borrowed(error.code()),
            status: error.status(),
            message: error.message().into_owned(),
            details: error.details(),
        }
    }
}

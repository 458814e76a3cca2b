//! What can go wrong in S3, and how AWS says it.

use std::borrow::Cow;
use std::sync::Arc;

use super::limits;
use crate::account::REGION;
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
    InvalidRequest(&'static str),
    /// The body is not the document it should be.
    MalformedXml,
    /// The method does not fit the resource.
    MethodNotAllowed {
        /// `POST`.
        method: String,
        /// `SERVICE`, `BUCKET` or `OBJECT`.
        resource: &'static str,
    },
}

impl Error {
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

    /// AWS's code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchBucket(_) => "NoSuchBucket",
            Self::NoSuchKey(_) => "NoSuchKey",
            Self::AccessDenied(_) => "AccessDenied",
            Self::KeyTooLong(_) => "KeyTooLongError",
            Self::InvalidUri => "InvalidURI",
            Self::InvalidBucketName(_) => "InvalidBucketName",
            Self::BucketNotEmpty(_) => "BucketNotEmpty",
            Self::TooManyBuckets => "TooManyBuckets",
            Self::PermanentRedirect(_) => "PermanentRedirect",
            Self::IllegalLocationConstraint(_) => "IllegalLocationConstraintException",
            Self::InvalidLocationConstraint(_) => "InvalidLocationConstraint",
            Self::EntityTooLarge(_) => "EntityTooLarge",
            Self::MetadataTooLarge(_) => "MetadataTooLarge",
            Self::IncompleteBody => "IncompleteBody",
            Self::MissingContentLength => "MissingContentLength",
            Self::InvalidDigest(_) => "InvalidDigest",
            Self::BadDigest { .. } | Self::BadChecksum(_) => "BadDigest",
            Self::InvalidChecksum(_) | Self::SeveralChecksums | Self::InvalidChunk | Self::InvalidRequest(_) => {
                "InvalidRequest"
            }
            Self::PreconditionFailed(_) => "PreconditionFailed",
            Self::InvalidRange { .. } => "InvalidRange",
            Self::HeaderNotImplemented { .. } => "NotImplemented",
            Self::InvalidStorageClass(_) => "InvalidStorageClass",
            Self::AclNotSupported => "AccessControlListNotSupported",
            Self::InvalidArgument { .. } => "InvalidArgument",
            Self::MalformedXml => "MalformedXML",
            Self::MethodNotAllowed { .. } => "MethodNotAllowed",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::PermanentRedirect(_) => 301,
            Self::AccessDenied(_) => 403,
            Self::NoSuchBucket(_) | Self::NoSuchKey(_) => 404,
            Self::MethodNotAllowed { .. } => 405,
            Self::BucketNotEmpty(_) => 409,
            Self::MissingContentLength => 411,
            Self::PreconditionFailed(_) => 412,
            Self::InvalidRange { .. } => 416,
            Self::HeaderNotImplemented { .. } => 501,
            _ => 400,
        }
    }

    /// AWS's text.
    #[must_use]
    pub fn message(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::NoSuchBucket(_) => "The specified bucket does not exist",
            Self::NoSuchKey(_) => "The specified key does not exist.",
            Self::AccessDenied(text) => return Cow::Owned(text.clone()),
            Self::KeyTooLong(_) => "Your key is too long",
            Self::InvalidUri => "Couldn't parse the specified URI.",
            Self::InvalidBucketName(_) => "The specified bucket is not valid.",
            Self::BucketNotEmpty(_) => "The bucket you tried to delete is not empty",
            Self::TooManyBuckets => "You have attempted to create more buckets than allowed",
            Self::PermanentRedirect(_) => {
                "The bucket you are attempting to access must be addressed using the specified endpoint. \
                 Please send all future requests to this endpoint."
            }
            Self::IllegalLocationConstraint(location) => {
                return Cow::Owned(format!(
                    "The {location} location constraint is incompatible for the region specific endpoint \
                     this request was sent to."
                ));
            }
            Self::InvalidLocationConstraint(_) => "The specified location-constraint is not valid",
            Self::EntityTooLarge(_) => "Your proposed upload exceeds the maximum allowed size",
            Self::MetadataTooLarge(_) => "Your metadata headers exceed the maximum allowed metadata size",
            Self::IncompleteBody => {
                "You did not provide the number of bytes specified by the Content-Length HTTP header"
            }
            Self::MissingContentLength => "You must provide the Content-Length HTTP header.",
            Self::InvalidChunk => "The request body is not a well-formed aws-chunked stream.",
            Self::InvalidDigest(_) => "The Content-MD5 you specified was invalid.",
            Self::BadDigest { .. } => "The Content-MD5 you specified did not match what we received.",
            Self::InvalidChecksum(header) => {
                return Cow::Owned(format!("Value for {header} header is invalid."));
            }
            Self::BadChecksum(algorithm) => {
                return Cow::Owned(format!("The {algorithm} you specified did not match the calculated checksum."));
            }
            Self::SeveralChecksums => {
                "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."
            }
            Self::PreconditionFailed(_) => "At least one of the pre-conditions you specified did not hold",
            Self::InvalidRange { .. } => "The requested range is not satisfiable",
            Self::HeaderNotImplemented { .. } => "A header you provided implies functionality that is not implemented",
            Self::InvalidStorageClass(_) => "The storage class you specified is not valid",
            Self::AclNotSupported => "The bucket does not allow ACLs",
            Self::InvalidArgument { message, .. } => return message.clone(),
            Self::InvalidRequest(message) => message,
            Self::MalformedXml => {
                "The XML you provided was not well-formed or did not validate against our published schema"
            }
            Self::MethodNotAllowed { .. } => "The specified method is not allowed against this resource.",
        })
    }

    /// The further elements of the error's document, in AWS's order.
    fn details(self) -> Vec<(Cow<'static, str>, String)> {
        let pairs: Vec<(&'static str, String)> = match self {
            Self::NoSuchBucket(bucket) | Self::InvalidBucketName(bucket) | Self::BucketNotEmpty(bucket) => {
                vec![("BucketName", bucket.to_string())]
            }
            Self::NoSuchKey(key) => vec![("Key", key.to_string())],
            Self::KeyTooLong(size) => {
                vec![("Size", size.to_string()), ("MaxSizeAllowed", limits::MAX_KEY_BYTES.to_string())]
            }
            Self::PermanentRedirect(bucket) => {
                vec![("Endpoint", format!("{bucket}.s3.{REGION}.amazonaws.com")), ("Bucket", bucket.to_string())]
            }
            Self::InvalidLocationConstraint(location) => vec![("LocationConstraint", location)],
            Self::EntityTooLarge(size) => {
                vec![("ProposedSize", size.to_string()), ("MaxSizeAllowed", limits::MAX_PUT_BYTES.to_string())]
            }
            Self::MetadataTooLarge(size) => {
                vec![("Size", size.to_string()), ("MaxSizeAllowed", limits::MAX_METADATA_BYTES.to_string())]
            }
            Self::InvalidDigest(given) => vec![("Content-MD5", given)],
            Self::BadDigest { calculated, expected } => {
                vec![("ExpectedDigest", expected), ("CalculatedDigest", calculated)]
            }
            Self::PreconditionFailed(condition) => vec![("Condition", condition.to_owned())],
            Self::InvalidRange { requested, size } => {
                vec![("RangeRequested", requested), ("ActualObjectSize", size.to_string())]
            }
            Self::HeaderNotImplemented { header, note } => {
                vec![("Header", header.to_owned()), ("additionalMessage", note.to_owned())]
            }
            Self::InvalidStorageClass(class) => vec![("StorageClassRequested", class)],
            Self::MethodNotAllowed { method, resource } => {
                vec![("Method", method), ("ResourceType", resource.to_owned())]
            }
            Self::InvalidArgument { arguments, .. } => return arguments,
            _ => Vec::new(),
        };
        pairs.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect()
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

//! Every error of S3 in AWS's words: its code, its status, its text and its further elements.

use std::borrow::Cow;

use super::Error;
use crate::account::REGION;
use crate::services::s3::limits;

impl Error {
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
            Self::BucketNotEmpty(_) | Self::VersionsRemain(_) => "BucketNotEmpty",
            Self::TooManyBuckets => "TooManyBuckets",
            Self::PermanentRedirect(_) => "PermanentRedirect",
            Self::IllegalLocationConstraint(_) => "IllegalLocationConstraintException",
            Self::InvalidLocationConstraint(_) => "InvalidLocationConstraint",
            Self::EntityTooLarge(_) => "EntityTooLarge",
            Self::MetadataTooLarge(_) => "MetadataTooLarge",
            Self::IncompleteBody => "IncompleteBody",
            Self::MissingContentLength => "MissingContentLength",
            Self::InvalidDigest(_) => "InvalidDigest",
            Self::BadDigest { .. } | Self::BadChecksum(_) | Self::BadPartChecksum(_) => "BadDigest",
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
            Self::NoSuchVersion { .. } => "NoSuchVersion",
            Self::NoSuchUpload(_) => "NoSuchUpload",
            Self::InvalidPart { .. } => "InvalidPart",
            Self::InvalidPartOrder(_) => "InvalidPartOrder",
            Self::EntityTooSmall { .. } => "EntityTooSmall",
            Self::InvalidPartNumber { .. } => "InvalidPartNumber",
            Self::ConditionalRequestConflict(_) => "ConditionalRequestConflict",
            Self::IllegalVersioning => "IllegalVersioningConfigurationException",
            Self::InvalidTag(..) => "InvalidTag",
            Self::BadRequest(_) => "BadRequest",
            Self::NotConfigured(absent, _) => absent.code(),
            Self::MalformedPolicy(_) => "MalformedPolicy",
            Self::CorsForbidden { .. } => "AccessForbidden",
            Self::Particular(particular, _) => particular.code,
            Self::InvalidExpectedOwner(_) => "InvalidBucketOwnerAWSAccountID",
            Self::InvalidPolicyDocument(_) => "InvalidPolicyDocument",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Particular(particular, _) => particular.status,
            Self::PermanentRedirect(_) => 301,
            Self::AccessDenied(_) | Self::CorsForbidden { .. } => 403,
            Self::NoSuchBucket(_)
            | Self::NoSuchKey(_)
            | Self::NoSuchVersion { .. }
            | Self::NoSuchUpload(_)
            | Self::NotConfigured(..) => 404,
            Self::MethodNotAllowed { .. } => 405,
            Self::BucketNotEmpty(_) | Self::VersionsRemain(_) | Self::ConditionalRequestConflict(_) => 409,
            Self::MissingContentLength => 411,
            Self::PreconditionFailed(_) => 412,
            Self::InvalidRange { .. } | Self::InvalidPartNumber { .. } => 416,
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
            Self::InvalidRequest(message) => return message.clone(),
            Self::NoSuchVersion { .. } => "The specified version does not exist.",
            Self::NoSuchUpload(_) => {
                "The specified upload does not exist. The upload ID may be invalid, or the upload may have been \
                 aborted or completed."
            }
            Self::InvalidPart { .. } => {
                "One or more of the specified parts could not be found. The part may not have been uploaded, or the \
                 specified entity tag may not match the part's entity tag."
            }
            Self::InvalidPartOrder(_) => {
                "The list of parts was not in ascending order. Parts must be ordered by part number."
            }
            Self::EntityTooSmall { .. } => "Your proposed upload is smaller than the minimum allowed size",
            Self::InvalidPartNumber { .. } => "The requested partnumber is not satisfiable",
            Self::ConditionalRequestConflict(_) => {
                "The conditional request cannot succeed due to a conflicting operation against this resource."
            }
            Self::VersionsRemain(_) => {
                "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
            }
            Self::IllegalVersioning => "The Versioning element must be specified",
            Self::InvalidTag(message, _) | Self::BadRequest(message) | Self::CorsForbidden { message, .. } => message,
            Self::NotConfigured(absent, _) => absent.message(),
            Self::Particular(particular, _) => particular.message,
            Self::InvalidExpectedOwner(given) => {
                return Cow::Owned(format!(
                    "The value of the expected bucket owner parameter must be an AWS Account ID... [{given}]"
                ));
            }
            Self::MalformedPolicy(text) | Self::BadPartChecksum(text) | Self::InvalidPolicyDocument(text) => {
                return Cow::Owned(text.clone());
            }
            Self::MalformedXml => {
                "The XML you provided was not well-formed or did not validate against our published schema"
            }
            Self::MethodNotAllowed { .. } => "The specified method is not allowed against this resource.",
        })
    }

    /// The further elements of the error's document, in AWS's order.
    pub(super) fn details(self) -> Vec<(Cow<'static, str>, String)> {
        let pairs: Vec<(&'static str, String)> = match self {
            Self::NoSuchBucket(bucket)
            | Self::InvalidBucketName(bucket)
            | Self::BucketNotEmpty(bucket)
            | Self::VersionsRemain(bucket)
            | Self::NotConfigured(_, bucket) => {
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
            Self::NoSuchVersion { key, version } => vec![("Key", key.to_string()), ("VersionId", version)],
            Self::NoSuchUpload(upload) => vec![("UploadId", upload)],
            Self::InvalidPartOrder(upload) => vec![("UploadId", upload.to_string())],
            Self::InvalidPart { upload, number, etag } => {
                vec![("UploadId", upload.to_string()), ("PartNumber", number.to_string()), ("ETag", etag)]
            }
            Self::EntityTooSmall { size, number, etag } => vec![
                ("ProposedSize", size.to_string()),
                ("MinSizeAllowed", limits::MIN_PART_BYTES.to_string()),
                ("PartNumber", number.to_string()),
                ("ETag", etag),
            ],
            Self::InvalidPartNumber { requested, parts } => {
                vec![("ActualPartCount", parts.to_string()), ("PartNumberRequested", requested)]
            }
            Self::ConditionalRequestConflict(key) => {
                vec![("Condition", "If-None-Match".to_owned()), ("Key", key.to_string())]
            }
            Self::InvalidTag(_, details) | Self::Particular(_, details) => details,
            Self::CorsForbidden { method, resource, .. } => {
                vec![("Method", method), ("ResourceType", resource.to_owned())]
            }
            _ => Vec::new(),
        };
        pairs.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect()
    }
}

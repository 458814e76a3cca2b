//! Errors that one operation alone gives, in AWS's words: a table, so that each costs a line.

use super::Error;

/// An error without words that change.
#[derive(Debug, PartialEq, Eq)]
pub struct Particular {
    /// AWS's code.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// AWS's text.
    pub message: &'static str,
}

impl Particular {
    /// The error, with its further elements in AWS's order.
    #[must_use]
    pub fn error(&'static self, details: Vec<(&'static str, String)>) -> Error {
        Error::Particular(self, details)
    }
}

macro_rules! particular {
    ($($(#[$doc:meta])* $name:ident: $code:literal, $status:literal, $message:literal;)*) => {
        $($(#[$doc])* pub static $name: Particular = Particular { code: $code, status: $status, message: $message };)*
    };
}

particular! {
    /// A list of grants is none.
    MALFORMED_ACL: "MalformedACLError", 400, "The XML you provided was not well-formed or did not validate against our published schema";
    /// A grant to an address that is no account's.
    UNKNOWN_ADDRESS: "UnresolvableGrantByEmailAddress", 400, "The e-mail address you provided does not match any account on record.";
    /// A request that says nothing of what it is for.
    MISSING_HEADER: "MissingSecurityHeader", 400, "Your request was missing a required header";
    /// A body where everything is said in headers.
    UNEXPECTED_CONTENT: "UnexpectedContent", 400, "This request does not support content";
    /// A version that is kept from deletion.
    LOCKED: "AccessDenied", 403, "Access Denied because object protected by object lock.";
    /// An object that was never kept from deletion.
    NO_LOCK: "NoSuchObjectLockConfiguration", 404, "The specified object does not have a ObjectLock configuration";
    /// A lock for a bucket that keeps no versions.
    LOCK_NEEDS_VERSIONS: "InvalidBucketState", 409, "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration";
    /// A bucket whose versions are locked and which is to keep none.
    LOCK_KEEPS_VERSIONS: "InvalidBucketState", 409, "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.";
    /// Logs for a bucket that is not there.
    NO_LOG_TARGET: "InvalidTargetBucketForLogging", 400, "The target bucket for logging does not exist";
    /// A customer's key for another algorithm than there is.
    INVALID_KEY_ALGORITHM: "InvalidEncryptionAlgorithmError", 400, "The Encryption request you specified is not valid. Supported value: AES256.";
    /// An object that is to be restored from where it does not lie.
    NOT_ARCHIVED: "InvalidObjectState", 403, "Restore is not allowed for the object's current storage class";
    /// An object that is being restored already.
    RESTORING: "RestoreAlreadyInProgress", 409, "Object restore is already in progress";
    /// A form that is not well-formed.
    MALFORMED_POST: "MalformedPOSTRequest", 400, "The body of your POST request is not well-formed multipart/form-data.";
    /// The fields of a form before its file are too long.
    POST_FIELDS_TOO_LONG: "MaxPostPreDataLengthExceeded", 400, "Your POST request fields preceeding the upload file was too large.";
    /// The file of a form is smaller than its policy allows.
    POST_TOO_SMALL: "EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size";
    /// The file of a form is larger than its policy allows.
    POST_TOO_LARGE: "EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size";
    /// An object in an archive, which must be restored before it is read.
    ARCHIVED: "InvalidObjectState", 403, "The operation is not valid for the object's storage class";
}

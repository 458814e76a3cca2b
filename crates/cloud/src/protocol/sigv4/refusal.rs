//! Why a signature does not hold, and how each kind of service says it.

use super::moment;
use crate::error::ServiceError;

/// How a service words what its front refuses: this goes by its protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// S3.
    RestXml,
    /// IAM, STS, CloudFormation.
    Query,
    /// Lambda.
    RestJson,
    /// CloudWatch Logs.
    Json,
}

/// Why a signature does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is another signature, and ours is not the one sent.
    #[error("the signature is not the one that belongs to the request")]
    DoesNotMatch {
        /// The access key.
        access_key: String,
        /// As sent.
        signature: String,
        /// What should have been signed.
        string_to_sign: String,
        /// What the string to sign has the hash of.
        canonical_request: String,
    },
    /// There is no such access key.
    #[error("there is no access key {0}")]
    UnknownKey(String),
    /// The token that came with a key is not the key's.
    #[error("the session token is not the key's")]
    WrongToken(String),
    /// The session that the key and this token belong to is over.
    #[error("the session is over")]
    ExpiredToken(String),
    /// The client's clock differs too much from the server's.
    #[error("the request was signed at {signed_s}, and it is {now_s}")]
    Skewed {
        /// When it was signed, seconds since 1970.
        signed_s: i64,
        /// When it came.
        now_s: i64,
        /// What is allowed.
        skew_s: i64,
    },
    /// A signed address is no longer good.
    #[error("the address was good for {expires_s} s from {signed_s}, and it is {now_s}")]
    Expired {
        /// When it was signed, seconds since 1970.
        signed_s: i64,
        /// For how long it was good.
        expires_s: i64,
        /// When it came.
        now_s: i64,
    },
    /// A signed address is not yet good.
    #[error("the address is good from {signed_s}, and it is {now_s}")]
    NotYet {
        /// When it was signed, seconds since 1970.
        signed_s: i64,
        /// When it came.
        now_s: i64,
    },
    /// Fields that must be signed are not.
    #[error("not signed: {0}")]
    HeadersNotSigned(String),
    /// The `Authorization` header is not well-formed; the text is AWS's.
    #[error("the Authorization header is malformed: {0}")]
    Malformed(String),
    /// Signed in the address, and a parameter is missing.
    #[error("a parameter of the signed address is missing")]
    MissingParameters,
    /// A parameter of a signed address is wrong; the text is AWS's.
    #[error("{0}")]
    Parameters(String),
    /// An address signed by version 2 is no longer good.
    #[error("the address was good until {end_s}, and it is {now_s}")]
    Over {
        /// Until when it was good, seconds since 1970.
        end_s: i64,
        /// When it came.
        now_s: i64,
    },
    /// Signed in the address by version 2, and a parameter is missing.
    #[error("a parameter of the signed address is missing")]
    MissingParametersOfVersion2,
    /// Signed in the header and in the address at once.
    #[error("signed twice")]
    SeveralMechanisms(String),
    /// Signed by something else than version 4.
    #[error("not signed by version 4")]
    Mechanism,
    /// A form is signed, and a field of its signature is missing.
    #[error("the form has no field {0}")]
    FormField(&'static str),
    /// A field of a form's signature is wrong; the text is AWS's.
    #[error("{message}")]
    FormArgument {
        /// The field.
        name: &'static str,
        /// As sent.
        value: String,
        /// What is wrong.
        message: String,
    },
    /// The policy of a form is no longer good.
    #[error("the form's policy is no longer good")]
    PolicyExpired,
    /// It does not say when it was signed.
    #[error("no date")]
    NoDate,
    /// It does not say what stands for the body.
    #[error("no hash of the body")]
    NoPayloadHash,
    /// What should stand for the body is neither a hash nor a marker.
    #[error("{0} is no hash of a body")]
    PayloadHash(String),
    /// The body has another hash.
    #[error("the body's hash is {computed}, not {sent}")]
    PayloadDiffers {
        /// As sent.
        sent: String,
        /// As it is.
        computed: String,
    },
}

impl Refusal {
    /// The refusal as a service of `dialect` says it.
    #[must_use]
    pub fn error(&self, dialect: Dialect) -> ServiceError {
        match dialect {
            Dialect::RestXml => self.of_s3(),
            Dialect::Query => self.of_others(
                "InvalidClientTokenId",
                "SignatureDoesNotMatch",
                "IncompleteSignature",
                "ExpiredToken",
                403,
            ),
            Dialect::RestJson => self.of_others(
                "UnrecognizedClientException",
                "InvalidSignatureException",
                "IncompleteSignatureException",
                "ExpiredTokenException",
                403,
            ),
            Dialect::Json => self.of_others(
                "UnrecognizedClientException",
                "InvalidSignatureException",
                "IncompleteSignatureException",
                "ExpiredTokenException",
                400,
            ),
        }
    }

    fn of_s3(&self) -> ServiceError {
        match self {
            Self::DoesNotMatch { access_key, signature, string_to_sign, canonical_request } => {
                does_not_match(access_key, signature, string_to_sign, canonical_request)
            }
            Self::UnknownKey(key) => ServiceError::new(
                "InvalidAccessKeyId",
                403,
                "The AWS Access Key Id you provided does not exist in our records.",
            )
            .with("AWSAccessKeyId", key),
            Self::WrongToken(token) => {
                ServiceError::new("InvalidToken", 400, "The provided token is malformed or otherwise invalid.")
                    .with("Token-0", token)
            }
            Self::ExpiredToken(token) => {
                ServiceError::new("ExpiredToken", 400, "The provided token has expired.").with("Token-0", token)
            }
            Self::Skewed { signed_s, now_s, skew_s } => ServiceError::new(
                "RequestTimeTooSkewed",
                403,
                "The difference between the request time and the current time is too large.",
            )
            .with("RequestTime", moment::write(*signed_s))
            .with("ServerTime", moment::write_long(*now_s))
            .with("MaxAllowedSkewMilliseconds", (skew_s * 1_000).to_string()),
            Self::Expired { signed_s, expires_s, now_s } => denied("Request has expired")
                .with("X-Amz-Expires", expires_s.to_string())
                .with("Expires", moment::write_long(signed_s + expires_s))
                .with("ServerTime", moment::write_long(*now_s)),
            Self::Over { end_s, now_s } => denied("Request has expired")
                .with("Expires", moment::write_long(*end_s))
                .with("ServerTime", moment::write_long(*now_s)),
            Self::MissingParametersOfVersion2 => {
                denied("Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters")
            }
            Self::NotYet { signed_s, now_s } => denied("Request is not valid yet")
                .with("X-Amz-Date", moment::write_long(*signed_s))
                .with("ServerTime", moment::write_long(*now_s)),
            Self::HeadersNotSigned(names) => {
                denied("There were headers present in the request which were not signed")
                    .with("HeadersNotSigned", names)
            }
            Self::Malformed(how) => ServiceError::new(
                "AuthorizationHeaderMalformed",
                400,
                format!("The authorization header is malformed; {how}"),
            ),
            Self::MissingParameters => ServiceError::new(
                "AuthorizationQueryParametersError",
                400,
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
            ),
            Self::Parameters(text) => ServiceError::new("AuthorizationQueryParametersError", 400, text),
            Self::SeveralMechanisms(header) => ServiceError::new(
                "InvalidArgument",
                400,
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
            )
            .with("ArgumentName", "Authorization")
            .with("ArgumentValue", header),
            Self::Mechanism => ServiceError::new(
                "InvalidRequest",
                400,
                "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
            ),
            Self::FormField(name) => ServiceError::new("InvalidArgument", 400, missing_field(name))
                .with("ArgumentName", *name)
                .with("ArgumentValue", ""),
            Self::FormArgument { name, value, message } => ServiceError::new("InvalidArgument", 400, message)
                .with("ArgumentName", *name)
                .with("ArgumentValue", value),
            Self::PolicyExpired => denied("Invalid according to Policy: Policy expired."),
            Self::NoDate => denied("AWS authentication requires a valid Date or x-amz-date header"),
            Self::NoPayloadHash => ServiceError::new(
                "InvalidRequest",
                400,
                "Missing required header for this request: x-amz-content-sha256",
            ),
            Self::PayloadHash(sent) => ServiceError::new(
                "InvalidArgument",
                400,
                "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
            )
            .with("ArgumentName", "x-amz-content-sha256")
            .with("ArgumentValue", sent),
            Self::PayloadDiffers { sent, computed } => ServiceError::new(
                "XAmzContentSHA256Mismatch",
                400,
                "The provided 'x-amz-content-sha256' header does not match what was computed.",
            )
            .with("ClientComputedContentSHA256", sent)
            .with("S3ComputedContentSHA256", computed),
        }
    }

    /// The other services know four codes: of the key, of the signature, of what cannot be read, of a session's end.
    fn of_others(
        &self,
        key: &'static str,
        signature: &'static str,
        incomplete: &'static str,
        expired: &'static str,
        status: u16,
    ) -> ServiceError {
        match self {
            Self::ExpiredToken(_) => {
                ServiceError::new(expired, status, "The security token included in the request is expired")
            }
            Self::UnknownKey(_) | Self::WrongToken(_) => {
                ServiceError::new(key, status, "The security token included in the request is invalid.")
            }
            Self::Skewed { signed_s, now_s, skew_s } => {
                ServiceError::new(signature, status, skew_text(*signed_s, *now_s, *skew_s))
            }
            Self::Expired { signed_s, expires_s, now_s } => {
                ServiceError::new(signature, status, skew_text(*signed_s, *now_s, *expires_s))
            }
            Self::NotYet { signed_s, now_s } => {
                ServiceError::new(signature, status, skew_text(*signed_s, *now_s, super::S3_SKEW_S))
            }
            Self::DoesNotMatch { string_to_sign, canonical_request, .. } => ServiceError::new(
                signature,
                status,
                format!(
                    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'{canonical_request}'\n\nThe String-to-Sign should have been\n'{string_to_sign}'\n"
                ),
            ),
            other => {
                ServiceError::new(incomplete, if status == 403 { 400 } else { status }, sentence(&other.to_string()))
            }
        }
    }
}

/// S3 shows what should have been signed. Version 2 has no canonical request.
fn does_not_match(access_key: &str, signature: &str, string_to_sign: &str, canonical_request: &str) -> ServiceError {
    let text = "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
    let error = ServiceError::new("SignatureDoesNotMatch", 403, text)
        .with("AWSAccessKeyId", access_key)
        .with("StringToSign", string_to_sign)
        .with("SignatureProvided", signature)
        .with("StringToSignBytes", spaced_hex(string_to_sign));
    if canonical_request.is_empty() {
        return error;
    }
    error.with("CanonicalRequest", canonical_request).with("CanonicalRequestBytes", spaced_hex(canonical_request))
}

/// What S3 says of a form that lacks a field. The two spaces are AWS's.
#[must_use]
pub fn missing_field(name: &str) -> String {
    format!(
        "Bucket POST must contain a field named '{name}'.  If it is specified, please check the order of the fields."
    )
}

fn denied(text: &str) -> ServiceError {
    ServiceError::new("AccessDenied", 403, text)
}

fn skew_text(signed_s: i64, now_s: i64, skew_s: i64) -> String {
    let (signed, now, minutes) = (moment::write(signed_s), moment::write(now_s), skew_s / 60);
    if signed_s < now_s {
        let earliest = moment::write(now_s - skew_s);
        format!("Signature expired: {signed} is now earlier than {earliest} ({now} - {minutes} min.)")
    } else {
        let latest = moment::write(now_s + skew_s);
        format!("Signature not yet current: {signed} is still later than {latest} ({now} + {minutes} min.)")
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// `41 57 53`, as S3 shows bytes.
fn spaced_hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

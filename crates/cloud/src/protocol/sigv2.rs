//! Signature Version 2: in an address, as boto3 and the AWS CLI still presign S3's addresses unless told otherwise, and
//! in the header, as clients of long ago sign.
//!
//! S3 alone takes it. Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html>.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use crate::http::Request;
use crate::protocol::sigv4::{Key, Refusal, S3_SKEW_S, Signer, key, moment};
use crate::protocol::uri::{parameter, parameters};

/// What stands before the key in an `Authorization` header.
const SCHEME: &str = "AWS ";
/// The parameters that change what an address names, and so are signed.
const SIGNED_PARAMETERS: [&str; 26] = [
    "accelerate",
    "acl",
    "cors",
    "delete",
    "lifecycle",
    "location",
    "logging",
    "notification",
    "partNumber",
    "policy",
    "requestPayment",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "restore",
    "tagging",
    "torrent",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
];

/// Whether a request is signed by this version.
#[must_use]
pub fn is_signed(request: &Request) -> bool {
    is_presigned(request) || request.headers.get("authorization").is_some_and(|header| header.starts_with(SCHEME))
}

fn is_presigned(request: &Request) -> bool {
    let has = |name| parameter(&request.query, name).is_some();
    request.headers.get("authorization").is_none() && has("AWSAccessKeyId") && !has("X-Amz-Algorithm")
}

/// Verifies a request, which is as the client sent it; `bucket` is the one that stands before its host. `now_s` is the
/// host's clock, seconds since 1970.
///
/// # Errors
/// When the signature does not hold.
pub fn verify<'k>(
    request: &Request,
    bucket: Option<&str>,
    now_s: i64,
    key_of: impl Fn(&str) -> Option<Key<'k>>,
) -> Result<Signer, Refusal> {
    let (access_key, signature, date) = match request.headers.get("authorization") {
        Some(header) => in_header(request, header, now_s)?,
        None => in_query(request, now_s)?,
    };
    let key = key::good(request, &access_key, key_of)?;
    let string_to_sign = string_to_sign(request, bucket, &date);
    if is_right(&signature, key.secret, &string_to_sign) {
        return Ok(Signer::Key(access_key));
    }
    Err(Refusal::DoesNotMatch { access_key, signature, string_to_sign, canonical_request: String::new() })
}

/// Whether `signature` is that of `text`. It takes as long for a wrong byte early as for one late.
pub(super) fn is_right(signature: &str, secret: &str, text: &str) -> bool {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    STANDARD.decode(signature).is_ok_and(|bytes| mac.verify_slice(&bytes).is_ok())
}

/// Key, signature and end of a signed address, which must not be over.
fn in_query(request: &Request, now_s: i64) -> Result<(String, String, String), Refusal> {
    let part = |name| parameter(&request.query, name).ok_or(Refusal::MissingParametersOfVersion2);
    let (access_key, signature, expires) = (part("AWSAccessKeyId")?, part("Signature")?, part("Expires")?);
    let end_s: i64 = expires.parse().map_err(|_| Refusal::MissingParametersOfVersion2)?;
    if now_s > end_s { Err(Refusal::Over { end_s, now_s }) } else { Ok((access_key, signature, expires)) }
}

/// Key, signature and date of a signed header. The date that is signed as such is empty when `x-amz-date`, which is
/// signed among the fields, stands for it.
fn in_header(request: &Request, header: &str, now_s: i64) -> Result<(String, String, String), Refusal> {
    let malformed =
        || Refusal::Malformed("AWS authorization header is invalid.  Expected AwsAccessKeyId:signature".to_owned());
    let pair = header.strip_prefix(SCHEME).and_then(|pair| pair.trim().split_once(':')).ok_or_else(malformed)?;
    let (amz_date, date) = (request.headers.get("x-amz-date"), request.headers.get("date"));
    let signed_s = amz_date.or(date).and_then(moment::read_any).ok_or(Refusal::NoDate)?;
    if (now_s - signed_s).abs() > S3_SKEW_S {
        return Err(Refusal::Skewed { signed_s, now_s, skew_s: S3_SKEW_S });
    }
    let date = if amz_date.is_some() { "" } else { date.unwrap_or_default() };
    Ok((pair.0.to_owned(), pair.1.to_owned(), date.to_owned()))
}

fn string_to_sign(request: &Request, bucket: Option<&str>, date: &str) -> String {
    let field = |name| request.headers.get(name).unwrap_or_default();
    let mut text = format!("{}\n{}\n{}\n{date}\n", request.method, field("content-md5"), field("content-type"));
    let mut fields: Vec<(String, String)> = request
        .headers
        .iter()
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        // Whoever signs an address writes such fields into it.
        .chain(parameters(&request.query))
        .filter(|(name, _)| name.starts_with("x-amz-"))
        .collect();
    fields.sort();
    for (name, value) in fields {
        text.push_str(&format!("{name}:{value}\n"));
    }
    if let Some(bucket) = bucket {
        text.push('/');
        text.push_str(bucket);
    }
    text.push_str(&request.path);
    let mut signed: Vec<(String, String)> =
        parameters(&request.query).filter(|(name, _)| SIGNED_PARAMETERS.contains(&name.as_str())).collect();
    signed.sort();
    for (index, (name, value)) in signed.iter().enumerate() {
        text.push(if index == 0 { '?' } else { '&' });
        text.push_str(name);
        if !value.is_empty() {
            text.push('=');
            text.push_str(value);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::sigv4::Dialect;

    /// The documentation's example of a signed address.
    const EXAMPLE: &str = "http://johnsmith.s3.amazonaws.com/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1175139620&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D";
    const END_S: i64 = 1_175_139_620;

    fn outcome(url: &str, bucket: Option<&str>, now_s: i64) -> Result<Signer, String> {
        let request = Request::new("GET", url).expect("it is an address");
        check(&request, bucket, now_s)
    }

    fn check(request: &Request, bucket: Option<&str>, now_s: i64) -> Result<Signer, String> {
        assert!(is_signed(request));
        let secret = Key::lasting("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        let key_of = |key: &str| (key == "AKIAIOSFODNN7EXAMPLE").then_some(secret);
        verify(request, bucket, now_s, key_of).map_err(|refusal| refusal.error(Dialect::RestXml).code.into_owned())
    }

    #[test]
    fn the_example_holds_until_it_ends() {
        let signer = Ok(Signer::Key("AKIAIOSFODNN7EXAMPLE".to_owned()));
        assert_eq!(outcome(EXAMPLE, Some("johnsmith"), END_S), signer);
        assert_eq!(outcome(&EXAMPLE.replace("/photos", "/johnsmith/photos"), None, END_S), signer);
        assert_eq!(outcome(EXAMPLE, Some("johnsmith"), END_S + 1), Err("AccessDenied".to_owned()));
    }

    #[test]
    fn what_was_changed_or_left_out_is_refused() {
        let check = |from: &str, to: &str| outcome(&EXAMPLE.replace(from, to), Some("johnsmith"), 0).err();
        assert_eq!(check("puppy", "kitten").as_deref(), Some("SignatureDoesNotMatch"));
        assert_eq!(check("?", "?acl&").as_deref(), Some("SignatureDoesNotMatch"));
        assert_eq!(check("IOSFODNN7", "").as_deref(), Some("InvalidAccessKeyId"));
        assert_eq!(check("&Expires=1175139620", "").as_deref(), Some("AccessDenied"));
        assert_eq!(outcome(EXAMPLE, Some("jane"), 0), Err("SignatureDoesNotMatch".to_owned()));
    }

    #[test]
    fn the_example_of_a_signed_header_holds_for_its_quarter_of_an_hour() {
        let signed = |date: &str, signature: &str| {
            Request::new("GET", "http://johnsmith.s3.amazonaws.com/photos/puppy.jpg")
                .expect("it is an address")
                .with_header("date", date)
                .with_header("authorization", format!("AWS AKIAIOSFODNN7EXAMPLE{signature}"))
        };
        let (date, now_s) = ("Tue, 27 Mar 2007 19:36:42 +0000", 1_175_024_202);
        let good = signed(date, ":bWq2s1WEIj+Ydj0vQ697zp+IXMU=");
        let outcome = |request: &Request, now_s| check(request, Some("johnsmith"), now_s);
        assert_eq!(outcome(&good, now_s), Ok(Signer::Key("AKIAIOSFODNN7EXAMPLE".to_owned())));
        assert_eq!(outcome(&good, now_s + 901), Err("RequestTimeTooSkewed".to_owned()));
        assert_eq!(outcome(&signed(date, ":AAAA"), now_s), Err("SignatureDoesNotMatch".to_owned()));
        assert_eq!(outcome(&signed(date, ""), now_s), Err("AuthorizationHeaderMalformed".to_owned()));
        assert_eq!(outcome(&signed("today", ":AAAA"), now_s), Err("AccessDenied".to_owned()));
    }
}

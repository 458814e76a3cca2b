//! The examples that AWS's documentation works through, and requests that must be refused.
//!
//! Sources: "Signature Calculations for the Authorization Header" and "Authenticating Requests: Using Query
//! Parameters" in S3's API reference; "Create a signed request" in IAM's user guide.

use super::signing::SigningKeys;
use super::*;

const S3_KEY: (&str, &str) = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
const IAM_KEY: (&str, &str) = ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
/// 24 May 2013, 00:00 UTC: when S3's examples were signed.
const MAY_2013_S: i64 = 1_369_353_600;
/// 30 August 2015, 12:36 UTC: when IAM's example was signed.
const AUGUST_2015_S: i64 = 1_440_938_160;
const NO_BODY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const PRESIGNED: &str = "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

fn key_of(key: &str) -> Option<Key<'static>> {
    [S3_KEY, IAM_KEY].iter().find(|(held, _)| *held == key).map(|(_, secret)| Key::lasting(secret))
}

fn request(method: &str, url: &str, fields: &[(&'static str, &str)]) -> Request {
    let request = Request::new(method, url).expect("the address is well-formed");
    fields.iter().fold(request, |request, (name, value)| request.with_header(*name, *value))
}

fn authorization(signed_headers: &str, signature: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders={signed_headers},Signature={signature}"
    )
}

/// A request to the documentation's bucket, with the fields that all of its examples have.
fn example(method: &str, rest: &str, fields: &[(&'static str, &str)], payload: &str, signed: (&str, &str)) -> Request {
    request(method, &format!("https://examplebucket.s3.amazonaws.com{rest}"), fields)
        .with_header("x-amz-content-sha256", payload)
        .with_header("x-amz-date", "20130524T000000Z")
        .with_header("authorization", authorization(signed.0, signed.1))
}

fn get_object() -> Request {
    example(
        "GET",
        "/test.txt",
        &[("range", "bytes=0-9")],
        NO_BODY,
        (
            "host;range;x-amz-content-sha256;x-amz-date",
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
    )
}

#[track_caller]
fn holds(request: &Request, now_s: i64, key: &str) {
    assert_eq!(verify(request, now_s, &mut SigningKeys::default(), key_of), Ok(Signer::Key(key.to_owned())));
}

#[track_caller]
fn refused(request: &Request, now_s: i64, dialect: Dialect, status: u16, code: &str, text: &str) {
    let refusal = verify(request, now_s, &mut SigningKeys::default(), key_of).expect_err("the signature must not hold");
    let error = refusal.error(dialect);
    assert_eq!((error.status, error.code.as_ref()), (status, code), "{refusal}");
    assert!(error.message.starts_with(text), "{}", error.message);
}

#[test]
fn the_example_of_getting_an_object_holds() {
    holds(&get_object(), MAY_2013_S, S3_KEY.0);
}

#[test]
fn the_example_of_putting_an_object_holds() {
    let signed = (
        "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    );
    let fields = [("date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")];
    let hash = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
    let put = example("PUT", "/test$file.text", &fields, hash, signed);
    holds(&put.clone().with_body("Welcome to Amazon S3."), MAY_2013_S, S3_KEY.0);
    refused(
        &put.with_body("Welcome to Amazon S4."),
        MAY_2013_S,
        Dialect::RestXml,
        400,
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
}

#[test]
fn the_examples_with_a_query_hold() {
    let signed = "host;x-amz-content-sha256;x-amz-date";
    for (rest, signature) in [
        ("/?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ("/?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
        ("/?prefix=J&max-keys=2", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ] {
        holds(&example("GET", rest, &[], NO_BODY, (signed, signature)), MAY_2013_S, S3_KEY.0);
    }
}

#[test]
fn the_example_of_another_service_holds() {
    let list_users = request(
        "GET",
        "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
        &[
            ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
            ("x-amz-date", "20150830T123600Z"),
            (
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            ),
        ],
    );
    holds(&list_users, AUGUST_2015_S, IAM_KEY.0);
    holds(&list_users, AUGUST_2015_S + SKEW_S, IAM_KEY.0);
    refused(
        &list_users,
        AUGUST_2015_S + SKEW_S + 1,
        Dialect::Query,
        403,
        "SignatureDoesNotMatch",
        "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T124101Z - 5 min.)",
    );
    let changed = list_users.with_body("x");
    refused(&changed, AUGUST_2015_S, Dialect::Json, 400, "InvalidSignatureException", "The request signature we");
}

#[test]
fn the_example_of_a_signed_address_holds_for_its_day() {
    let get = request("GET", PRESIGNED, &[]);
    holds(&get, MAY_2013_S, S3_KEY.0);
    holds(&get, MAY_2013_S + 86_400, S3_KEY.0);
    refused(&get, MAY_2013_S + 86_401, Dialect::RestXml, 403, "AccessDenied", "Request has expired");
    refused(&get, MAY_2013_S - 901, Dialect::RestXml, 403, "AccessDenied", "Request is not valid yet");
}

#[test]
fn a_signed_address_is_refused_with_what_is_wrong() {
    #[track_caller]
    fn check(from: &str, to: &str, status: u16, code: &str, text: &str) {
        let get = request("GET", &PRESIGNED.replace(from, to), &[]);
        refused(&get, MAY_2013_S, Dialect::RestXml, status, code, text);
    }
    let code = "AuthorizationQueryParametersError";
    check("&X-Amz-Expires=86400", "", 400, code, "Query-string authentication version 4 requires");
    check("=86400", "=soon", 400, code, "X-Amz-Expires should be a number");
    check("=86400", "=-1", 400, code, "X-Amz-Expires must be non-negative");
    check("=86400", "=604801", 400, code, "X-Amz-Expires must be less than a week");
    check("%2Faws4_request", "", 400, code, "Error parsing the X-Amz-Credential parameter");
    check("/test.txt", "/other.txt", 403, "SignatureDoesNotMatch", "The request signature we calculated");
    check("=86400", "=86399", 403, "SignatureDoesNotMatch", "The request signature we calculated");
}

#[test]
fn a_signed_header_is_refused_with_what_is_wrong() {
    let s3 = |request: &Request, status, code, text| refused(request, MAY_2013_S, Dialect::RestXml, status, code, text);
    let get = get_object();
    s3(&get.clone().with_header("range", "bytes=0-8"), 403, "SignatureDoesNotMatch", "The request signature we");
    s3(&get.clone().with_header("x-amz-meta-a", "b"), 403, "AccessDenied", "There were headers present");
    let with = |from: &str, to: &str| {
        let header = get.headers.get("authorization").expect("the example has it").replace(from, to);
        get.clone().with_header("authorization", header)
    };
    s3(&with("AKIAIOSFODNN7EXAMPLE", "AKIA"), 403, "InvalidAccessKeyId", "The AWS Access Key Id you provided");
    s3(&with("Signature=f0", "Signature=f1"), 403, "SignatureDoesNotMatch", "The request signature we");
    s3(&with("Signature=f0", "Signature=é"), 403, "SignatureDoesNotMatch", "The request signature we");
    s3(&with("/aws4_request", ""), 400, "AuthorizationHeaderMalformed", "The authorization header is malformed;");
    s3(&with(",Signature=", ",Signed="), 400, "AuthorizationHeaderMalformed", "The authorization header is");
    s3(&with("20130524/", "20130525/"), 400, "AuthorizationHeaderMalformed", "The authorization header is");
    s3(&with("AWS4-HMAC-SHA256", "AWS"), 400, "InvalidRequest", "The authorization mechanism");
    s3(&get.clone().with_header("x-amz-date", "today"), 403, "AccessDenied", "AWS authentication requires a valid");
    s3(&get.clone().with_header("x-amz-content-sha256", "x"), 400, "InvalidArgument", "x-amz-content-sha256 must be");
    let mut twice = get;
    twice.query = "X-Amz-Algorithm=AWS4-HMAC-SHA256".to_owned();
    s3(&twice, 400, "InvalidArgument", "Only one auth mechanism allowed");
}

#[test]
fn a_clock_may_differ_by_fifteen_minutes_from_s3s() {
    let get = get_object();
    holds(&get, MAY_2013_S + S3_SKEW_S, S3_KEY.0);
    holds(&get, MAY_2013_S - S3_SKEW_S, S3_KEY.0);
    for now_s in [MAY_2013_S + S3_SKEW_S + 1, MAY_2013_S - S3_SKEW_S - 1] {
        let text = "The difference between the request time and the current time is too large.";
        refused(&get, now_s, Dialect::RestXml, 403, "RequestTimeTooSkewed", text);
    }
}

#[test]
fn what_is_not_signed_was_signed_by_nobody() {
    let get = request("GET", "https://examplebucket.s3.amazonaws.com/test.txt?x-id=GetObject", &[]);
    assert_eq!(verify(&get, MAY_2013_S, &mut SigningKeys::default(), key_of), Ok(Signer::Nobody));
}

#[test]
fn a_scope_is_read_before_anything_is_verified() {
    let signed = get_object();
    let credential = claimed_credential(&signed).expect("the example names one");
    let scope = Scope::read(&credential).expect("it is of the right form");
    assert_eq!((scope.service, scope.region), ("s3", "us-east-1"));
    assert_eq!(claimed_credential(&request("GET", PRESIGNED, &[])), Some(credential.clone()));
    assert_eq!(claimed_credential(&request("GET", "https://x/", &[])), None);
}

#[test]
fn a_sessions_key_needs_its_token_and_its_time() {
    #[track_caller]
    fn check(request: &Request, token: Option<&'static str>, expired: bool, dialect: Dialect, status: u16, code: &str) {
        let key = Key { secret: S3_KEY.1, token, expired };
        let error = verify(request, MAY_2013_S, &mut SigningKeys::default(), |_| Some(key))
            .expect_err("it must not hold")
            .error(dialect);
        assert_eq!((error.status, error.code.as_ref()), (status, code));
    }
    let plain = get_object();
    let with = plain.clone().with_header("x-amz-security-token", "right");
    let other = plain.clone().with_header("x-amz-security-token", "wrong");
    let address = request("GET", &format!("{PRESIGNED}&X-Amz-Security-Token=right"), &[]);
    let right = Some("right");
    check(&plain, right, false, Dialect::RestXml, 403, "InvalidAccessKeyId");
    check(&plain, right, false, Dialect::Query, 403, "InvalidClientTokenId");
    check(&other, right, false, Dialect::RestXml, 400, "InvalidToken");
    check(&other, right, false, Dialect::Json, 400, "UnrecognizedClientException");
    check(&other, None, false, Dialect::RestXml, 400, "InvalidToken");
    check(&with, right, true, Dialect::RestXml, 400, "ExpiredToken");
    check(&address, right, true, Dialect::RestXml, 400, "ExpiredToken");
    check(&with, right, true, Dialect::Query, 403, "ExpiredToken");
    check(&with, right, true, Dialect::Json, 400, "ExpiredTokenException");
    check(&with, right, true, Dialect::RestJson, 403, "ExpiredTokenException");
    // The token is right, and was not signed.
    check(&with, right, false, Dialect::RestXml, 403, "AccessDenied");
    check(&address, right, false, Dialect::RestXml, 403, "SignatureDoesNotMatch");
}

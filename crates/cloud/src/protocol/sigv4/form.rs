//! The signature of a form that uploads a file: over its policy, by version 4 or by version 2.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html>

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value as Json;

use super::signing::SigningKey;
use super::{ALGORITHM, Key, Refusal, Scope, Signer, key, moment};
use crate::account::REGION;
use crate::protocol::form_data::Form;
use crate::protocol::sigv2;

/// The fields of version 4, in the order in which the first that is missing is named.
const VERSION_4: [&str; 4] = ["X-Amz-Signature", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date"];
/// The fields of version 2.
const VERSION_2: [&str; 2] = ["Signature", "AWSAccessKeyId"];

/// Verifies the signature of a form's policy, and that the policy is still good. `now_s` is the host's clock, seconds
/// since 1970. Whether the form keeps to its policy is asked later.
///
/// # Errors
/// When there is a policy that somebody signed, and the signature does not hold.
pub fn verify<'k>(form: &Form, now_s: i64, key_of: impl Fn(&str) -> Option<Key<'k>>) -> Result<Signer, Refusal> {
    let Some(policy) = form.get("policy") else { return Ok(Signer::Nobody) };
    let signer = if is_signed(form, &VERSION_4)? {
        version_4(form, policy, key_of)?
    } else if is_signed(form, &VERSION_2)? {
        version_2(form, policy, key_of)?
    } else {
        return Ok(Signer::Nobody);
    };
    match expiration_s(policy) {
        Some(end_s) if now_s > end_s => Err(Refusal::PolicyExpired),
        _ => Ok(signer),
    }
}

/// Whether a form has `fields`: all of them, or none.
fn is_signed(form: &Form, fields: &[&'static str]) -> Result<bool, Refusal> {
    let has = |name: &&&'static str| form.get(name).is_some();
    if !fields.iter().any(|name| has(&name)) {
        return Ok(false);
    }
    match fields.iter().find(|name| !has(name)) {
        Some(missing) => Err(Refusal::FormField(missing)),
        None => Ok(true),
    }
}

fn version_4<'k>(form: &Form, policy: &str, key_of: impl Fn(&str) -> Option<Key<'k>>) -> Result<Signer, Refusal> {
    let field = |name| form.get(name).unwrap_or_default();
    let wrong = |name, message: String| Err(Refusal::FormArgument { name, value: field(name).to_owned(), message });
    if field("X-Amz-Algorithm") != ALGORITHM {
        return wrong("X-Amz-Algorithm", format!("X-Amz-Algorithm only supports \"{ALGORITHM}\""));
    }
    let Some(scope) = Scope::read(field("X-Amz-Credential")) else {
        let form = "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request";
        return wrong("X-Amz-Credential", format!("the Credential is mal-formed; expecting \"{form}\"."));
    };
    if scope.region != REGION {
        return wrong("X-Amz-Credential", format!("the region '{}' is wrong; expecting '{REGION}'", scope.region));
    }
    if moment::read(field("X-Amz-Date")).is_none() {
        return wrong("X-Amz-Date", "X-Amz-Date must be formated via ISO8601 Long format".to_owned());
    }
    let access_key = scope.access_key.to_owned();
    let secret = key_of_form(form, &access_key, key_of)?.secret;
    let signature = field("X-Amz-Signature");
    decide(SigningKey::of(secret, scope).has_made(signature, policy), access_key, signature, policy)
}

fn version_2<'k>(form: &Form, policy: &str, key_of: impl Fn(&str) -> Option<Key<'k>>) -> Result<Signer, Refusal> {
    let field = |name| form.get(name).unwrap_or_default();
    let access_key = field("AWSAccessKeyId").to_owned();
    let secret = key_of_form(form, &access_key, key_of)?.secret;
    let signature = field("Signature");
    decide(sigv2::is_right(signature, secret, policy), access_key, signature, policy)
}

/// The key called `access_key`, if the form brings what must come with it.
fn key_of_form<'k>(
    form: &Form,
    access_key: &str,
    key_of: impl Fn(&str) -> Option<Key<'k>>,
) -> Result<Key<'k>, Refusal> {
    key::good_with(form.get("x-amz-security-token").map(str::to_owned), access_key, key_of)
}

fn decide(holds: bool, access_key: String, signature: &str, policy: &str) -> Result<Signer, Refusal> {
    if holds {
        return Ok(Signer::Key(access_key));
    }
    Err(Refusal::DoesNotMatch {
        access_key,
        signature: signature.to_owned(),
        string_to_sign: policy.to_owned(),
        canonical_request: String::new(),
    })
}

/// Until when a policy is good, seconds since 1970; none when it is no policy that says so.
fn expiration_s(policy: &str) -> Option<i64> {
    let document: Json = serde_json::from_slice(&STANDARD.decode(policy).ok()?).ok()?;
    moment::read_long(document.get("expiration")?.as_str()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::sigv4::Dialect;
    use bytes::Bytes;

    /// The policy and the signature that AWS's documentation works through (`sigv4-post-example`).
    const POLICY: &str = "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9";
    const SIGNATURE: &str = "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e";
    /// 29 December 2015, 00:00 UTC.
    const SIGNED_S: i64 = 1_451_347_200;

    fn form(changes: &[(&str, Option<&str>)]) -> Form {
        let mut fields: Vec<(String, String)> = [
            ("Policy", POLICY),
            ("X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"),
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
            ("X-Amz-Date", "20151229T000000Z"),
            ("X-Amz-Signature", SIGNATURE),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        for (name, value) in changes {
            fields.retain(|(held, _)| held != name);
            fields.extend(value.map(|value| ((*name).to_owned(), value.to_owned())));
        }
        Form { fields, file_name: None, file: Bytes::new() }
    }

    fn outcome(form: &Form, now_s: i64) -> Result<Signer, String> {
        let secret = Key::lasting("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        let key_of = |key: &str| (key == "AKIAIOSFODNN7EXAMPLE").then_some(secret);
        verify(form, now_s, key_of).map_err(|refusal| {
            let error = refusal.error(Dialect::RestXml);
            format!("{} {}", error.code, error.message)
        })
    }

    #[test]
    fn the_example_of_the_documentation_holds_until_its_policy_ends() {
        let signer = Ok(Signer::Key("AKIAIOSFODNN7EXAMPLE".to_owned()));
        assert_eq!(outcome(&form(&[]), SIGNED_S), signer);
        let late = outcome(&form(&[]), SIGNED_S + 2 * 86_400);
        assert_eq!(late, Err("AccessDenied Invalid according to Policy: Policy expired.".to_owned()));
    }

    #[test]
    fn what_does_not_hold_is_refused_in_aws_words() {
        #[track_caller]
        fn check(changes: &[(&str, Option<&str>)], expected: &str) {
            let refused = outcome(&form(changes), SIGNED_S).expect_err("it must be refused");
            assert!(refused.starts_with(expected), "{refused}");
        }
        check(&[("Policy", Some("e30="))], "SignatureDoesNotMatch The request signature we calculated");
        check(&[("X-Amz-Signature", Some("é"))], "SignatureDoesNotMatch");
        check(
            &[("X-Amz-Signature", None)],
            "InvalidArgument Bucket POST must contain a field named 'X-Amz-Signature'.  If it is specified, please check the order of the fields.",
        );
        check(
            &[("X-Amz-Algorithm", None), ("X-Amz-Credential", None)],
            "InvalidArgument Bucket POST must contain a field named 'X-Amz-Algorithm'.",
        );
        check(&[("X-Amz-Credential", Some("x"))], "InvalidArgument the Credential is mal-formed");
        check(
            &[("X-Amz-Credential", Some("A/20151229/eu-west-1/s3/aws4_request"))],
            "InvalidArgument the region 'eu-west-1' is wrong",
        );
        check(&[("X-Amz-Credential", Some("A/20151229/us-east-1/s3/aws4_request"))], "InvalidAccessKeyId");
        check(&[("X-Amz-Date", Some("today"))], "InvalidArgument X-Amz-Date must be formated via ISO8601 Long format");
        check(&[("X-Amz-Algorithm", Some("AWS4"))], "InvalidArgument X-Amz-Algorithm only supports");
    }

    #[test]
    fn a_form_that_nobody_signed_is_nobodys() {
        let unsigned = VERSION_4.map(|name| (name, None));
        assert_eq!(outcome(&form(&unsigned), SIGNED_S), Ok(Signer::Nobody));
        assert_eq!(outcome(&form(&[("Policy", None)]), SIGNED_S), Ok(Signer::Nobody));
    }

    #[test]
    fn version_2_signs_the_policy_with_sha_1() {
        let unsigned = VERSION_4.map(|name| (name, None));
        let mut changes = unsigned.to_vec();
        changes.push(("AWSAccessKeyId", Some("AKIAIOSFODNN7EXAMPLE")));
        let missing = outcome(&form(&changes), SIGNED_S).expect_err("there is no signature");
        assert!(
            missing.starts_with("InvalidArgument Bucket POST must contain a field named 'Signature'."),
            "{missing}"
        );
        changes.push(("Signature", Some("c2lnbmF0dXJl")));
        let wrong = outcome(&form(&changes), SIGNED_S).expect_err("it is another signature");
        assert!(wrong.starts_with("SignatureDoesNotMatch"), "{wrong}");
        let Some(change) = changes.last_mut() else { return };
        change.1 = Some("QyigO3Da7gYxPW1IXllc6C7gI74=");
        assert_eq!(outcome(&form(&changes), SIGNED_S), Ok(Signer::Key("AKIAIOSFODNN7EXAMPLE".to_owned())));
    }
}

//! Uploads from HTML forms: what the fields do, and what a policy forbids.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::harness::{Lab, lab};
use crate::verdict::Principal;

/// The request of a form with these fields and the file `body`, called `my photo.jpg`.
fn form(fields: &[(&str, &str)], body: &str) -> String {
    let mut text = "POST /photos\ncontent-type: multipart/form-data; boundary=b\n\n".to_owned();
    for (name, value) in fields {
        text.push_str(&format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    let file = "Content-Disposition: form-data; name=\"file\"; filename=\"C:\\folder\\my photo.jpg\"";
    text.push_str(&format!("--b\r\n{file}\r\n\r\n{body}\r\n--b--\r\n"));
    text
}

/// Sends a form with the key `a/x` and a policy of these `conditions` and one that covers the key.
#[track_caller]
fn check_policy(lab: &mut Lab, conditions: &str, fields: &[(&str, &str)], body: &str, expected: &str) {
    let policy = format!(
        r#"{{"expiration":"2026-01-05T10:00:00.000Z","conditions":[["starts-with","$key","a/"]{conditions}]}}"#
    );
    let policy = STANDARD.encode(policy);
    let fields = [&[("key", "a/x"), ("policy", policy.as_str())], fields].concat();
    lab.check(&form(&fields, body), expected);
}

#[test]
fn a_form_stores_its_file_with_what_its_fields_say() {
    let fields = [
        ("key", "a/${filename}"),
        ("Content-Type", "image/jpeg"),
        ("x-amz-meta-Place", "harbour"),
        ("tagging", "<Tagging><TagSet><Tag><Key>k</Key><Value>a b</Value></Tag></TagSet></Tagging>"),
        ("submit", "Upload"),
    ];
    lab()
        .check(&form(&fields, "hello"), "204\netag: \"5d41402abc4b2a76b9719d911017c592\"\nlocation: https://s3.us-east-1.amazonaws.com/photos/a%2Fmy%20photo.jpg")
        .check("GET /photos/a/my%20photo.jpg", "200\ncontent-type: image/jpeg\nx-amz-meta-place: harbour\nx-amz-tagging-count: 1\n\nhello")
        .check("GET /photos/a/my%20photo.jpg?tagging", "200\n\n<Key>k</Key><Value>a b</Value>");
}

#[test]
fn a_form_is_answered_as_it_wants() {
    let with = |name, value| form(&[("key", "k&"), (name, value)], "hello");
    let mut lab = lab();
    lab.check(&with("success_action_status", "200"), "200\nlocation: https://s3.us-east-1.amazonaws.com/photos/k%26")
        .check(&with("success_action_status", "201"), "201\ncontent-type: application/xml\n\n<PostResponse><Location>https://s3.us-east-1.amazonaws.com/photos/k%26</Location><Bucket>photos</Bucket><Key>k&amp;</Key><ETag>&quot;5d41402abc4b2a76b9719d911017c592&quot;</ETag></PostResponse>")
        .check(&with("success_action_status", "500"), "204")
        .check(&with("success_action_redirect", "http://x.example/a"), "303\nlocation: http://x.example/a?bucket=photos&key=k%26&etag=%225d41402abc4b2a76b9719d911017c592%22")
        .check(&with("redirect", "http://x.example/a?b=c"), "303\nlocation: http://x.example/a?b=c&bucket=photos&key=k%26&etag=%225d41402abc4b2a76b9719d911017c592%22")
        .check(&with("success_action_redirect", "/relative"), "204");
    let hosted = with("success_action_status", "204").replace("/photos", "photos.s3.amazonaws.com/");
    lab.check(&hosted, "204\nlocation: https://photos.s3.amazonaws.com/k%26");
}

#[test]
fn what_is_no_form_is_refused_in_aws_words() {
    lab()
        .check("POST /photos\ncontent-type: text/html\n\nx", "412\n\n<Code>PreconditionFailed</Code><Message>At least one of the pre-conditions you specified did not hold</Message><Condition>Bucket POST must be of the enclosure-type multipart/form-data</Condition>")
        .check("POST /photos\ncontent-type: multipart/form-data\n\nx", "400\n\n<Code>MalformedPOSTRequest</Code><Message>The body of your POST request is not well-formed multipart/form-data.")
        .check(&form(&[], "x"), "400\n\n<Code>InvalidArgument</Code><Message>Bucket POST must contain a field named &apos;key&apos;.  If it is specified, please check the order of the fields.</Message><ArgumentName>key</ArgumentName><ArgumentValue></ArgumentValue>")
        .check(&form(&[("key", "a")], "x").replace("name=\"file\"", "name=\"photo\""), "400\n\n<Message>POST requires exactly one file upload per request.</Message><ArgumentName>file</ArgumentName><ArgumentValue>0</ArgumentValue>")
        .check(&form(&[("key", "a"), ("x", &"y".repeat(20_480))], "x"), "400\n\n<Code>MaxPostPreDataLengthExceeded</Code><Message>Your POST request fields preceeding the upload file was too large.</Message><MaxPostPreDataLengthBytes>20480<")
        .check(&form(&[("key", "../a")], "x"), "400\n\nInvalidURI")
        .check(&form(&[("key", &"k".repeat(1_025))], "x"), "400\n\nKeyTooLongError")
        .check(&form(&[("key", "a"), ("tagging", "not-xml")], "x"), "400\n\nMalformedXML")
        .check(&form(&[("key", "a"), ("x-amz-storage-class", "FakeClass")], "x"), "400\n\n<Code>InvalidStorageClass</Code><Message>The storage class you specified is not valid</Message><StorageClassRequested>FakeClass<")
        .check(&form(&[("key", "a")], "x").replace("/photos", "/cellar"), "404\n\nNoSuchBucket");
}

#[test]
fn a_stranger_may_send_a_form_only_where_strangers_may_write() {
    let mut lab = lab();
    lab.principal = Principal::Anonymous;
    lab.check(&form(&[("key", "a")], "x"), "403\n\n<Code>AccessDenied</Code><Message>Access Denied<");
}

#[test]
fn a_form_keeps_to_its_policy() {
    let mut lab = lab();
    let target = "http://localhost.test/random";
    let redirect = [("success_action_redirect", target)];
    check_policy(&mut lab, "", &[], "x", "204");
    for (conditions, fields, expected) in [
        (r#",["eq","$success_action_redirect","http://localhost.test/random"]"#, &redirect[..], "303"),
        (r#",{"Success_Action_Redirect":"http://localhost.test/random"}"#, &redirect, "303"),
        (r#",["starts-with","$success_action_redirect","http://localhost"]"#, &redirect, "303"),
        (r#",["starts-with","$success_action_redirect",""]"#, &redirect, "303"),
        (
            r#",["starts-with","$success_action_redirect",""]"#,
            &[],
            r#"["starts-with", "$success_action_redirect", ""]"#,
        ),
        (
            r#",{"success_action_redirect":"http://other.test"}"#,
            &redirect,
            r#"["eq", "$success_action_redirect", "http://other.test"]"#,
        ),
        (
            r#",["eq","$success_action_redirect","HTTP://localhost.test/random"]"#,
            &redirect,
            r#"["eq", "$success_action_redirect", "HTTP://localhost.test/random"]"#,
        ),
        (
            r#",["eq","success_action_redirect","http://localhost.test/random"]"#,
            &redirect,
            r#"["eq", "success_action_redirect", "http://localhost.test/random"]"#,
        ),
        (r#",{"bucket":"photos"}"#, &[("bucket", "photos")], "204"),
        (r#",{"bucket":"cellar"}"#, &[], r#"["eq", "$bucket", "cellar"]"#),
        (r#",["content-length-range","test","10"]"#, &[], r#"["content-length-range", "test", "10"]"#),
        (r#",["content-length-range",5,"10"]"#, &[], "204"),
        (
            r#",["content-length-range",6,10]"#,
            &[],
            "EntityTooSmall</Code><Message>Your proposed upload is smaller than the minimum allowed size</Message><ProposedSize>5</ProposedSize><MinSizeAllowed>6<",
        ),
        (
            r#",["content-length-range",1,4]"#,
            &[],
            "EntityTooLarge</Code><Message>Your proposed upload exceeds the maximum allowed size</Message><ProposedSize>5</ProposedSize><MaxSizeAllowed>4<",
        ),
        ("", &[("x-ignore-me", "x")], "204"),
        ("", &[("StorageClass", "x")], "Invalid according to Policy: Extra input fields: StorageClass<"),
        (
            r#",{"bucket":"b","key":"k"}"#,
            &[],
            "InvalidPolicyDocument</Code><Message>Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.<",
        ),
        (r#",{"Content-Length":7}"#, &[], "Invalid Policy: Invalid Simple-Condition: value must be a string.<"),
        (",[]", &[], "Invalid Policy: Invalid Condition: missing operation identifier.<"),
        (",7", &[], "InvalidPolicyDocument"),
        (r#",["like","$key","a"]"#, &[], "InvalidPolicyDocument"),
        (r#",["eq","$key"]"#, &[], "InvalidPolicyDocument"),
    ] {
        let expected = match expected {
            "204" | "303" => expected.to_owned(),
            code if code.starts_with("Entity") || code.contains("InvalidPolicy") || code.contains("Invalid Policy") => {
                format!("400\n\n{code}")
            }
            extra if extra.contains("Extra input") => format!("403\n\n<Code>AccessDenied</Code>\n{extra}"),
            condition => format!(
                "403\n\n<Code>AccessDenied</Code><Message>Invalid according to Policy: Policy Condition failed: {}</Message>",
                condition.replace('"', "&quot;")
            ),
        };
        check_policy(&mut lab, conditions, fields, "hello", &expected);
    }
}

#[test]
fn a_policy_that_is_none_is_refused() {
    let mut lab = lab();
    for (policy, expected) in [
        ("x", "400\n\n<Code>InvalidPolicyDocument</Code><Message>Invalid Policy: Invalid JSON.<"),
        ("[]", "400\n\nInvalid JSON."),
        (r#"{"Statement":1}"#, "400\n\nInvalid Policy: Unexpected: &apos;statement&apos;<"),
        ("{}", "400\n\nInvalid Policy: Policy missing expiration.<"),
        (
            r#"{"expiration":"2026-01-05 10:00:00 UTC"}"#,
            "400\n\nInvalid Policy: Invalid &apos;expiration&apos; value: &apos;2026-01-05 10:00:00 UTC&apos;<",
        ),
        (r#"{"expiration":"2026-01-05T10:00:00Z"}"#, "400\n\nInvalid Policy: Policy missing conditions.<"),
        (
            r#"{"expiration":"2026-01-05T10:00:00Z","conditions":{}}"#,
            "400\n\nInvalid Policy: Invalid &apos;conditions&apos; value: must be a List.<",
        ),
    ] {
        lab.check(&form(&[("key", "a"), ("policy", &STANDARD.encode(policy))], "x"), expected);
    }
    lab.check(&form(&[("key", "a"), ("policy", "%")], "x"), "400\n\nInvalidPolicyDocument");
    assert!(lab.state().object("photos", "a").is_none());
}

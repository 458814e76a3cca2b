//! `DeleteObjects`.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::harness::lab;
use crate::services::s3::Digest;
use crate::verdict::Principal;

/// The `Content-MD5` of a body, without which nothing is deleted.
pub fn md5(body: &str) -> String {
    STANDARD.encode(Digest::of(body.as_bytes()).0)
}

/// The request that deletes what `body` names.
fn delete(body: &str) -> String {
    format!("POST /photos?delete\ncontent-md5: {}\n\n{body}", md5(body))
}

#[test]
fn a_document_comes_with_what_it_can_be_checked_by() {
    let body = "<Delete><Object><Key>a</Key></Object></Delete>";
    lab()
        .check("PUT /photos/a\n\nx", "200")
        .check(
            &format!("POST /photos?delete\n\n{body}"),
            "400\n\n<Code>InvalidRequest</Code><Message>Missing required header for this request: Content-MD5<",
        )
        .check(&delete(body).replace("<Key>a", "<Key>b"), "400\n\n<Code>BadDigest</Code>")
        .check("GET /photos/a", "200")
        .check(&format!("POST /photos?delete\nx-amz-checksum-crc32: v6Ysrw==\n\n{body}"), "200")
        .check("GET /photos/a", "404");
}

#[test]
fn each_key_is_answered_for() {
    lab()
        .check("PUT /photos/a\n\nx", "200")
        .check(
            &delete("<Delete><Object><Key>a</Key></Object><Object><Key>missing</Key></Object></Delete>"),
            "200\n\n<Deleted><Key>a</Key></Deleted><Deleted><Key>missing</Key></Deleted>\n!Error",
        )
        .check("GET /photos/a", "404");
}

#[test]
fn the_quiet_are_told_of_errors_only() {
    let mut lab = lab();
    lab.check("PUT /photos/a\n\nx", "200");
    let request = &delete("<Delete><Quiet>true</Quiet><Object><Key>a</Key></Object></Delete>");
    lab.principal = Principal::Anonymous;
    lab.check(
        request,
        "200\n\n<Error><Key>a</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error>\n!Deleted",
    );
    lab.principal = Principal::Root;
    lab.check(request, "200\n\n!<Error>\n!<Deleted>").check("GET /photos/a", "404");
}

#[test]
fn documents_that_name_nothing_or_too_much_are_refused() {
    let objects = |count: usize| "<Object><Key>a</Key></Object>".repeat(count);
    for body in ["", "x", "<Delete/>", "<Delete><Object/></Delete>", &format!("<Delete>{}</Delete>", objects(1_001))] {
        lab().check(&delete(body), "400\n\n<Code>MalformedXML</Code>");
    }
    lab().check(&delete(&format!("<Delete>{}</Delete>", objects(1_000))), "200");
}

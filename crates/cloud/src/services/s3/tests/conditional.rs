//! Conditional reads and writes.

use super::harness::lab;

const TAG: &str = "\"5d41402abc4b2a76b9719d911017c592\"";

#[test]
fn reads_may_be_conditional() {
    let mut lab = lab();
    lab.check("PUT /photos/a\n\nhello", "200");
    for (condition, expected) in [
        (format!("If-Match: {TAG}"), "200"),
        ("If-Match: 5d41402abc4b2a76b9719d911017c592".to_owned(), "200"),
        ("If-Match: *".to_owned(), "200"),
        ("If-Match: \"other\"".to_owned(), "412\n\n<Code>PreconditionFailed</Code>\n<Condition>If-Match</Condition>"),
        (format!("If-None-Match: {TAG}"), "304\netag: \"5d41402abc4b2a76b9719d911017c592\"\n-content-length\n\n!hello"),
        (format!("If-None-Match: \"x\", {TAG}"), "304"),
        ("If-None-Match: \"other\"".to_owned(), "200"),
        ("If-Modified-Since: Mon, 05 Jan 2026 09:00:00 GMT".to_owned(), "304"),
        ("If-Modified-Since: Mon, 05 Jan 2026 08:59:59 GMT".to_owned(), "200"),
        (
            "If-Unmodified-Since: Mon, 05 Jan 2026 08:59:59 GMT".to_owned(),
            "412\n\n<Condition>If-Unmodified-Since</Condition>",
        ),
        ("If-Modified-Since: nonsense".to_owned(), "200"),
        (format!("If-Match: {TAG}\nIf-Unmodified-Since: Mon, 05 Jan 2026 08:59:59 GMT"), "200"),
        ("If-None-Match: \"x\"\nIf-Modified-Since: Mon, 05 Jan 2026 09:00:00 GMT".to_owned(), "200"),
    ] {
        lab.check(&format!("GET /photos/a\n{condition}"), expected);
    }
    lab.check("HEAD /photos/a\nIf-Match: \"other\"", "412\n\n!Error");
}

#[test]
fn writes_may_be_conditional() {
    lab()
        .check("PUT /photos/a\nIf-Match: \"x\"\n\nhello", "404\n\nNoSuchKey")
        .check("PUT /photos/a\nIf-None-Match: *\n\nhello", "200")
        .check("PUT /photos/a\nIf-None-Match: *\n\nhello", "412\n\n<Condition>If-None-Match</Condition>")
        .check(
            "PUT /photos/a\nIf-None-Match: \"x\"\n\nhello",
            "501\n\n<Header>If-None-Match</Header><additionalMessage>We don&apos;t accept",
        )
        .check("PUT /photos/a\nIf-Match: \"x\"\n\nhello", "412\n\n<Condition>If-Match</Condition>")
        .check(&format!("PUT /photos/a\nIf-Match: {TAG}\n\nnew"), "200")
        .check("DELETE /photos/a\nIf-Match: \"x\"", "412")
        .check("GET /photos/a", "200\n\nnew");
}

#[test]
fn copies_may_be_conditional() {
    lab()
        .check("PUT /photos/a\n\nhello", "200")
        .check(
            "PUT /photos/b\nx-amz-copy-source: photos/a\nx-amz-copy-source-if-match: \"x\"",
            "412\n\n<Condition>x-amz-copy-source-If-Match</Condition>",
        )
        .check(&format!("PUT /photos/b\nx-amz-copy-source: photos/a\nx-amz-copy-source-if-none-match: {TAG}"), "412")
        .check(&format!("PUT /photos/b\nx-amz-copy-source: photos/a\nx-amz-copy-source-if-match: {TAG}"), "200");
}

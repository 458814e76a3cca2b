//! Writing, reading, copying and deleting objects.

use bytes::Bytes;

use super::harness::{lab, read};
use crate::services::Service;
use crate::services::s3::{Digest, S3};
use crate::sim::trace::{Carried, Place};
use crate::world::World;

#[test]
fn what_is_put_is_got_with_what_came_along() {
    lab()
        .check(
            "PUT /photos/harbour.jpg\nContent-Type: image/jpeg\nX-Amz-Meta-Place: Harbour\nCache-Control: max-age=60\n\nhello",
            "200\netag: \"5d41402abc4b2a76b9719d911017c592\"\nx-amz-server-side-encryption: AES256\ncontent-length: 0\n-content-type",
        )
        .check(
            "GET /photos/harbour.jpg?x-id=GetObject",
            "200\netag: \"5d41402abc4b2a76b9719d911017c592\"\ncontent-type: image/jpeg\nx-amz-meta-place: Harbour\n\
             cache-control: max-age=60\naccept-ranges: bytes\ncontent-length: 5\n-x-amz-storage-class\n\
             last-modified: Mon, 05 Jan 2026 09:00:00 GMT\ndate: Mon, 05 Jan 2026 09:00:00 GMT\n\nhello",
        )
        .check("HEAD /photos/harbour.jpg", "200\ncontent-length: 5\ncontent-type: image/jpeg\n\n!hello")
        .check("PUT /photos/plain\n\n", "200\netag: \"d41d8cd98f00b204e9800998ecf8427e\"")
        .check("GET /photos/plain", "200\ncontent-type: binary/octet-stream\ncontent-length: 0");
}

#[test]
fn what_is_missing_is_said_to_be_missing() {
    lab()
        .check("GET /photos/a%20b", "404\ncontent-type: application/xml\n\n<Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>a b</Key><RequestId>")
        .check("GET /cellar/a", "404\n\n<BucketName>cellar</BucketName>")
        .check("PUT /cellar/a\n\nx", "404\n\nNoSuchBucket")
        .check("HEAD /photos/a", "404\n\n!Error")
        .check("DELETE /photos/a", "204");
}

#[test]
fn changes_read_as_a_learner_reads_them() {
    let mut lab = lab();
    let body = "x".repeat(3_460);
    lab.check(&format!("PUT /photos/a.jpg\ncontent-type: image/jpeg\n\n{body}"), "200")
        .check("PUT /photos/a.jpg\n\nx", "200")
        .check("DELETE /photos/a.jpg", "204");
    let lines: Vec<String> = lab
        .changes
        .iter()
        .map(|change| format!("{}: {:?} -> {:?}", change.subject, change.before, change.after))
        .collect();
    assert_eq!(
        lines,
        [
            "photos/a.jpg: None -> Some(\"3,460 bytes, image/jpeg\")",
            "photos/a.jpg: Some(\"3,460 bytes, image/jpeg\") -> Some(\"1 byte, binary/octet-stream\")",
            "photos/a.jpg: Some(\"1 byte, binary/octet-stream\") -> None",
        ]
    );
    assert_eq!(lab.state().bucket("photos").map(|bucket| bucket.total_bytes), Some(0));
}

#[test]
fn ranges_give_parts() {
    lab()
        .check("PUT /photos/a\n\n0123456789", "200")
        .check("GET /photos/a\nRange: bytes=2-4", "206\ncontent-range: bytes 2-4/10\ncontent-length: 3\n\n234\n!1")
        .check("GET /photos/a\nRange: bytes=-2", "206\ncontent-range: bytes 8-9/10\n\n89")
        .check("HEAD /photos/a\nRange: bytes=5-", "206\ncontent-length: 5")
        .check("GET /photos/a\nRange: bytes=0-1,3-4", "200\n\n0123456789")
        .check(
            "GET /photos/a\nRange: bytes=10-20",
            "416\n\n<Code>InvalidRange</Code><Message>The requested range is not satisfiable</Message><RangeRequested>bytes=10-20</RangeRequested><ActualObjectSize>10</ActualObjectSize>",
        );
}

#[test]
fn bodies_that_sdks_stream_are_decoded() {
    lab()
        .check(
            "PUT /photos/a\nX-Amz-Content-SHA256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\nContent-Encoding: aws-chunked\n\
             X-Amz-Trailer: x-amz-checksum-crc32\nX-Amz-Decoded-Content-Length: 5\n\n5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n",
            "200\netag: \"5d41402abc4b2a76b9719d911017c592\"\nx-amz-checksum-crc32: NhCmhg==\nx-amz-checksum-type: FULL_OBJECT",
        )
        .check("GET /photos/a\nx-amz-checksum-mode: ENABLED", "200\n-content-encoding\nx-amz-checksum-crc32: NhCmhg==\n\nhello")
        .check("GET /photos/a", "200\n-x-amz-checksum-crc32")
        .check(
            "PUT /photos/b\nX-Amz-Content-SHA256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD\nContent-Encoding: aws-chunked,gzip\n\
             X-Amz-Decoded-Content-Length: 5\n\n3;chunk-signature=ab\r\nhel\r\n2;chunk-signature=cd\r\nlo\r\n0;chunk-signature=ef\r\n\r\n",
            "200",
        )
        .check("GET /photos/b", "200\ncontent-encoding: gzip\n\nhello");
}

#[test]
fn checksums_are_verified() {
    lab()
        .check("PUT /photos/a\nx-amz-checksum-crc32: NhCmhg==\n\nhello", "200")
        .check("PUT /photos/a\nx-amz-checksum-crc32: NhCmhg==\n\nHello", "400\n\n<Code>BadDigest</Code><Message>The CRC32 you specified did not match the calculated checksum.")
        .check("PUT /photos/a\nx-amz-checksum-sha256: abc\n\nhello", "400\n\n<Code>InvalidRequest</Code><Message>Value for x-amz-checksum-sha256 header is invalid.")
        .check("PUT /photos/a\nx-amz-checksum-crc32: NhCmhg==\nx-amz-checksum-crc32c: mnG7TA==\n\nhello", "400\n\nExpecting a single x-amz-checksum- header.")
        .check("PUT /photos/a\nContent-MD5: XUFAKrxLKna5cZ2REBfFkg==\n\nhello", "200")
        .check(
            "PUT /photos/a\nContent-MD5: XUFAKrxLKna5cZ2REBfFkg==\n\nHello",
            "400\n\n<Code>BadDigest</Code>\n<ExpectedDigest>5d41402abc4b2a76b9719d911017c592</ExpectedDigest><CalculatedDigest>ixqZU8RhEpaoJ6v4xHgE1w==</CalculatedDigest>",
        )
        .check("PUT /photos/a\nContent-MD5: __invalid__\n\nhello", "400\n\n<Code>InvalidDigest</Code>\n<Content-MD5>__invalid__</Content-MD5>");
}

#[test]
fn a_digest_that_the_host_knows_is_not_worked_out_again() {
    let mut lab = lab();
    let body = Bytes::from(vec![7; 1_000]);
    lab.world.s3_mut().know_digest(body.clone(), Digest([0xab; 16]));
    let response = lab.send(&read("PUT /photos/a").with_body(body.clone()));
    assert_eq!(response.headers.get("etag"), Some("\"abababababababababababababababab\""));
    let again = lab.send(&read("PUT /photos/a").with_body(body));
    assert_ne!(again.headers.get("etag"), Some("\"abababababababababababababababab\""));
}

#[test]
fn copies_share_bytes_and_take_metadata_or_leave_it() {
    let mut lab = lab();
    lab.check("PUT /photos/a%20b\ncontent-type: image/png\nx-amz-meta-n: 1\nx-amz-storage-class: STANDARD_IA\n\nhello", "200")
        .check(
            "PUT /photos/copy\nx-amz-copy-source: /photos/a%20b",
            "200\n\n<ETag>&quot;5d41402abc4b2a76b9719d911017c592&quot;</ETag>\n<LastModified>2026-01-05T09:00:00.003Z</LastModified>",
        )
        .check("GET /photos/copy", "200\ncontent-type: image/png\nx-amz-meta-n: 1\n-x-amz-storage-class\n\nhello")
        .check("GET /photos/a%20b", "200\nx-amz-storage-class: STANDARD_IA")
        .check("PUT /photos/new\nx-amz-copy-source: photos/a%20b\nx-amz-metadata-directive: REPLACE\ncontent-type: text/plain", "200")
        .check("HEAD /photos/new", "200\ncontent-type: text/plain\n-x-amz-meta-n")
        .check("PUT /photos/copy\nx-amz-copy-source: photos/copy", "400\n\nThis copy request is illegal because it is trying to copy an object to itself")
        .check("PUT /photos/copy\nx-amz-copy-source: photos/copy\nx-amz-metadata-directive: REPLACE", "200")
        .check("PUT /photos/x\nx-amz-copy-source: photos/missing", "404\n\n<Key>missing</Key>")
        .check("PUT /photos/x\nx-amz-copy-source: cellar/a", "404\n\n<BucketName>cellar</BucketName>")
        .check("PUT /photos/x\nx-amz-copy-source: photos", "400\n\nInvalid copy source object key");
    let bytes = |key| lab.state().object("photos", key).map(|object| object.body.as_ptr());
    assert_eq!(bytes("copy"), bytes("a b"));
}

#[test]
fn stored_headers_may_be_overridden_by_the_query() {
    lab().check("PUT /photos/a\ncontent-type: image/png\n\nx", "200").check(
        "GET /photos/a?response-content-type=text%2Fplain&response-content-disposition=attachment%0d%0aevil:1",
        "200\ncontent-type: text/plain\ncontent-disposition: attachment  evil:1\n-evil",
    );
}

#[test]
fn a_world_that_was_kept_stays_as_it_was() {
    let mut lab = lab();
    for number in 0..100 {
        lab.check(&format!("PUT /photos/{number}\n\nx"), "200");
    }
    let kept = lab.world.clone();
    lab.check("DELETE /photos/7", "204").check("PUT /photos/8\n\nlonger", "200");
    assert_eq!(kept.s3().bucket("photos").map(|bucket| (bucket.object_count(), bucket.total_bytes)), Some((100, 100)));
    assert_eq!(lab.state().bucket("photos").map(|bucket| (bucket.object_count(), bucket.total_bytes)), Some((99, 104)));
}

#[test]
fn the_map_is_told_where_a_call_goes_and_what_it_carries() {
    let service = S3 { operations: crate::services::s3::OPERATIONS, timers: None };
    for (text, place, subject) in [
        ("PUT /photos/a%20b", Place::Bucket("photos".into()), Some(Carried::Request)),
        ("GET photos.s3.amazonaws.com/a%20b", Place::Bucket("photos".into()), Some(Carried::Response)),
        ("DELETE /photos/a%20b", Place::Bucket("photos".into()), Some(Carried::Named)),
        ("GET /photos", Place::Bucket("photos".into()), None),
        ("GET /", Place::Service("s3"), None),
    ] {
        let request = read(text);
        let Ok(call) = service.route(&request) else { panic!("{text} is simulated") };
        assert_eq!(service.place(&call, &World::default()), place, "{text}");
        let carried = service.subject(&call).map(|subject| (subject.key.to_string(), subject.carried));
        assert_eq!(carried, subject.map(|carried| ("a b".to_owned(), carried)), "{text}");
    }
}

#[test]
fn every_checksum_is_verified_and_given_back() {
    for (name, algorithm, value) in [
        ("crc32", "CRC32", "NhCmhg=="),
        ("crc32c", "CRC32C", "mnG7TA=="),
        ("sha1", "SHA1", "qvTGHdzF6KLavt4PO0gs2a6pQ00="),
        ("sha256", "SHA256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="),
    ] {
        let streamed = |body: &str| {
            format!(
                "PUT /photos/a\nx-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\nx-amz-decoded-content-length: 5\n\n5\r\n{body}\r\n0\r\nx-amz-checksum-{name}:{value}\r\n\r\n"
            )
        };
        let wrong = format!(
            "400\n\n<Code>BadDigest</Code><Message>The {algorithm} you specified did not match the calculated checksum."
        );
        let header = format!("x-amz-checksum-{name}");
        lab()
            .check(&streamed("Hello"), &wrong)
            .check(&format!("PUT /photos/a\n{header}: {value}\n\nHello"), &wrong)
            .check(&streamed("hello"), &format!("200\n{header}: {value}"))
            .check("GET /photos/a\nx-amz-checksum-mode: ENABLED", &format!("200\n{header}: {value}\n\nhello"))
            .check(
                &format!("PUT /photos/a\n{header}: bad\n\nhello"),
                &format!("400\n\nValue for {header} header is invalid."),
            );
    }
}

//! Checksums of uploads in parts.

use super::harness::lab;
use super::multipart::{begun, completion};

const ETAG: &str = "5d41402abc4b2a76b9719d911017c592";

#[test]
fn algorithms_and_types_that_do_not_go_together_are_refused() {
    let begin = |headers: &str| format!("POST /photos/a?uploads\n{headers}");
    lab()
        .check(&begin("x-amz-checksum-algorithm: MD4"), "400\n\nChecksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]")
        .check(&begin("x-amz-checksum-type: COMPOSITE"), "400\n\nThe x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.")
        .check(&begin("x-amz-checksum-algorithm: CRC64NVME\nx-amz-checksum-type: COMPOSITE"), "400\n\nThe COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm.")
        .check(&begin("x-amz-checksum-algorithm: SHA1\nx-amz-checksum-type: FULL_OBJECT"), "400\n\nThe FULL_OBJECT checksum type cannot be used with the sha1 checksum algorithm.")
        .check(&begin("x-amz-checksum-algorithm: SHA256\nx-amz-checksum-type: FULL_OBJECT"), "400\n\nThe FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm.")
        .check(&begin("x-amz-checksum-algorithm: CRC64NVME"), "200\nx-amz-checksum-type: FULL_OBJECT")
        .check(&begin("x-amz-checksum-algorithm: CRC32"), "200\nx-amz-checksum-type: COMPOSITE");
}

#[test]
fn a_composite_checksum_wants_the_parts_checksums() {
    let (mut lab, id) = begun("\nx-amz-checksum-algorithm: CRC32");
    let with = |checksum: &str| {
        completion(&id, &[(1, ETAG)]).replace("</ETag>", &format!("</ETag><ChecksumCRC32>{checksum}</ChecksumCRC32>"))
    };
    lab.check(&format!("PUT /photos/a?partNumber=1&uploadId={id}\nx-amz-checksum-crc32c: mnG7TA==\n\nhello"), "400\n\nChecksum Type mismatch occurred, expected checksum Type: crc32, actual checksum Type: crc32c")
        .check(&format!("PUT /photos/a?partNumber=1&uploadId={id}\nx-amz-checksum-crc32: NhCmhg==\n\nhello"), "200\nx-amz-checksum-crc32: NhCmhg==")
        .check(&completion(&id, &[(1, ETAG)]), "400\n\nThe upload was created using a crc32 checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request.")
        .check(&with("AAAAAA=="), "400\n\n<Code>BadDigest</Code><Message>The crc32 you specified for part 1 did not match what we received.")
        .check(&with("NhCmhg==").replacen("\n\n", "\nx-amz-checksum-type: FULL_OBJECT\n\n", 1), "400\n\nThe upload was created using the COMPOSITE checksum mode. The complete request must use the same checksum mode.")
        .check(&with("NhCmhg=="), "200\n\n-1</ChecksumCRC32><ChecksumType>COMPOSITE</ChecksumType>")
        .check("GET /photos/a?partNumber=1\nx-amz-checksum-mode: ENABLED", "206\nx-amz-checksum-crc32: NhCmhg==");
}

#[test]
fn a_checksum_of_the_whole_object_is_worked_out() {
    let (mut lab, id) = begun("\nx-amz-checksum-algorithm: CRC32\nx-amz-checksum-type: FULL_OBJECT");
    let complete = completion(&id, &[(1, ETAG)]);
    lab.check(&format!("PUT /photos/a?partNumber=1&uploadId={id}\n\nhello"), "200\nx-amz-checksum-crc32: NhCmhg==")
        .check(
            &complete.replacen("\n\n", "\nx-amz-checksum-crc32: AAAAAA==\n\n", 1),
            "400\n\n<Code>BadDigest</Code><Message>The crc32 you specified did not match the calculated checksum.",
        )
        .check(&complete, "200\n\n<ChecksumCRC32>NhCmhg==</ChecksumCRC32><ChecksumType>FULL_OBJECT");
}

#[test]
fn an_upload_begun_without_a_checksum_says_null() {
    let (mut lab, id) = begun("");
    lab.check(&format!("PUT /photos/a?partNumber=1&uploadId={id}\n\nhello"), "200").check(
        &completion(&id, &[(1, ETAG)]).replacen("\n\n", "\nx-amz-checksum-type: COMPOSITE\n\n", 1),
        "400\n\nThe upload was created using the null checksum mode. The complete request must use the same checksum mode.",
    );
}

#[test]
fn an_upload_begun_without_a_checksum_takes_those_that_clients_add() {
    let (mut lab, id) = begun("");
    lab.check(
        &format!("PUT /photos/a?partNumber=1&uploadId={id}\nx-amz-checksum-crc32: NhCmhg==\n\nhello"),
        "200\nx-amz-checksum-crc32: NhCmhg==",
    )
    .check(&completion(&id, &[(1, ETAG)]), "200\n\n<Key>a</Key>");
}

#[test]
fn sha1_is_verified_too() {
    lab()
        .check(
            "PUT /photos/a\nx-amz-checksum-sha1: qvTGHdzF6KLavt4PO0gs2a6pQ00=\n\nhello",
            "200\nx-amz-checksum-sha1: qvTGHdzF6KLavt4PO0gs2a6pQ00=",
        )
        .check(
            "PUT /photos/a\nx-amz-checksum-sha1: qvTGHdzF6KLavt4PO0gs2a6pQ00=\n\nHello",
            "400\n\nThe SHA1 you specified did not match the calculated checksum.",
        );
}

//! `GetObjectAttributes`.

use super::harness::lab;

#[test]
fn what_is_asked_for_is_told() {
    lab()
        .check("PUT /photos/a\nx-amz-checksum-crc32: NhCmhg==\n\nhello", "200")
        .check(
            "GET /photos/a?attributes\nx-amz-object-attributes: ETag,Checksum,ObjectSize,StorageClass,ObjectParts",
            "200\nlast-modified: Mon, 05 Jan 2026 09:00:00 GMT\n\n<ETag>5d41402abc4b2a76b9719d911017c592</ETag><Checksum><ChecksumCRC32>NhCmhg==</ChecksumCRC32><ChecksumType>FULL_OBJECT</ChecksumType></Checksum><StorageClass>STANDARD</StorageClass><ObjectSize>5</ObjectSize>\n!ObjectParts",
        )
        .check("GET /photos/a?attributes\nx-amz-object-attributes: ETag", "200\n\n!ObjectSize")
        .check("GET /photos/a?attributes", "400\n\nInvalidRequest")
        .check("GET /photos/a?attributes\nx-amz-object-attributes: Colour", "400\n\nInvalid attribute name specified.")
        .check("GET /photos/b?attributes\nx-amz-object-attributes: ETag", "404\n\nNoSuchKey");
}

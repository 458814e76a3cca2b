//! Input that nobody sends in good faith, or that only looks so.

use bytes::Bytes;

use super::harness::{lab, pick, read};
use crate::protocol::uri;
use crate::sim::rng::Rng;

#[test]
fn any_text_may_be_a_key() {
    let mut lab = lab();
    for key in [
        "a/../b",
        "a//b",
        "/a",
        "a/",
        "nul\0here",
        "🌊",
        "a+b",
        "Grüße",
        "a b",
        "%41",
        "<&>\"'",
        "..a",
        "\r\n",
        "é",
        "e\u{301}",
    ] {
        let address = format!("/photos/{}", uri::encode_path(key));
        lab.check(&format!("PUT {address}\n\n{key}"), "200");
        let response = lab.send(&read(&format!("GET {address}")));
        assert_eq!((response.status, response.body), (200, Bytes::from(key.to_owned())), "{key:?}");
        assert!(lab.state().object("photos", key).is_some(), "{key:?}");
    }
    let bucket = lab.state().bucket("photos").expect("it was created");
    assert_eq!(bucket.object_count(), 15, "no two of these keys are the same key");
}

#[test]
fn a_bare_plus_is_a_space_as_s3_reads_it() {
    lab().check("PUT /photos/a+b\n\nx", "200").check("GET /photos/a%20b", "200").check("GET /photos/a%2Bb", "404");
}

#[test]
fn keys_that_lead_out_or_are_no_text_are_refused() {
    for path in ["/photos/../cellar/a", "/photos/a/../../b", "/photos/%2e%2e/a", "/photos/%ff", "/%ff/a"] {
        lab().check(
            &format!("PUT {path}\n\nx"),
            "400\n\n<Code>InvalidURI</Code><Message>Couldn&apos;t parse the specified URI.",
        );
    }
}

#[test]
fn a_key_has_at_most_1024_bytes() {
    let fits = "ü".repeat(512);
    lab()
        .check(&format!("PUT /photos/{}\n\nx", uri::encode(&fits)), "200")
        .check(
            &format!("PUT /photos/{}x\n\nx", uri::encode(&fits)),
            "400\n\n<Code>KeyTooLongError</Code><Message>Your key is too long</Message><Size>1025</Size><MaxSizeAllowed>1024</MaxSizeAllowed>",
        )
        .check(&format!("GET /photos/{}", "x".repeat(100_000)), "400\n\nKeyTooLongError");
}

#[test]
fn metadata_has_at_most_two_kilobytes() {
    lab()
        .check(&format!("PUT /photos/a\nx-amz-meta-k: {}\n\nx", "v".repeat(2_047)), "200")
        .check(
            &format!("PUT /photos/a\nx-amz-meta-k: {}\n\nx", "v".repeat(2_048)),
            "400\n\n<Code>MetadataTooLarge</Code><Message>Your metadata headers exceed the maximum allowed metadata size</Message><Size>2049</Size><MaxSizeAllowed>2048</MaxSizeAllowed>",
        )
        .check("PUT /photos/a\nx-amz-meta-k: grün\n\nx", "200")
        .check("GET /photos/a", "200\nx-amz-meta-k: =?UTF-8?B?Z3LDvG4=?=");
}

#[test]
fn more_than_five_gigabytes_are_refused_by_what_is_announced() {
    let expected = "400\n\n<Code>EntityTooLarge</Code><Message>Your proposed upload exceeds the maximum allowed size</Message><ProposedSize>5368709121</ProposedSize><MaxSizeAllowed>5368709120</MaxSizeAllowed>";
    lab()
        .check("PUT /photos/a\ncontent-length: 5368709121\n\nx", expected)
        .check("PUT /photos/a\nx-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\nx-amz-decoded-content-length: 5368709121\n\n1\r\nx\r\n0\r\n\r\n", expected);
}

#[test]
fn streams_that_lie_store_nothing() {
    let mut lab = lab();
    let streamed = "PUT /photos/a\nx-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    for (length, body) in [
        ("5", "ffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
        ("5", "fffffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
        ("6", "5\r\nhello\r\n0\r\n\r\n"),
        ("18446744073709551616", "5\r\nhello\r\n0\r\n\r\n"),
        ("-5", "5\r\nhello\r\n0\r\n\r\n"),
        ("5", "hello"),
        ("5", ""),
    ] {
        lab.check(&format!("{streamed}\nx-amz-decoded-content-length: {length}\n\n{body}"), "400");
    }
    lab.check(&format!("{streamed}\n\n5\r\nhello\r\n0\r\n\r\n"), "411\n\nMissingContentLength");
    assert!(lab.state().object("photos", "a").is_none());
}

#[test]
fn documents_that_are_no_documents_are_refused() {
    let mut lab = lab();
    let deep = "<a>".repeat(100_000);
    for body in [
        "",
        "x",
        "<a>",
        "<NotificationConfiguration>",
        "<NotificationConfiguration><Else/></NotificationConfiguration>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><NotificationConfiguration>&b;</NotificationConfiguration>",
        "<NotificationConfiguration><CloudFunctionConfiguration/></NotificationConfiguration>",
        &deep,
    ] {
        lab.check(&format!("PUT /photos?notification\n\n{body}"), "400\n\n<Code>MalformedXML</Code>");
    }
    lab.check(&format!("PUT /cellar\n\n{deep}"), "400\n\n<Code>MalformedXML</Code>");
    lab.check(
        "PUT /photos/a\nx-amz-storage-class: OUTPOSTS\n\nx",
        "400\n\n<StorageClassRequested>OUTPOSTS</StorageClassRequested>",
    );
    lab.check("PUT /photos/a\nx-amz-acl: public-read\n\nx", "400\n\n<Code>AccessControlListNotSupported</Code>");
    lab.check("PUT /photos/a\nx-amz-expected-bucket-owner: 210987654321\n\nx", "403\n\nAccess Denied");
}

#[test]
fn every_document_is_bounded() {
    let bomb = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
    let deep = "<Rule>".repeat(10_000);
    let mut lab = lab();
    for (parameter, root) in [
        ("accelerate", "AccelerateConfiguration"),
        ("acl", "AccessControlPolicy"),
        ("cors", "CORSConfiguration"),
        ("encryption", "ServerSideEncryptionConfiguration"),
        ("lifecycle", "LifecycleConfiguration"),
        ("logging", "BucketLoggingStatus"),
        ("notification", "NotificationConfiguration"),
        ("ownershipControls", "OwnershipControls"),
        ("publicAccessBlock", "PublicAccessBlockConfiguration"),
        ("requestPayment", "RequestPaymentConfiguration"),
        ("tagging", "Tagging"),
        ("versioning", "VersioningConfiguration"),
        ("website", "WebsiteConfiguration"),
    ] {
        let expected = if parameter == "acl" { "400\n\nMalformedACLError" } else { "400\n\nMalformedXML" };
        lab.check(&format!("PUT /photos?{parameter}\n\n{bomb}<{root}><Rule>&c;</Rule></{root}>"), expected)
            .check(&format!("PUT /photos?{parameter}\n\n<{root}>{deep}"), expected)
            .check(&format!("PUT /photos?{parameter}\n\n<{root}>"), expected);
    }
    let deep = format!("{{\"Statement\":{}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
    lab.check(&format!("PUT /photos?policy\n\n{deep}"), "400\n\nMalformedPolicy");
}

#[test]
fn an_upload_has_at_most_ten_thousand_parts() {
    let mut lab = lab();
    let id = lab.told("POST /photos/a?uploads", "UploadId");
    for (number, status) in [
        ("10000", "200"),
        ("10001", "400"),
        ("0", "400"),
        ("65537", "400"),
        ("99999999999999999999", "400"),
        ("", "400"),
    ] {
        lab.check(&format!("PUT /photos/a?uploadId={id}&partNumber={number}\n\nx"), status);
    }
}

#[test]
fn no_bytes_make_it_panic() {
    let mut lab = lab();
    let mut rng = Rng::new(7);
    let pieces = [
        "/",
        "photos",
        "%",
        "%0",
        "%00",
        "..",
        "?",
        "&",
        "=",
        "list-type=2",
        "notification",
        "prefix=",
        "\u{fffd}",
        "+",
        "max-keys=-1",
        "continuation-token=a",
        "delimiter=/",
        "é",
        "s3",
        ".",
        "uploadId",
        "partNumber=9",
        "acl",
        "attributes",
        "cors",
        "delete",
        "legal-hold",
        "lifecycle",
        "logging",
        "object-lock",
        "policy",
        "replication",
        "retention",
        "tagging",
        "uploads",
        "versionId=null",
        "versions",
        "website",
    ];
    let documents = [
        "<AccessControlPolicy>",
        "<CORSConfiguration>",
        "<CORSRule>",
        "<CompleteMultipartUpload>",
        "<Delete>",
        "<Expiration>",
        "<Filter>",
        "<LifecycleConfiguration>",
        "<ObjectLockConfiguration>",
        "<Retention>",
        "<RoutingRules>",
        "<Rule>",
        "<WebsiteConfiguration>",
        "</Rule>",
        "<Days>9223372036854775807</Days>",
        "<Date>9999-12-31T00:00:00Z</Date>",
        "<RetainUntilDate>9999-12-31T00:00:00Z</RetainUntilDate>",
        "<Status>Enabled</Status>",
        "<Key>a</Key>",
        "--b\r\n",
        "Content-Disposition: form-data; name=\"key\"\r\n\r\n",
        "Content-Disposition: form-data; name=\"file\"; filename=\"\\\"\r\n\r\n",
        "\r\n--b",
    ];
    let headers = [
        ("content-type", "multipart/form-data; boundary=b"),
        ("content-type", "multipart/form-data; boundary=\"\\\""),
        ("origin", "*"),
        ("access-control-request-method", "PUT"),
        ("range", "bytes=-18446744073709551615"),
        ("x-amz-acl", "public-read"),
        ("x-amz-grant-read", "id=\"\",uri="),
        ("x-amz-object-lock-mode", "COMPLIANCE"),
        ("x-amz-object-lock-retain-until-date", "é999-12-31T00:00:00Z"),
        ("x-amz-server-side-encryption-customer-key", "é"),
        ("x-amz-tagging", "a=%&=b"),
        ("x-amz-copy-source-range", "bytes=9-18446744073709551616"),
        ("x-amz-max-parts", "-1"),
        ("if-modified-since", "Mon, 31 Feb 0000 25:61:61 GMT"),
        ("content-md5", "===="),
    ];
    lab.check(
        "PUT /photos?versioning\n\n<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
        "200",
    );
    for _ in 0..10_000 {
        let mut address = String::from("/");
        for _ in 0..rng.below(8) {
            address.push_str(pick(&mut rng, &pieces));
        }
        let method = pick(&mut rng, &["GET", "PUT", "HEAD", "DELETE", "POST", "OPTIONS"]);
        let length = rng.below(40);
        let body: Vec<u8> = if rng.below(2) == 0 {
            (0..length).map(|_| pick(&mut rng, b"05\r\n;a<>/&")).collect()
        } else {
            (0..rng.below(12)).flat_map(|_| pick(&mut rng, &documents).bytes()).collect()
        };
        let host = pick(&mut rng, &["", "", "photos.s3.amazonaws.com", "photos.s3-website-us-east-1.amazonaws.com"]);
        let mut request = read(&format!("{method} {host}{address}")).with_body(body);
        for _ in 0..rng.below(3) {
            let (name, value) = pick(&mut rng, &headers);
            request = request.with_header(name, value);
        }
        if rng.below(3) == 0 {
            request = request
                .with_header("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
                .with_header("x-amz-decoded-content-length", rng.below(9).to_string());
        }
        if rng.below(4) == 0 {
            request = request.with_header("x-amz-copy-source", address.clone());
        }
        let response = lab.send(&request);
        assert!(response.status >= 200, "{address}");
    }
}

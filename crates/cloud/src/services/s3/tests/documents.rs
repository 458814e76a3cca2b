//! Documents that a bucket keeps and that change nothing: they are checked, kept and given back.

use super::harness::lab;

const VERSIONS: &str =
    "PUT /photos?versioning\n\n<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";

#[test]
fn what_was_never_put_has_a_document_all_the_same() {
    lab()
        .check("GET /photos?accelerate", "200\n\n<AccelerateConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"></AccelerateConfiguration>")
        .check("GET /photos?logging", "200\n\n<BucketLoggingStatus\n!LoggingEnabled")
        .check("GET /photos?requestPayment", "200\n\n<Payer>BucketOwner</Payer>")
        .check("GET /cellar?logging", "404\n\nNoSuchBucket");
}

#[test]
fn documents_are_kept_and_given_back() {
    let mut lab = lab();
    lab.check("PUT /cellar", "200").check(VERSIONS, "200").check(&VERSIONS.replace("photos", "cellar"), "200");
    for (parameter, document) in [
        ("accelerate", "<AccelerateConfiguration><Status>Enabled</Status></AccelerateConfiguration>"),
        ("requestPayment", "<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>"),
        (
            "logging",
            "<BucketLoggingStatus><LoggingEnabled><TargetBucket>cellar</TargetBucket><TargetPrefix>log/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>",
        ),
        (
            "replication",
            "<ReplicationConfiguration><Role>arn:aws:iam::123456789012:role/r</Role><Rule><ID>r</ID><Status>Enabled</Status><Destination><Bucket>arn:aws:s3:::cellar</Bucket></Destination></Rule></ReplicationConfiguration>",
        ),
    ] {
        lab.check(&format!("PUT /photos?{parameter}\n\n{document}"), "200")
            .check(&format!("GET /photos?{parameter}"), &format!("200\n\n{document}"))
            .check(&format!("PUT /photos?{parameter}\n\n<Else/>"), "400\n\nMalformedXML");
    }
    lab.check("DELETE /photos?replication", "204").check("GET /photos?replication", "404");
}

#[test]
fn a_bucket_may_come_with_tags_ownership_and_a_list() {
    lab()
        .check("PUT /cellar\nx-amz-object-ownership: ObjectWriter\nx-amz-acl: log-delivery-write\n\n<CreateBucketConfiguration><Tags><Tag><Key>k</Key><Value>v</Value></Tag></Tags></CreateBucketConfiguration>", "200")
        .check("GET /cellar?tagging", "200\n\n<Key>k</Key><Value>v</Value>")
        .check("GET /cellar?ownershipControls", "200\n\n<ObjectOwnership>ObjectWriter</ObjectOwnership>")
        .check("GET /cellar?acl", "200\n\ngroups/s3/LogDelivery</URI></Grantee><Permission>WRITE</Permission>");
}

#[test]
fn the_parts_of_an_object_come_in_pages() {
    let mut lab = lab();
    let id = lab.told("POST /photos/a?uploads\nx-amz-checksum-algorithm: CRC32", "UploadId");
    let body = "x".repeat(5 * 1_024 * 1_024);
    let mut parts = String::new();
    for number in 1..=3 {
        let sum = lab.header(
            &format!("PUT /photos/a?uploadId={id}&partNumber={number}\nx-amz-checksum-crc32: BwQzxA==\n\n{body}"),
            "etag",
        );
        parts.push_str(&format!(
            "<Part><PartNumber>{number}</PartNumber><ETag>{sum}</ETag><ChecksumCRC32>BwQzxA==</ChecksumCRC32></Part>"
        ));
    }
    lab.check(
        &format!("POST /photos/a?uploadId={id}\n\n<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>"),
        "200",
    );
    let attributes = "GET /photos/a?attributes\nx-amz-object-attributes: ObjectParts,ObjectSize";
    lab.check(attributes, "200\n\n<ObjectParts><IsTruncated>false</IsTruncated><MaxParts>1000</MaxParts><NextPartNumberMarker>3</NextPartNumberMarker><PartNumberMarker>0</PartNumberMarker><Part>\n<PartsCount>3</PartsCount></ObjectParts><ObjectSize>15728640</ObjectSize>")
        .check(&format!("{attributes}\nx-amz-max-parts: 1\nx-amz-part-number-marker: 1"), "200\n\n<IsTruncated>true</IsTruncated><MaxParts>1</MaxParts><NextPartNumberMarker>2</NextPartNumberMarker><PartNumberMarker>1</PartNumberMarker>\n<PartNumber>2</PartNumber>\n!<PartNumber>3</PartNumber>")
        .check(&format!("{attributes}\nx-amz-max-parts: x"), "400\n\nInvalidArgument");
}

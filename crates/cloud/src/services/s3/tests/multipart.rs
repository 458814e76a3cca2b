//! Uploads in parts.

use super::harness::{Lab, lab, read};
use crate::operation::Effect;

const PART: usize = 5 * 1_024 * 1_024;

/// A laboratory with an upload of `photos/a` begun, and its id.
pub fn begun(headers: &str) -> (Lab, String) {
    let mut lab = lab();
    let id = lab.told(&format!("POST /photos/a?uploads{headers}"), "UploadId");
    (lab, id)
}

/// A completion that names parts by number and `ETag`.
pub fn completion(id: &str, parts: &[(i32, &str)]) -> String {
    let parts: String = parts
        .iter()
        .map(|(number, etag)| format!("<Part><PartNumber>{number}</PartNumber><ETag>\"{etag}\"</ETag></Part>"))
        .collect();
    format!("POST /photos/a?uploadId={id}\n\n<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>")
}

#[test]
fn parts_become_an_object_with_an_etag_of_its_own() {
    let (mut lab, id) = begun("\ncontent-type: image/jpeg\nx-amz-meta-n: 1\nx-amz-tagging: a=b");
    let first = read(&format!("PUT /photos/a?partNumber=1&uploadId={id}")).with_body(vec![b'x'; PART]);
    let first = lab.send(&first).headers.get("etag").map(|etag| etag.trim_matches('"').to_owned()).unwrap_or_default();
    let second = "5d41402abc4b2a76b9719d911017c592";
    lab.check(&format!("PUT /photos/a?partNumber=2&uploadId={id}\n\nhello"), &format!("200\netag: \"{second}\""))
        .check("GET /photos/a", "404")
        .check(&format!("GET /photos/a?uploadId={id}"), "200\n\n<PartNumber>2</PartNumber>\n<Size>5</Size>\n<IsTruncated>false")
        .check(
            &completion(&id, &[(1, &first), (2, second)]),
            "200\n\n<Location>https://photos.s3.us-east-1.amazonaws.com/a</Location><Bucket>photos</Bucket><Key>a</Key><ETag>&quot;\n-2&quot;</ETag>",
        )
        .check("HEAD /photos/a", "200\ncontent-length: 5242885\ncontent-type: image/jpeg\nx-amz-meta-n: 1\nx-amz-tagging-count: 1")
        .check("GET /photos/a?partNumber=2", "206\ncontent-range: bytes 5242880-5242884/5242885\nx-amz-mp-parts-count: 2\n\nhello")
        .check("GET /photos/a?partNumber=10", "416\n\n<Code>InvalidPartNumber</Code><Message>The requested partnumber is not satisfiable\n<ActualPartCount>2</ActualPartCount><PartNumberRequested>10")
        .check("GET /photos/a?partNumber=1\nRange: bytes=0-1", "400\n\nCannot specify both Range header and partNumber query parameter")
        .check(&completion(&id, &[(1, &first)]), "404\n\nNoSuchUpload");
}

#[test]
fn the_etag_is_the_md5_of_the_parts_md5s() {
    let (mut lab, id) = begun("");
    lab.check(&format!("PUT /photos/a?partNumber=1&uploadId={id}\n\nhello"), "200");
    // printf hello | md5sum | xxd -r -p | md5sum
    lab.check(
        &completion(&id, &[(1, "5d41402abc4b2a76b9719d911017c592")]),
        "200\n\n<ETag>&quot;62109206880d38a4010a98e11243924a-1&quot;</ETag>",
    );
    lab.check("PUT /photos/b\nx-amz-copy-source: photos/a", "200\n\n5d41402abc4b2a76b9719d911017c592&quot;");
}

#[test]
fn an_upload_that_is_completed_is_told_of() {
    let (mut lab, id) = begun("");
    lab.check("PUT /photos?notification\nx-amz-skip-destination-validation: true\n\n<NotificationConfiguration><CloudFunctionConfiguration><CloudFunction>arn:aws:lambda:us-east-1:123456789012:function:f</CloudFunction><Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration></NotificationConfiguration>", "200")
        .check(&format!("PUT /photos/a?partNumber=1&uploadId={id}\n\nhello"), "200");
    assert!(lab.effects.is_empty(), "a part is no object");
    lab.check(&completion(&id, &[(1, "5d41402abc4b2a76b9719d911017c592")]), "200");
    let Some(Effect::Notify { operation, .. }) = lab.effects.last() else { panic!("the function is told") };
    assert_eq!(*operation, "ObjectCreated:CompleteMultipartUpload");
}

#[test]
fn completions_that_do_not_fit_are_refused() {
    let (mut lab, id) = begun("");
    let etag = "5d41402abc4b2a76b9719d911017c592";
    for number in [1, 2] {
        lab.check(&format!("PUT /photos/a?partNumber={number}&uploadId={id}\n\nhello"), "200");
    }
    lab.check(
            &completion(&id, &[(1, etag), (2, etag)]),
            "400\n\n<Code>EntityTooSmall</Code><Message>Your proposed upload is smaller than the minimum allowed size</Message><ProposedSize>5</ProposedSize><MinSizeAllowed>5242880</MinSizeAllowed><PartNumber>1</PartNumber><ETag>5d41",
        )
        .check(
            &completion(&id, &[(2, etag), (1, etag)]),
            &format!("400\n\n<Code>InvalidPartOrder</Code><Message>The list of parts was not in ascending order. Parts must be ordered by part number.</Message><UploadId>{id}"),
        )
        .check(
            &completion(&id, &[(3, etag)]),
            "400\n\n<Code>InvalidPart</Code><Message>One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part&apos;s entity tag.\n<PartNumber>3</PartNumber>",
        )
        .check(&completion(&id, &[(1, "other")]), "400\n\n<Code>InvalidPart</Code>")
        .check(&completion(&id, &[(-1, etag)]), "400\n\nPart number must be an integer between 1 and 10000, inclusive\n<ArgumentName>partNumber</ArgumentName><ArgumentValue>-1")
        .check(&completion(&id, &[]), "400\n\n<Code>InvalidRequest</Code><Message>You must specify at least one part")
        .check(&format!("POST /photos/a?uploadId={id}\n\n<Else/>"), "400\n\nMalformedXML")
        .check(&completion(&id, &[(1, etag)]).replacen("\n\n", "\nx-amz-mp-object-size: 4\n\n", 1), "400\n\nThe provided &apos;x-amz-mp-object-size&apos; header value 4 does not match what was computed: 5")
        .check(&format!("PUT /photos/a?partNumber=0&uploadId={id}\n\nx"), "400\n\nInvalidArgument")
        .check(&format!("PUT /photos/a?partNumber=10001&uploadId={id}\n\nx"), "400\n\nInvalidArgument")
        .check("PUT /photos/a?partNumber=1&uploadId=none\n\nx", "404\n\n<Code>NoSuchUpload</Code><Message>The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.</Message><UploadId>none")
        .check(&format!("GET /photos/b?uploadId={id}"), "404\n\nNoSuchUpload");
}

#[test]
fn an_aborted_upload_is_gone() {
    let (mut lab, id) = begun("");
    lab.check("GET /photos?uploads", &format!("200\n\n<UploadId>{id}"))
        .check(&format!("DELETE /photos/a?uploadId={id}"), "204")
        .check(&format!("DELETE /photos/a?uploadId={id}"), "404\n\nNoSuchUpload")
        .check("GET /photos?uploads", "200\n\n!<Upload>");
}

#[test]
fn completions_may_be_conditional() {
    let (mut lab, id) = begun("");
    let etag = "5d41402abc4b2a76b9719d911017c592";
    let conditional = completion(&id, &[(1, etag)]).replacen("\n\n", "\nIf-None-Match: *\n\n", 1);
    lab.check(&format!("PUT /photos/a?partNumber=1&uploadId={id}\n\nhello"), "200")
        .check("PUT /photos/a\n\nx", "200")
        .check(&conditional, "412\n\n<Condition>If-None-Match</Condition>")
        .check("DELETE /photos/a", "204")
        .check(&conditional, "409\n\n<Code>ConditionalRequestConflict</Code><Message>The conditional request cannot succeed due to a conflicting operation against this resource.</Message><Condition>If-None-Match</Condition><Key>a</Key>");
}

#[test]
fn parts_may_be_copied() {
    let (mut lab, id) = begun("");
    let part = |range: &str| format!("PUT /photos/a?partNumber=1&uploadId={id}\nx-amz-copy-source: photos/s{range}");
    lab.check("PUT /photos/s\n\n0123456789", "200")
        .check(&part(""), "200\n\n<CopyPartResult\n781e5e245d69b566979b86e28d23f2c7")
        .check(&part("\nx-amz-copy-source-range: bytes=0-3"), "200\n\neb62f6b9306db575c2d596b1279627a4")
        .check(
            &part("\nx-amz-copy-source-range: 0-8"),
            "400\n\nThe x-amz-copy-source-range value must be of the form bytes=first-last\n<ArgumentValue>0-8",
        )
        .check(
            &part("\nx-amz-copy-source-range: bytes=0-100"),
            "400\n\nRange specified is not valid for source object of size: 10\n<ArgumentValue>bytes=0-100",
        )
        .check(
            &part("\nx-amz-copy-source-range: bytes=100-200"),
            "400\n\n<Code>InvalidRequest</Code><Message>The specified copy range is invalid for the source object size",
        );
}

#[test]
fn uploads_are_listed_in_pages() {
    let (mut lab, first) = begun("");
    let second = lab.told("POST /photos/a?uploads", "UploadId");
    lab.told("POST /photos/b/1?uploads", "UploadId");
    lab.check(
        "GET /photos?uploads&max-uploads=1",
        &format!("200\n\n<NextKeyMarker>a</NextKeyMarker><NextUploadIdMarker>{first}\n<IsTruncated>true"),
    )
    .check(
        &format!("GET /photos?uploads&key-marker=a&upload-id-marker={first}"),
        &format!("200\n\n<UploadId>{second}\n<Key>b/1</Key>\n!<UploadId>{first}"),
    )
    .check("GET /photos?uploads&key-marker=a", "200\n\n<Key>b/1</Key>\n!<Key>a</Key>")
    .check("GET /photos?uploads&delimiter=%2F", "200\n\n<CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>")
    .check("GET /photos?uploads&prefix=b", "200\n\n!<Key>a</Key>")
    .check(
        "GET /photos?uploads&key-marker=a&upload-id-marker=none",
        "400\n\nInvalid uploadId marker\n<ArgumentName>upload-id-marker</ArgumentName><ArgumentValue>none",
    );
}

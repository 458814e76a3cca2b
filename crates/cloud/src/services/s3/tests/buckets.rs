//! Creating, finding and deleting buckets.

use super::harness::lab;

#[test]
fn a_bucket_is_created_found_and_deleted() {
    let mut lab = lab();
    lab.check("PUT /cellar", "200\nlocation: /cellar\nx-amz-bucket-arn: arn:aws:s3:::cellar\nserver: AmazonS3")
        .check("HEAD /cellar", "200\nx-amz-bucket-region: us-east-1")
        .check("GET /", "200\n\n<Name>cellar</Name>\n<Name>photos</Name>\n<CreationDate>2026-01-05T09:00:00.001Z")
        .check("DELETE /cellar", "204")
        .check("HEAD /cellar", "404")
        .check("DELETE /cellar", "404\n\n<Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message><BucketName>cellar</BucketName>");
    let texts: Vec<_> = lab.changes.iter().map(|change| (change.before.as_deref(), change.after.as_deref())).collect();
    assert_eq!(texts, [(None, Some("an empty bucket")), (Some("an empty bucket"), None)]);
}

#[test]
fn in_us_east_1_a_bucket_may_be_created_twice() {
    let mut lab = lab();
    lab.check("PUT /photos/a\n\nx", "200").check("PUT /photos", "200").check("GET /photos/a", "200\n\nx");
}

#[test]
fn a_bucket_that_holds_objects_is_not_deleted() {
    lab()
        .check("PUT /photos/a\n\nx", "200")
        .check("DELETE /photos", "409\n\n<Code>BucketNotEmpty</Code><Message>The bucket you tried to delete is not empty</Message><BucketName>photos</BucketName>")
        .check("DELETE /photos/a", "204")
        .check("DELETE /photos", "204");
}

#[test]
fn names_and_locations_are_checked() {
    lab()
        .check("PUT /Photos", "400\n\n<Code>InvalidBucketName</Code><Message>The specified bucket is not valid.</Message><BucketName>Photos</BucketName>")
        .check("PUT /ab", "400\n\nInvalidBucketName")
        .check(
            "PUT /cellar\n\n<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>",
            "400\n\nThe eu-west-1 location constraint is incompatible for the region specific endpoint this request was sent to.",
        )
        .check(
            "PUT /cellar\n\n<CreateBucketConfiguration><LocationConstraint>us-east-1</LocationConstraint></CreateBucketConfiguration>",
            "400\n\n<LocationConstraint>us-east-1</LocationConstraint>",
        )
        .check("PUT /cellar\n\n<CreateBucketConfiguration/>", "200");
}

#[test]
fn all_forms_of_address_lead_to_the_same_bucket() {
    lab()
        .check("PUT /my.photos", "200")
        .check("PUT my.photos.s3.us-east-1.amazonaws.com/a/b\n\nx", "200")
        .check("GET my.photos.s3.amazonaws.com/a/b", "200\n\nx")
        .check("GET s3.amazonaws.com/my.photos/a/b", "200\n\nx")
        .check("GET my.photos.s3.dualstack.us-east-1.amazonaws.com/a/b", "200\n\nx")
        .check("GET my.photos.s3.us-east-1.amazonaws.com/", "200\n\n<Key>a/b</Key>")
        .check(
            "GET /my.photos/?location",
            "200\n\n<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"></LocationConstraint>",
        );
}

#[test]
fn another_region_points_back_to_this_one() {
    lab().check(
        "GET photos.s3.eu-west-1.amazonaws.com/a",
        "301\nx-amz-bucket-region: us-east-1\n\n<Code>PermanentRedirect</Code>\n<Endpoint>photos.s3.us-east-1.amazonaws.com</Endpoint><Bucket>photos</Bucket>",
    );
}

#[test]
fn buckets_come_in_pages_when_pages_are_asked_for() {
    lab()
        .check("PUT /cellar", "200")
        .check(
            "GET /?max-buckets=1",
            "200\n\n<Name>cellar</Name>\n<ContinuationToken>Y2VsbGFy</ContinuationToken>\n!photos",
        )
        .check(
            "GET /?max-buckets=1&continuation-token=Y2VsbGFy",
            "200\n\n<Name>photos</Name>\n!cellar\n!ContinuationToken",
        )
        .check("GET /?prefix=ph", "200\n\nphotos\n!cellar")
        .check("GET /?max-buckets=0", "400\n\nInvalidArgument");
}

#[test]
fn what_is_not_simulated_says_so_by_name() {
    let mut lab = lab();
    for (request, name) in [
        ("GET /photos/a?torrent", "GetObjectTorrent"),
        ("PUT /photos/a\nx-amz-server-side-encryption: aws:kms", "encryption with aws:kms"),
    ] {
        let expected = format!("501\n\n<Code>NotImplemented</Code>\n{name}");
        lab.check(request, &expected);
    }
    assert_eq!(lab.state().object("photos", "a").map(|object| object.size()), None);
    lab.check(
        "PATCH /photos/a",
        "405\n\n<Code>MethodNotAllowed</Code>\n<Method>PATCH</Method><ResourceType>OBJECT</ResourceType>",
    );
}

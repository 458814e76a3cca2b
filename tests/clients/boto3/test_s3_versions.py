"""Versions, delete markers, tags and a bucket's documents by boto3."""

import json

import boto3
import pytest


def test_versions_and_delete_markers(s3, versioned, refused):
    at = {"Bucket": versioned, "Key": "k"}
    first = s3.put_object(**at, Body=b"1")["VersionId"]
    second = s3.put_object(**at, Body=b"2")["VersionId"]
    marker = s3.delete_object(**at)
    assert marker["DeleteMarker"] is True
    answer = refused("NoSuchKey", s3.get_object, **at)
    assert answer["ResponseMetadata"]["HTTPHeaders"]["x-amz-delete-marker"] == "true"
    refused("405", s3.head_object, **at, VersionId=marker["VersionId"])
    assert s3.get_object(**at, VersionId=first)["Body"].read() == b"1"
    told = s3.list_object_versions(Bucket=versioned, Prefix="k")
    assert [(v["VersionId"], v["IsLatest"]) for v in told["Versions"]] == [(second, False), (first, False)]
    assert [(m["VersionId"], m["IsLatest"]) for m in told["DeleteMarkers"]] == [(marker["VersionId"], True)]
    s3.delete_object(**at, VersionId=marker["VersionId"])
    assert s3.get_object(**at)["Body"].read() == b"2"
    s3.copy_object(**at, CopySource={"Bucket": versioned, "Key": "k", "VersionId": first})
    assert s3.get_object(**at)["Body"].read() == b"1"
    refused("NoSuchVersion", s3.get_object, **at, VersionId="3sL4kqtJlcpXroDTDmJrmSpXd3dIbrHY")
    refused("BucketNotEmpty", s3.delete_bucket, Bucket=versioned)
    boto3.resource("s3").Bucket(versioned).object_versions.all().delete()
    s3.delete_bucket(Bucket=versioned)


def test_suspended_versioning_writes_the_null_version(s3, versioned):
    at = {"Bucket": versioned, "Key": "k"}
    kept = s3.put_object(**at, Body=b"kept")["VersionId"]
    s3.put_bucket_versioning(Bucket=versioned, VersioningConfiguration={"Status": "Suspended"})
    s3.put_object(**at, Body=b"null 1")
    s3.put_object(**at, Body=b"null 2")
    ids = [entry["VersionId"] for entry in s3.list_object_versions(Bucket=versioned)["Versions"]]
    assert ids == ["null", kept]
    assert s3.get_bucket_versioning(Bucket=versioned)["Status"] == "Suspended"


def test_tags_of_objects(s3, versioned, refused):
    at = {"Bucket": versioned, "Key": "k"}
    s3.put_object(**at, Body=b"x", Tagging="colour=green&note=a%20b")
    assert s3.get_object(**at)["TagCount"] == 2
    tags = [{"Key": "colour", "Value": "blue"}, {"Key": "größe", "Value": "1/2"}]
    s3.put_object_tagging(**at, Tagging={"TagSet": tags})
    assert sorted(s3.get_object_tagging(**at)["TagSet"], key=lambda tag: tag["Key"]) == tags
    s3.copy_object(Bucket=versioned, Key="copy", CopySource=at)
    assert len(s3.get_object_tagging(Bucket=versioned, Key="copy")["TagSet"]) == 2
    s3.delete_object_tagging(**at)
    assert s3.get_object_tagging(**at)["TagSet"] == []
    many = [{"Key": str(number), "Value": ""} for number in range(11)]
    refused("BadRequest", s3.put_object_tagging, **at, Tagging={"TagSet": many})
    refused("InvalidTag", s3.put_object_tagging, **at, Tagging={"TagSet": [tags[0], tags[0]]})


def test_tags_of_buckets(s3, bucket, refused):
    refused("NoSuchTagSet", s3.get_bucket_tagging, Bucket=bucket)
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "team", "Value": "a"}]})
    assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == [{"Key": "team", "Value": "a"}]
    s3.delete_bucket_tagging(Bucket=bucket)
    refused("NoSuchTagSet", s3.get_bucket_tagging, Bucket=bucket)


def test_a_bucket_policy_lets_everyone_read(s3, bucket, endpoint, refused):
    import urllib.error
    import urllib.request

    s3.put_object(Bucket=bucket, Key="public/k", Body=b"for all")
    refused("NoSuchBucketPolicy", s3.get_bucket_policy, Bucket=bucket)
    policy = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/public/*",
    }]}
    refused("AccessDenied", s3.put_bucket_policy, Bucket=bucket, Policy=json.dumps(policy))
    s3.delete_public_access_block(Bucket=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    assert json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"]) == policy
    assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"]["IsPublic"] is True
    with urllib.request.urlopen(f"{endpoint}/{bucket}/public/k") as answer:
        assert answer.read() == b"for all"
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{endpoint}/{bucket}/other")
    refused("MalformedPolicy", s3.put_bucket_policy, Bucket=bucket, Policy="{}")
    s3.delete_bucket_policy(Bucket=bucket)


def test_documents_of_a_bucket(s3, bucket, refused):
    told = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert told["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"]
    block = dict.fromkeys(["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"], True)
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=block)
    assert s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"] == block
    # AWS answers no constraint for the first region.
    assert s3.get_bucket_location(Bucket=bucket)["LocationConstraint"] is None
    assert s3.head_bucket(Bucket=bucket)["BucketRegion"] == "us-east-1"

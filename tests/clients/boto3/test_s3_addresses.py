"""Presigned addresses by boto3, used by a plain HTTP client that has no keys, and what browsers ask before they send."""

import time
import urllib.error
import urllib.request

import boto3
import pytest
from botocore.config import Config


def fetch(url, method="GET", body=None, **headers):
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=body, method=method, headers={"content-type": "", **fields})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.mark.parametrize("version", ["s3", "s3v4"])
def test_presigned_addresses_work_for_whoever_has_them(bucket, version):
    s3 = boto3.client("s3", config=Config(signature_version=version))

    def presign(method, key, seconds=60, **more):
        return s3.generate_presigned_url(method, Params={"Bucket": bucket, "Key": key, **more}, ExpiresIn=seconds)

    put = presign("put_object", "a b+ü.txt")
    assert fetch(put, "PUT", b"put")[0] == 200
    got = presign("get_object", "a b+ü.txt", ResponseContentType="text/x-chosen")
    status, headers, body = fetch(got)
    assert (status, body, headers["content-type"]) == (200, b"put", "text/x-chosen")
    assert fetch(presign("head_object", "a b+ü.txt"), "HEAD")[0] == 200
    assert fetch(presign("delete_object", "a b+ü.txt"), "DELETE")[0] == 204
    assert fetch(got)[0] == 404
    # Another object, another method, no signature, no more time.
    assert fetch(got.replace("a%20b", "a%20c"))[0] == 403
    assert fetch(put)[0] == 403
    assert fetch(got.split("?")[0])[0] == 403


def test_presigned_addresses_end(bucket, s3):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    for version in ["s3", "s3v4"]:
        client = boto3.client("s3", config=Config(signature_version=version))
        url = client.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"}, ExpiresIn=1)
        assert fetch(url)[0] == 200
        time.sleep(2.1)
        status, _, body = fetch(url)
        assert status == 403 and b"<Message>Request has expired</Message>" in body


def test_what_was_signed_must_be_sent(bucket):
    s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
    signed = {"Bucket": bucket, "Key": "k", "ContentType": "text/x-signed", "Metadata": {"a": "1"}}
    url = s3.generate_presigned_url("put_object", Params=signed)
    assert fetch(url, "PUT", b"x", content_type="text/x-other", x_amz_meta_a="1")[0] == 403
    assert fetch(url, "PUT", b"x", content_type="text/x-signed", x_amz_meta_a="1")[0] == 200
    assert s3.head_object(Bucket=bucket, Key="k")["Metadata"] == {"a": "1"}


def test_other_services_are_presigned_too(sts):
    # As EKS's tokens are made. An address without HttpMethod is signed for POST, and a GET of it is refused.
    status, _, body = fetch(sts.generate_presigned_url("get_caller_identity", HttpMethod="GET"))
    assert status == 200 and b":root</Arn>" in body


def test_browsers_may_ask_before_they_send(s3, bucket, endpoint):
    asks = {"origin": "https://app.example", "access_control_request_method": "PUT"}
    assert fetch(f"{endpoint}/{bucket}/k", "OPTIONS", **asks)[0] == 403
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [{
        "AllowedOrigins": ["https://*.example"], "AllowedMethods": ["PUT", "GET"], "AllowedHeaders": ["x-amz-*"],
        "ExposeHeaders": ["etag"], "MaxAgeSeconds": 600,
    }]})
    status, headers, _ = fetch(f"{endpoint}/{bucket}/k", "OPTIONS", **asks, access_control_request_headers="x-amz-date")
    assert status == 200 and headers["access-control-allow-origin"] == "https://app.example"
    assert headers["access-control-max-age"] == "600" and "PUT" in headers["access-control-allow-methods"]
    other = {**asks, "origin": "https://app.elsewhere"}
    assert fetch(f"{endpoint}/{bucket}/k", "OPTIONS", **other)[0] == 403
    rules = s3.get_bucket_cors(Bucket=bucket)["CORSRules"]
    assert rules[0]["AllowedOrigins"] == ["https://*.example"] and rules[0]["MaxAgeSeconds"] == 600
    s3.delete_bucket_cors(Bucket=bucket)

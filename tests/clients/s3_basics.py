"""boto3 against the native server: what a beginner's first script does, end to end.

Run it with boto3 installed, while the server is up:

    cargo run --release -p serve
    AWS_ENDPOINT_URL=http://127.0.0.1:4566 python tests/clients/s3_basics.py

It works in a bucket of its own, and deletes what it made. Every failed expectation ends it with a message.
"""

import os
import urllib.error
import urllib.request
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ.get("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
BUCKET = f"basics-{uuid.uuid4().hex[:12]}"
# A body too large for one piece of anything on the way.
LARGE = bytes(range(256)) * 8192


def client(service, secret="test", signature="s3v4", **config):
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key=secret,
        config=Config(signature_version=signature if service == "s3" else None, retries={"max_attempts": 1}, **config),
    )


def refused(code, call):
    """Expects `call` to be refused with AWS's `code`."""
    try:
        call()
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return
    raise AssertionError(f"{code} was expected, and the call succeeded")


def objects(s3):
    s3.create_bucket(Bucket=BUCKET)
    assert BUCKET in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    keys = ["a b+c.txt", "große/ümlaut.txt", "large.bin", *[f"many/{number:03}" for number in range(25)]]
    for key in keys:
        body = LARGE if key == "large.bin" else key.encode()
        s3.put_object(Bucket=BUCKET, Key=key, Body=body, Metadata={"made-by": "basics"})
    got = s3.get_object(Bucket=BUCKET, Key="a b+c.txt")
    assert got["Body"].read() == b"a b+c.txt" and got["Metadata"] == {"made-by": "basics"}
    assert s3.get_object(Bucket=BUCKET, Key="large.bin")["Body"].read() == LARGE
    part = s3.get_object(Bucket=BUCKET, Key="large.bin", Range="bytes=256-258")
    assert part["Body"].read() == b"\0\1\2"
    assert s3.head_object(Bucket=BUCKET, Key="large.bin")["ContentLength"] == len(LARGE)
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, PaginationConfig={"PageSize": 10})
    assert [entry["Key"] for page in pages for entry in page.get("Contents", [])] == sorted(keys)
    refused("NoSuchKey", lambda: s3.get_object(Bucket=BUCKET, Key="nothing"))
    return keys


def presigned(s3):
    # boto3 presigns by version 2 unless it is told otherwise.
    old = client("s3", signature="s3").generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "a b+c.txt"})
    with urllib.request.urlopen(old) as answer:
        assert answer.read() == b"a b+c.txt"
    url = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "a b+c.txt"}, ExpiresIn=60)
    with urllib.request.urlopen(url) as answer:
        assert answer.read() == b"a b+c.txt"
    put = s3.generate_presigned_url("put_object", Params={"Bucket": BUCKET, "Key": "put.txt"}, ExpiresIn=60)
    urllib.request.urlopen(urllib.request.Request(put, data=b"put", method="PUT", headers={"content-type": ""})).close()
    assert s3.get_object(Bucket=BUCKET, Key="put.txt")["Body"].read() == b"put"
    for wrong in [url.replace("a%20b", "a%20c"), old.replace("a%20b", "a%20c"), url.split("?")[0]]:
        try:
            urllib.request.urlopen(wrong)
        except urllib.error.HTTPError as error:
            assert error.code == 403, error
        else:
            raise AssertionError(f"{wrong} must not be answered")


def others():
    functions = client("lambda").list_functions()["Functions"]
    assert isinstance(functions, list)
    refused("ResourceNotFoundException", lambda: client("lambda").get_function(FunctionName="nothing"))
    assert client("sts").get_caller_identity()["Arn"].endswith(":root")
    assert isinstance(client("iam").list_roles()["Roles"], list)
    assert isinstance(client("logs").describe_log_groups()["logGroups"], list)


def signatures():
    refused("SignatureDoesNotMatch", client("s3", secret="guess").list_buckets)
    refused("InvalidSignatureException", client("lambda", secret="guess").list_functions)
    refused("SignatureDoesNotMatch", client("sts", secret="guess").get_caller_identity)


def main():
    s3 = client("s3")
    keys = objects(s3)
    presigned(s3)
    by_path = client("s3", s3={"addressing_style": "path"})
    assert by_path.get_object(Bucket=BUCKET, Key="put.txt")["Body"].read() == b"put"
    others()
    signatures()
    for key in [*keys, "put.txt"]:
        s3.delete_object(Bucket=BUCKET, Key=key)
    s3.delete_bucket(Bucket=BUCKET)
    print(f"All as on AWS, at {ENDPOINT}.")


if __name__ == "__main__":
    main()

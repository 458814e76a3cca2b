"""Objects of S3 by boto3: bodies, ranges, conditions, checksums, copies, deletions, and errors as exceptions."""

import io

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

BODY = bytes(range(256)) * 64


class Pipe(io.RawIOBase):
    """A body that can be read once and has no length, as a pipe's."""

    def __init__(self, body):
        self.rest = io.BytesIO(body)

    def readable(self):
        return True

    def readinto(self, buffer):
        return self.rest.readinto(buffer)


def test_bodies_stream_up_and_down(s3, bucket):
    s3.upload_fileobj(Pipe(BODY), bucket, "from-a-pipe")
    assert s3.get_object(Bucket=bucket, Key="from-a-pipe")["Body"].read() == BODY
    lines = b"\n".join(b"line %d" % number for number in range(2_000))
    s3.put_object(Bucket=bucket, Key="lines", Body=io.BytesIO(lines), ContentType="text/plain")
    got = s3.get_object(Bucket=bucket, Key="lines")
    assert got["ContentType"] == "text/plain" and got["ContentLength"] == len(lines)
    assert list(got["Body"].iter_lines(chunk_size=100)) == lines.split(b"\n")
    chunks = s3.get_object(Bucket=bucket, Key="lines")["Body"].iter_chunks(1_000)
    assert b"".join(chunks) == lines


def test_keys_and_metadata_come_back_as_they_were_sent(s3, bucket):
    keys = ["a b+c.txt", "große/ümlaut.txt", "%41", "a//b", "quote'\"&<>", "..dots", "emoji-\U0001f600"]
    for key in keys:
        s3.put_object(
            Bucket=bucket, Key=key, Body=key.encode(), Metadata={"made-by": "boto3"},
            CacheControl="max-age=60", ContentDisposition="attachment", ContentLanguage="de", ContentEncoding="x-none",
        )
    for key in keys:
        got = s3.get_object(Bucket=bucket, Key=key)
        assert got["Body"].read() == key.encode() and got["Metadata"] == {"made-by": "boto3"}
        assert (got["CacheControl"], got["ContentDisposition"]) == ("max-age=60", "attachment")
        assert (got["ContentLanguage"], got["ContentEncoding"]) == ("de", "x-none")
    listed = s3.list_objects_v2(Bucket=bucket)["Contents"]
    assert [entry["Key"] for entry in listed] == sorted(keys, key=str.encode)


def test_ranges(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=BODY)

    def part(range_):
        got = s3.get_object(Bucket=bucket, Key="k", Range=range_)
        assert got["ResponseMetadata"]["HTTPStatusCode"] == 206
        return got["Body"].read(), got["ContentRange"]

    size = len(BODY)
    assert part("bytes=256-258") == (b"\0\1\2", f"bytes 256-258/{size}")
    assert part("bytes=-2") == (b"\xfe\xff", f"bytes {size - 2}-{size - 1}/{size}")
    assert part(f"bytes={size - 1}-{size + 9}") == (b"\xff", f"bytes {size - 1}-{size - 1}/{size}")


def test_ranges_beyond_the_end_are_refused(s3, bucket, refused):
    s3.put_object(Bucket=bucket, Key="k", Body=BODY)
    refused("InvalidRange", s3.get_object, Bucket=bucket, Key="k", Range=f"bytes={len(BODY)}-")


def test_conditional_reads(s3, bucket, refused):
    tag = s3.put_object(Bucket=bucket, Key="k", Body=b"x")["ETag"]
    when = s3.head_object(Bucket=bucket, Key="k")["LastModified"]
    assert s3.get_object(Bucket=bucket, Key="k", IfMatch=tag)["ETag"] == tag
    refused("304", s3.get_object, Bucket=bucket, Key="k", IfNoneMatch=tag)
    refused("304", s3.get_object, Bucket=bucket, Key="k", IfModifiedSince=when)
    refused("PreconditionFailed", s3.get_object, Bucket=bucket, Key="k", IfMatch='"other"')
    refused("412", s3.head_object, Bucket=bucket, Key="k", IfMatch='"other"')


def test_conditional_writes(s3, bucket, refused):
    tag = s3.put_object(Bucket=bucket, Key="k", Body=b"first", IfNoneMatch="*")["ETag"]
    refused("PreconditionFailed", s3.put_object, Bucket=bucket, Key="k", Body=b"second", IfNoneMatch="*")
    refused("PreconditionFailed", s3.put_object, Bucket=bucket, Key="k", Body=b"second", IfMatch='"other"')
    refused("NoSuchKey", s3.put_object, Bucket=bucket, Key="none", Body=b"second", IfMatch=tag)
    s3.put_object(Bucket=bucket, Key="k", Body=b"second", IfMatch=tag)
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"second"


@pytest.mark.parametrize("algorithm", ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"])
def test_checksums(s3, bucket, refused, algorithm):
    field = f"Checksum{algorithm}"
    put = s3.put_object(Bucket=bucket, Key="k", Body=BODY, ChecksumAlgorithm=algorithm)
    # boto3 compares what it reads with the checksum that comes along, and raises when they differ.
    got = s3.get_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert got["Body"].read() == BODY and got[field] == put[field]
    assert s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")[field] == put[field]
    told = s3.get_object_attributes(Bucket=bucket, Key="k", ObjectAttributes=["Checksum", "ObjectSize", "ETag"])
    assert told["Checksum"][field] == put[field] and told["ObjectSize"] == len(BODY)
    refused("BadDigest", s3.put_object, Bucket=bucket, Key="k", Body=b"other", **{field: put[field]})


def test_the_default_checksum_is_kept(s3, bucket):
    put = s3.put_object(Bucket=bucket, Key="k", Body=BODY)
    assert put["ChecksumCRC32"] and put["ChecksumType"] == "FULL_OBJECT"


def test_copies(s3, bucket, refused):
    s3.put_object(Bucket=bucket, Key="from/ü 1", Body=BODY, Metadata={"a": "1"}, ContentType="text/x-from")
    source = {"Bucket": bucket, "Key": "from/ü 1"}
    s3.copy_object(Bucket=bucket, Key="to", CopySource=source)
    got = s3.get_object(Bucket=bucket, Key="to")
    assert got["Body"].read() == BODY and got["Metadata"] == {"a": "1"} and got["ContentType"] == "text/x-from"
    s3.copy_object(Bucket=bucket, Key="to", CopySource=source, MetadataDirective="REPLACE", Metadata={"b": "2"})
    assert s3.head_object(Bucket=bucket, Key="to")["Metadata"] == {"b": "2"}
    refused("InvalidRequest", s3.copy_object, Bucket=bucket, Key="to", CopySource={"Bucket": bucket, "Key": "to"})
    refused("NoSuchKey", s3.copy_object, Bucket=bucket, Key="to", CopySource={"Bucket": bucket, "Key": "none"})
    tag = s3.head_object(Bucket=bucket, Key="to")["ETag"]
    refused("PreconditionFailed", s3.copy_object, Bucket=bucket, Key="x", CopySource=source, CopySourceIfNoneMatch=tag)


def test_many_are_deleted_at_once(s3, bucket):
    keys = [f"k{number:04}" for number in range(30)]
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key, Body=b"")
    told = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in [*keys[:20], "none"]]})
    assert sorted(entry["Key"] for entry in told["Deleted"]) == sorted([*keys[:20], "none"])
    told = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in keys[20:]], "Quiet": True})
    assert "Deleted" not in told and "Errors" not in told
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0


def test_errors_are_typed(s3, bucket, refused):
    with pytest.raises(s3.exceptions.NoSuchKey) as raised:
        s3.get_object(Bucket=bucket, Key="none")
    error = raised.value.response
    assert error["Error"]["Message"] == "The specified key does not exist." and error["Error"]["Key"] == "none"
    assert error["ResponseMetadata"]["RequestId"] and error["ResponseMetadata"]["HostId"]
    with pytest.raises(s3.exceptions.NoSuchBucket):
        s3.list_objects_v2(Bucket=f"{bucket}-none")
    with pytest.raises(s3.exceptions.NoSuchUpload):
        s3.abort_multipart_upload(Bucket=bucket, Key="k", UploadId="none")
    refused("404", s3.head_object, Bucket=bucket, Key="none")
    refused("InvalidBucketName", s3.create_bucket, Bucket="Not.A_name")
    s3.put_object(Bucket=bucket, Key="k", Body=b"")
    refused("BucketNotEmpty", s3.delete_bucket, Bucket=bucket)


@pytest.mark.parametrize("style", ["path", "virtual"])
def test_both_styles_of_address(endpoint, bucket, style, monkeypatch):
    import socket

    resolve = socket.getaddrinfo
    # Not every system resolves names below localhost, which the standard says are this machine.
    monkeypatch.setattr(
        socket, "getaddrinfo",
        lambda host, *rest, **more: resolve("127.0.0.1" if str(host).endswith(".localhost") else host, *rest, **more),
    )
    named = endpoint.replace("127.0.0.1", "localhost")
    s3 = boto3.client("s3", endpoint_url=named, config=Config(s3={"addressing_style": style}))
    s3.put_object(Bucket=bucket, Key="a/b c", Body=style.encode())
    assert s3.get_object(Bucket=bucket, Key="a/b c")["Body"].read() == style.encode()
    assert [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["a/b c"]
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a/b c"})
    assert (f"//{bucket}.localhost" in url) == (style == "virtual")


def test_the_resource_does_the_same(bucket):
    resource = boto3.resource("s3").Bucket(bucket)
    for number in range(12):
        resource.put_object(Key=f"many/{number:02}", Body=str(number).encode())
    found = [entry.key for entry in resource.objects.filter(Prefix="many/").page_size(5)]
    assert found == [f"many/{number:02}" for number in range(12)]
    assert resource.Object("many/07").get()["Body"].read() == b"7"
    resource.objects.all().delete()
    resource.delete()
    with pytest.raises(ClientError):
        resource.meta.client.head_bucket(Bucket=bucket)

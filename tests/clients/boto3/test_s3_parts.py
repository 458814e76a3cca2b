"""Multipart uploads by boto3: its transfers of large files, and each step by hand."""

import hashlib
import io

import pytest
from boto3.s3.transfer import TransferConfig

MIB = 1024 * 1024
LARGE = hashlib.sha256(b"large").digest() * (12 * MIB // 32)


def test_twelve_megabytes_go_up_in_parts_and_come_down_whole(s3, bucket, tmp_path):
    (tmp_path / "up").write_bytes(LARGE)
    seen = []
    s3.upload_file(str(tmp_path / "up"), bucket, "large", Callback=seen.append, ExtraArgs={"Metadata": {"a": "1"}})
    assert sum(seen) == len(LARGE)
    head = s3.head_object(Bucket=bucket, Key="large")
    assert head["ETag"].endswith('-2"') and head["ContentLength"] == len(LARGE) and head["Metadata"] == {"a": "1"}
    s3.download_file(bucket, "large", str(tmp_path / "down"))
    assert (tmp_path / "down").read_bytes() == LARGE
    second = s3.get_object(Bucket=bucket, Key="large", PartNumber=2)
    assert second["PartsCount"] == 2 and second["Body"].read() == LARGE[8 * MIB:]
    config = TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB)
    s3.copy({"Bucket": bucket, "Key": "large"}, bucket, "copied", Config=config)
    assert s3.head_object(Bucket=bucket, Key="copied")["ETag"].endswith('-3"')
    assert s3.get_object(Bucket=bucket, Key="copied")["Body"].read() == LARGE


@pytest.mark.parametrize("algorithm", ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"])
def test_parts_with_checksums(s3, bucket, algorithm):
    field = f"Checksum{algorithm}"
    config = TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB, max_concurrency=2)
    body = LARGE[:6 * MIB]
    s3.upload_fileobj(io.BytesIO(body), bucket, "k", ExtraArgs={"ChecksumAlgorithm": algorithm}, Config=config)
    got = s3.get_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert got["Body"].read() == body and got[field]
    assert got["ChecksumType"] == ("FULL_OBJECT" if algorithm == "CRC64NVME" else "COMPOSITE")
    assert got[field].endswith("-2") == (algorithm != "CRC64NVME")


def test_each_step_by_hand(s3, bucket, refused):
    s3.put_object(Bucket=bucket, Key="source", Body=LARGE[:6 * MIB])
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k", ContentType="text/x-parts")["UploadId"]
    at = {"Bucket": bucket, "Key": "k", "UploadId": upload}
    assert [entry["UploadId"] for entry in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]] == [upload]
    tags = [s3.upload_part(**at, PartNumber=1, Body=LARGE[:5 * MIB])["ETag"]]
    copied = s3.upload_part_copy(
        **at, PartNumber=2, CopySource={"Bucket": bucket, "Key": "source"}, CopySourceRange=f"bytes=0-{5 * MIB - 1}",
    )
    tags.append(copied["CopyPartResult"]["ETag"])
    tags.append(s3.upload_part(**at, PartNumber=9, Body=b"end")["ETag"])
    assert [part["PartNumber"] for part in s3.list_parts(**at)["Parts"]] == [1, 2, 9]
    parts = [{"PartNumber": number, "ETag": tag} for number, tag in zip([1, 2, 9], tags)]
    refused("InvalidPartOrder", s3.complete_multipart_upload, **at, MultipartUpload={"Parts": parts[::-1]})
    wrong = [{**parts[0], "ETag": '"00000000000000000000000000000000"'}]
    refused("InvalidPart", s3.complete_multipart_upload, **at, MultipartUpload={"Parts": wrong})
    s3.complete_multipart_upload(**at, MultipartUpload={"Parts": parts})
    got = s3.get_object(Bucket=bucket, Key="k")
    assert got["Body"].read() == LARGE[:5 * MIB] * 2 + b"end" and got["ContentType"] == "text/x-parts"
    refused("NoSuchUpload", s3.list_parts, **at)


def test_small_parts_and_aborted_uploads(s3, bucket, refused):
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
    at = {"Bucket": bucket, "Key": "k", "UploadId": upload}
    parts = [
        {"PartNumber": number, "ETag": s3.upload_part(**at, PartNumber=number, Body=b"small")["ETag"]}
        for number in [1, 2]
    ]
    refused("EntityTooSmall", s3.complete_multipart_upload, **at, MultipartUpload={"Parts": parts})
    s3.abort_multipart_upload(**at)
    refused("NoSuchUpload", s3.upload_part, **at, PartNumber=3, Body=b"late")
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)
    refused("404", s3.head_object, Bucket=bucket, Key="k")

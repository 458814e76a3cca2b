"""`aws s3` and `aws s3api`, as a user types them."""

import hashlib
import json
import urllib.request

from conftest import as_a_command

LARGE = hashlib.sha256(b"large").digest() * (12 * 1024 * 1024 // 32)


def test_the_command_itself(aws, fresh):
    assert aws("--version", start=as_a_command).startswith("aws-cli/1.")
    assert aws(f"s3 mb s3://{fresh}", start=as_a_command) == f"make_bucket: {fresh}\n"


def test_a_bucket_is_filled_listed_read_and_emptied(aws, fresh, tmp_path):
    assert aws(f"s3 mb s3://{fresh}") == f"make_bucket: {fresh}\n"
    (tmp_path / "large.bin").write_bytes(LARGE)
    aws(f"s3 cp large.bin s3://{fresh}/in/large.bin --no-progress")
    aws(f"s3 cp - s3://{fresh}/in/piped.txt", text="from a pipe")
    assert aws(f"s3 cp s3://{fresh}/in/piped.txt -") == "from a pipe"
    aws(f"s3 cp s3://{fresh}/in/large.bin down.bin --no-progress")
    assert (tmp_path / "down.bin").read_bytes() == LARGE
    aws(f"s3 mv s3://{fresh}/in/large.bin s3://{fresh}/moved.bin --no-progress")
    told = aws(f"s3 ls s3://{fresh} --recursive --summarize")
    assert "12582912 moved.bin" in told and "11 in/piped.txt" in told and "Total Objects: 2" in told
    assert "PRE in/" in aws(f"s3 ls s3://{fresh}")
    assert fresh in aws("s3 ls")
    with urllib.request.urlopen(aws(f"s3 presign s3://{fresh}/in/piped.txt --expires-in 60").strip()) as answer:
        assert answer.read() == b"from a pipe"
    aws(f"s3 rb s3://{fresh}", fails="BucketNotEmpty")
    aws(f"s3 rb s3://{fresh} --force")
    aws(f"s3 ls s3://{fresh}", fails="NoSuchBucket")


def test_folders_are_kept_in_step(aws, fresh, tmp_path):
    aws(f"s3 mb s3://{fresh}")
    for name in ["a.txt", "below/b ü.txt", "below/c.log"]:
        (tmp_path / "here" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "here" / name).write_text(name)
    told = aws(f"s3 sync here s3://{fresh}/there --exclude *.log")
    assert told.count("upload: ") == 2
    assert aws(f"s3 sync here s3://{fresh}/there --exclude *.log") == ""
    (tmp_path / "here" / "a.txt").unlink()
    assert "delete: " in aws(f"s3 sync here s3://{fresh}/there --exclude *.log --delete")
    aws(f"s3 sync s3://{fresh}/there back")
    assert (tmp_path / "back" / "below" / "b ü.txt").read_text() == "below/b ü.txt"
    aws(f"s3 sync s3://{fresh}/there s3://{fresh}/again")
    aws(f"s3 rm s3://{fresh}/there --recursive")
    told = aws.json(f"s3api list-objects-v2 --bucket {fresh} --query Contents[].Key")
    assert told == ["again/below/b ü.txt"]


def test_single_calls(aws, fresh, tmp_path):
    aws(f"s3api create-bucket --bucket {fresh}")
    aws(f"s3api wait bucket-exists --bucket {fresh}")
    aws(f"s3api put-bucket-versioning --bucket {fresh} --versioning-configuration Status=Enabled")
    (tmp_path / "body").write_text("body")
    for algorithm in ["CRC32", "SHA256"]:
        put = aws.json(f"s3api put-object --bucket {fresh} --key k --body body --checksum-algorithm {algorithm}")
        got = aws.json(f"s3api get-object --bucket {fresh} --key k --checksum-mode ENABLED got")
        assert got[f"Checksum{algorithm}"] == put[f"Checksum{algorithm}"]
        assert (tmp_path / "got").read_text() == "body"
    aws(f"s3api put-object-tagging --bucket {fresh} --key k --tagging TagSet=[{{Key=a,Value=1}}]")
    assert aws.json(f"s3api get-object-tagging --bucket {fresh} --key k")["TagSet"] == [{"Key": "a", "Value": "1"}]
    aws(f"s3api put-object --bucket {fresh} --key k --body body --if-none-match *", fails="PreconditionFailed")
    aws(f"s3api delete-object --bucket {fresh} --key k")
    told = aws.json(f"s3api list-object-versions --bucket {fresh} --max-items 1")
    # --max-items counts the versions, and lets the markers of the same page through.
    assert told["NextToken"] and len(told["Versions"]) == 1 and len(told["DeleteMarkers"]) == 1
    aws(f"s3api head-object --bucket {fresh} --key k", fails="(404)")


def test_parts_by_hand(aws, fresh, tmp_path):
    aws(f"s3 mb s3://{fresh}")
    at = f"--bucket {fresh} --key k"
    upload = aws.json(f"s3api create-multipart-upload {at}")["UploadId"]
    (tmp_path / "part").write_text("only part")
    tag = aws.json(f"s3api upload-part {at} --part-number 1 --body part --upload-id", upload)["ETag"]
    (tmp_path / "parts.json").write_text(json.dumps({"Parts": [{"PartNumber": 1, "ETag": tag}]}))
    assert len(aws.json(f"s3api list-parts {at} --upload-id", upload)["Parts"]) == 1
    aws(f"s3api complete-multipart-upload {at} --multipart-upload file://parts.json --upload-id", upload)
    assert aws(f"s3 cp s3://{fresh}/k -") == "only part"

"""What browsers ask of S3 and what guards it beside policies, by boto3 and by plain HTTP: forms, websites, CORS, ACLs, locks,
lifecycle rules. The tests share one bucket and stand in order."""

import datetime
import hashlib
import http.client
import json
import os
import urllib.parse
import uuid
import xml.etree.ElementTree as ElementTree

import boto3
import pytest
from botocore.config import Config

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
ADDRESS = urllib.parse.urlsplit(ENDPOINT).netloc
BUCKET = f"more-{uuid.uuid4().hex[:12]}"
PAGE = "https://page.example"


@pytest.fixture(scope="module", autouse=True)
def shared_bucket(s3):
    s3.create_bucket(Bucket=BUCKET)
    yield
    empty_and_delete(s3, BUCKET)


def client(signature="s3v4", service="s3", **keys):
    return boto3.client(service, config=Config(signature_version=signature), **keys)


def send(method, path, headers=None, body=None, host=None):
    """One request as a browser sends it: unsigned, redirections not followed."""
    connection = http.client.HTTPConnection(ADDRESS, timeout=30)
    connection.request(method, path, body=body, headers={"Host": host or ADDRESS, **(headers or {})})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


def send_form(url, fields, content, name="my photo.jpg"):
    """A form as a browser sends it, its file last."""
    boundary = uuid.uuid4().hex
    parts = []
    for field, value in fields.items():
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode())
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    parts.append(f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + content + f"\r\n--{boundary}--\r\n".encode())
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Origin": PAGE}
    target = urllib.parse.urlsplit(url)
    return send("POST", target.path or "/", headers, b"".join(parts), target.netloc)


def error_of(text):
    return {element.tag: element.text for element in ElementTree.fromstring(text)}


def test_forms(s3):
    content = bytes(range(256)) * 4096
    for signature in ["s3v4", "s3"]:
        signer = client(signature)
        post = signer.generate_presigned_post(
            BUCKET,
            "uploads/${filename}",
            Fields={"success_action_status": "201", "Content-Type": "image/jpeg", "x-amz-meta-by": "form"},
            Conditions=[
                {"success_action_status": "201"},
                ["starts-with", "$Content-Type", "image/"],
                {"x-amz-meta-by": "form"},
                ["content-length-range", 1, 2_000_000],
            ],
            ExpiresIn=60,
        )
        status, headers, text = send_form(post["url"], post["fields"], content)
        assert status == 201, text
        told = error_of(text)
        assert told["Key"] == "uploads/my photo.jpg" and told["Bucket"] == BUCKET, told
        assert headers["etag"] == told["ETag"] == f'"{hashlib.md5(content).hexdigest()}"'
        assert headers["location"] == told["Location"]
        stored = s3.get_object(Bucket=BUCKET, Key="uploads/my photo.jpg")
        assert stored["Body"].read() == content and stored["ContentType"] == "image/jpeg"
        assert stored["Metadata"] == {"by": "form"}

        status, _, text = send_form(post["url"], post["fields"], b"x" * 2_000_001)
        assert (status, error_of(text)["Code"]) == (400, "EntityTooLarge"), text
        status, _, text = send_form(post["url"], post["fields"], b"")
        assert (status, error_of(text)["Code"]) == (400, "EntityTooSmall"), text
        other = {**post["fields"], "Content-Type": "text/html"}
        status, _, text = send_form(post["url"], other, content)
        message = 'Invalid according to Policy: Policy Condition failed: ["starts-with", "$Content-Type", "image/"]'
        assert (status, error_of(text)["Message"]) == (403, message), text
        status, _, text = send_form(post["url"], {**post["fields"], "x-amz-meta-more": "1"}, content)
        assert error_of(text)["Message"] == "Invalid according to Policy: Extra input fields: x-amz-meta-more", text
        cut = {**post["fields"], "policy": post["fields"]["policy"][:-4]}
        status, _, text = send_form(post["url"], cut, content)
        assert (status, error_of(text)["Code"]) == (403, "SignatureDoesNotMatch"), text
        assert error_of(text)["StringToSign"] == cut["policy"]
        name = "x-amz-signature" if signature == "s3v4" else "signature"
        unsigned = {field: value for field, value in post["fields"].items() if field != name}
        status, _, text = send_form(post["url"], unsigned, content)
        assert status == 400 and "Bucket POST must contain a field named" in error_of(text)["Message"], text
        late = signer.generate_presigned_post(BUCKET, "late", ExpiresIn=-10)
        status, _, text = send_form(late["url"], late["fields"], content)
        assert error_of(text)["Message"] == "Invalid according to Policy: Policy expired.", text

    given = client("v4", "sts").get_session_token()["Credentials"]
    session = client(
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
    )
    post = session.generate_presigned_post(BUCKET, "session")
    assert send_form(post["url"], post["fields"], b"x")[0] == 204
    stolen = {field: value for field, value in post["fields"].items() if field != "x-amz-security-token"}
    status, _, text = send_form(post["url"], stolen, b"x")
    assert (status, error_of(text)["Code"]) == (403, "InvalidAccessKeyId"), text

    redirect = "http://localhost/done?a=b"
    post = s3.generate_presigned_post(
        BUCKET, "redirected", Fields={"success_action_redirect": redirect}, Conditions=[{"success_action_redirect": redirect}]
    )
    status, headers, _ = send_form(post["url"], post["fields"], b"x")
    assert status == 303 and headers["location"].startswith(f"{redirect}&bucket={BUCKET}&key=redirected&etag=%22")
    status, _, text = send_form(f"{ENDPOINT}/{BUCKET}", {"key": "stranger"}, b"x")
    assert (status, error_of(text)["Code"]) == (403, "AccessDenied"), text


def test_cross_origin(s3, refused):
    refused("NoSuchCORSConfiguration", s3.get_bucket_cors, Bucket=BUCKET)
    rule = {"AllowedOrigins": [PAGE], "AllowedMethods": ["GET", "PUT", "POST"], "AllowedHeaders": ["*"], "ExposeHeaders": ["ETag"]}
    s3.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": [rule]})
    url = s3.generate_presigned_url("put_object", Params={"Bucket": BUCKET, "Key": "crossed"}, ExpiresIn=60)
    path = url.removeprefix(ENDPOINT)
    asked = {"Origin": PAGE, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "content-type"}
    status, headers, _ = send("OPTIONS", path, asked)
    assert (status, headers["access-control-allow-headers"]) == (200, "content-type"), headers
    status, headers, _ = send("PUT", path, {"Origin": PAGE}, b"x")
    assert (status, headers["access-control-allow-origin"]) == (200, PAGE), headers
    assert headers["access-control-expose-headers"] == "ETag" and headers["vary"].startswith("Origin")
    status, headers, _ = send("PUT", path.replace("crossed", "other"), {"Origin": PAGE}, b"x")
    assert (status, headers["access-control-allow-origin"]) == (403, PAGE), headers
    status, headers, _ = send("GET", f"/{BUCKET}/crossed", {"Origin": PAGE})
    assert (status, headers["access-control-allow-origin"]) == (403, PAGE), headers
    _, headers, _ = send("GET", f"/{BUCKET}/crossed", {"Origin": "https://other.example"})
    assert "access-control-allow-origin" not in headers
    post = s3.generate_presigned_post(BUCKET, "crossed")
    status, headers, _ = send_form(post["url"], post["fields"], b"x")
    assert (status, headers["access-control-allow-origin"]) == (204, PAGE), headers


def test_website(s3):
    s3.put_object(Bucket=BUCKET, Key="index.html", Body=b"<p>home", ContentType="text/html")
    s3.put_object(Bucket=BUCKET, Key="docs/index.html", Body=b"<p>docs", ContentType="text/html")
    s3.put_object(Bucket=BUCKET, Key="error.html", Body=b"<p>lost", ContentType="text/html")
    s3.put_object(Bucket=BUCKET, Key="old", Body=b"", WebsiteRedirectLocation="/docs/")
    s3.put_bucket_website(
        Bucket=BUCKET,
        WebsiteConfiguration={
            "IndexDocument": {"Suffix": "index.html"},
            "ErrorDocument": {"Key": "error.html"},
            "RoutingRules": [
                {"Condition": {"KeyPrefixEquals": "was/"}, "Redirect": {"ReplaceKeyPrefixWith": "is/", "HttpRedirectCode": "302"}}
            ],
        },
    )
    host = f"{BUCKET}.s3-website-us-east-1.amazonaws.com"
    status, headers, text = send("GET", "/", host=host)
    assert status == 403 and headers["content-type"].startswith("text/html") and b"403 Forbidden" in text, text
    s3.delete_public_access_block(Bucket=BUCKET)
    everyone = {"Effect": "Allow", "Principal": "*"}
    statements = [
        {**everyone, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"},
        {**everyone, "Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{BUCKET}"},
    ]
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))
    assert s3.get_bucket_policy_status(Bucket=BUCKET)["PolicyStatus"]["IsPublic"]
    for place in [host, f"{BUCKET}.s3-website.us-east-1.amazonaws.com", f"{BUCKET}.s3-website.localhost"]:
        assert send("GET", "/", host=place)[::2] == (200, b"<p>home"), place
        assert send("GET", "/docs/", host=place)[::2] == (200, b"<p>docs"), place
    status, headers, _ = send("GET", "/docs", host=host)
    assert (status, headers["location"]) == (302, "/docs/")
    status, headers, _ = send("GET", "/old", host=host)
    assert (status, headers["location"]) == (301, "/docs/")
    status, headers, _ = send("GET", "/was/here", host=host)
    assert (status, headers["location"]) == (302, f"http://{host}/is/here")
    status, headers, text = send("GET", "/nothing", host=host)
    assert (status, text, headers["x-amz-error-code"]) == (404, b"<p>lost", "NoSuchKey")
    assert send("DELETE", "/index.html", host=host)[0] == 405
    s3.delete_object(Bucket=BUCKET, Key="error.html")
    _, _, text = send("GET", "/nothing", host=host)
    assert b"An Error Occurred While Attempting to Retrieve a Custom Error Document" in text
    s3.delete_bucket_policy(Bucket=BUCKET)


def test_lists_of_grants(s3, refused):
    refused("AccessControlListNotSupported", s3.put_object_acl, Bucket=BUCKET, Key="index.html", ACL="public-read")
    controls = {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}
    s3.put_bucket_ownership_controls(Bucket=BUCKET, OwnershipControls=controls)
    owner = s3.get_bucket_acl(Bucket=BUCKET)["Owner"]["ID"]
    s3.put_object_acl(Bucket=BUCKET, Key="index.html", ACL="public-read")
    grants = s3.get_object_acl(Bucket=BUCKET, Key="index.html")["Grants"]
    assert [(grant["Grantee"]["Type"], grant["Permission"]) for grant in grants] == [("CanonicalUser", "FULL_CONTROL"), ("Group", "READ")]
    assert send("GET", f"/{BUCKET}/index.html")[0] == 200
    policy = {"Owner": {"ID": owner}, "Grants": [{"Grantee": {"Type": "CanonicalUser", "ID": owner}, "Permission": "FULL_CONTROL"}]}
    s3.put_object_acl(Bucket=BUCKET, Key="index.html", AccessControlPolicy=policy)
    assert send("GET", f"/{BUCKET}/index.html")[0] == 403
    told = refused("InvalidArgument", s3.put_bucket_acl, Bucket=BUCKET, GrantWrite='id="nobody"')
    assert "Invalid id" in told["Error"]["Message"]


def test_locks(s3, refused):
    bucket = f"{BUCKET}-locked"
    s3.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    assert s3.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"]["ObjectLockEnabled"] == "Enabled"
    until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=2)
    version = s3.put_object(
        Bucket=bucket, Key="kept", Body=b"x", ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=until
    )["VersionId"]
    one = {"Bucket": bucket, "Key": "kept", "VersionId": version}
    assert s3.get_object_retention(**one)["Retention"]["Mode"] == "GOVERNANCE"
    assert abs(s3.head_object(**one)["ObjectLockRetainUntilDate"] - until) < datetime.timedelta(seconds=2)
    told = refused("AccessDenied", s3.delete_object, **one)
    assert "object protected by object lock" in told["Error"]["Message"]
    s3.put_object_legal_hold(**one, LegalHold={"Status": "ON"})
    assert s3.get_object_legal_hold(**one)["LegalHold"]["Status"] == "ON"
    refused("AccessDenied", s3.delete_object, **one, BypassGovernanceRetention=True)
    s3.put_object_legal_hold(**one, LegalHold={"Status": "OFF"})
    lock = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}}}
    s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=lock)
    other = s3.put_object(Bucket=bucket, Key="other", Body=b"x")["VersionId"]
    refused("AccessDenied", s3.delete_object, Bucket=bucket, Key="other", VersionId=other)
    suspended = {"Status": "Suspended"}
    refused("InvalidBucketState", s3.put_bucket_versioning, Bucket=bucket, VersioningConfiguration=suspended)
    empty_and_delete(s3, bucket, BypassGovernanceRetention=True)


def test_customers_keys(s3, refused):
    key = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}
    s3.put_object(Bucket=BUCKET, Key="secret", Body=b"x", **key)
    assert s3.get_object(Bucket=BUCKET, Key="secret", **key)["Body"].read() == b"x"
    refused("InvalidRequest", s3.get_object, Bucket=BUCKET, Key="secret")
    other = {**key, "SSECustomerKey": "o" * 32}
    refused("AccessDenied", s3.get_object, Bucket=BUCKET, Key="secret", **other)


def test_documents(s3, refused):
    assert s3.get_bucket_request_payment(Bucket=BUCKET)["Payer"] == "BucketOwner"
    s3.put_bucket_request_payment(Bucket=BUCKET, RequestPaymentConfiguration={"Payer": "Requester"})
    assert s3.get_bucket_request_payment(Bucket=BUCKET)["Payer"] == "Requester"
    assert "Status" not in s3.get_bucket_accelerate_configuration(Bucket=BUCKET)
    s3.put_bucket_accelerate_configuration(Bucket=BUCKET, AccelerateConfiguration={"Status": "Enabled"})
    assert s3.get_bucket_accelerate_configuration(Bucket=BUCKET)["Status"] == "Enabled"
    status = {"LoggingEnabled": {"TargetBucket": BUCKET, "TargetPrefix": "logs/"}}
    s3.put_bucket_logging(Bucket=BUCKET, BucketLoggingStatus=status)
    assert s3.get_bucket_logging(Bucket=BUCKET)["LoggingEnabled"]["TargetPrefix"] == "logs/"
    refused("ReplicationConfigurationNotFoundError", s3.get_bucket_replication, Bucket=BUCKET)


def test_lifecycle(s3, refused):
    rules = [
        {"ID": "tmp", "Status": "Enabled", "Filter": {"Prefix": "tmp/"}, "Expiration": {"Days": 3}},
        {
            "ID": "old",
            "Status": "Enabled",
            "Filter": {"And": {"Prefix": "old/", "Tags": [{"Key": "a", "Value": "b"}]}},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 1, "NewerNoncurrentVersions": 2},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
        },
    ]
    s3.put_bucket_lifecycle_configuration(Bucket=BUCKET, LifecycleConfiguration={"Rules": rules})
    assert s3.get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"] == rules
    told = s3.put_object(Bucket=BUCKET, Key="tmp/a", Body=b"x")["Expiration"]
    assert 'rule-id="tmp"' in told and s3.head_object(Bucket=BUCKET, Key="tmp/a")["Expiration"] == told
    assert "Expiration" not in s3.put_object(Bucket=BUCKET, Key="kept", Body=b"x")
    # The server is told to let four days pass, of which the third ends in a midnight.
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"})
    days = datetime.timedelta(days=4)
    status, _, told = send("POST", f"/_coldstart/pass?seconds={int(days.total_seconds())}")
    assert status == 200
    # They are counted from what clients have seen, however far waiting has brought time already.
    now = datetime.datetime.fromisoformat(json.loads(told)["time"].replace("Z", "+00:00"))
    assert now >= s3.head_object(Bucket=BUCKET, Key="kept")["LastModified"] + days
    refused("NoSuchKey", s3.get_object, Bucket=BUCKET, Key="tmp/a")
    assert s3.get_object(Bucket=BUCKET, Key="kept")["Body"].read() == b"x"
    rules[0]["Expiration"] = {"Date": datetime.datetime(2030, 1, 1, 12)}
    told = refused(
        "InvalidArgument", s3.put_bucket_lifecycle_configuration, Bucket=BUCKET, LifecycleConfiguration={"Rules": rules},
    )
    assert "'Date' must be at midnight GMT" in told["Error"]["Message"]
    s3.delete_bucket_lifecycle(Bucket=BUCKET)


def test_parts(s3):
    key = {"Bucket": BUCKET, "Key": "parts"}
    upload = s3.create_multipart_upload(**key, ChecksumAlgorithm="CRC32")["UploadId"]
    bodies = [b"x" * 5 * 1024 * 1024, b"y"]
    sent = []
    for number, body in enumerate(bodies, 1):
        part = s3.upload_part(**key, UploadId=upload, PartNumber=number, Body=body, ChecksumAlgorithm="CRC32")
        sent.append({"PartNumber": number, "ETag": part["ETag"], "ChecksumCRC32": part["ChecksumCRC32"]})
    s3.complete_multipart_upload(**key, UploadId=upload, MultipartUpload={"Parts": sent})
    asked = ["ETag", "Checksum", "ObjectParts", "ObjectSize", "StorageClass"]
    told = s3.get_object_attributes(**key, ObjectAttributes=asked, MaxParts=1)
    assert told["ObjectSize"] == sum(map(len, bodies)) and told["ObjectParts"]["TotalPartsCount"] == 2
    assert told["ObjectParts"]["IsTruncated"] and told["ObjectParts"]["NextPartNumberMarker"] == 1
    told = s3.get_object_attributes(**key, ObjectAttributes=asked, PartNumberMarker=1)
    assert [part["PartNumber"] for part in told["ObjectParts"]["Parts"]] == [2]


def empty_and_delete(s3, bucket, **bypass):
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        doomed = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        objects = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in doomed]
        if objects:
            answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": objects, "Quiet": True}, **bypass)
            assert not answer.get("Errors"), answer
    s3.delete_bucket(Bucket=bucket)

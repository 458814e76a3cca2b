"""Lambda's control plane by boto3, and a function in Rust that runs."""

import base64
import io
import json
import struct
import zipfile
import zlib

import pytest
from botocore.response import StreamingBody


def archive(text):
    """A deployment package with one handler."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        files.writestr(zipfile.ZipInfo("app.py"), f"def handler(event, context):\n    return {text!r}\n")
    return packed.getvalue()


@pytest.fixture
def function(functions, role, fresh):
    functions.create_function(
        FunctionName=fresh, Runtime="python3.13", Role=role, Handler="app.handler", Code={"ZipFile": archive("one")},
        Environment={"Variables": {"LEVEL": "1"}}, Tags={"team": "a"}, MemorySize=256, Timeout=5,
    )
    functions.get_waiter("function_active_v2").wait(FunctionName=fresh)
    return fresh


def test_a_function_is_made_read_changed_and_deleted(functions, function, role):
    told = functions.get_function(FunctionName=function)
    made = told["Configuration"]
    assert (made["Runtime"], made["MemorySize"], made["Timeout"], made["Role"]) == ("python3.13", 256, 5, role)
    assert made["CodeSize"] == len(archive("one")) and told["Tags"] == {"team": "a"}
    changed = functions.update_function_code(FunctionName=function, ZipFile=archive("two"))
    assert changed["CodeSha256"] != made["CodeSha256"]
    functions.get_waiter("function_updated_v2").wait(FunctionName=function)
    functions.update_function_configuration(
        FunctionName=function, Timeout=9, Environment={"Variables": {"LEVEL": "2"}}, Description="changed",
    )
    functions.get_waiter("function_updated").wait(FunctionName=function)
    now = functions.get_function_configuration(FunctionName=made["FunctionArn"])
    assert (now["Timeout"], now["Environment"]["Variables"], now["Description"]) == (9, {"LEVEL": "2"}, "changed")
    functions.delete_function(FunctionName=function)
    with pytest.raises(functions.exceptions.ResourceNotFoundException):
        functions.get_function(FunctionName=function)


def test_errors_are_typed(functions, function, role, refused):
    with pytest.raises(functions.exceptions.ResourceConflictException) as raised:
        functions.create_function(
            FunctionName=function, Runtime="python3.13", Role=role, Handler="h", Code={"ZipFile": archive("")},
        )
    assert raised.value.response["Error"]["Message"] == f"Function already exist: {function}"
    with pytest.raises(functions.exceptions.InvalidParameterValueException):
        functions.create_function(
            FunctionName=f"{function}-2", Runtime="python1.0", Role=role, Handler="h", Code={"ZipFile": archive("")},
        )
    refused("InvalidParameterValueException", functions.update_function_configuration, FunctionName=function, Runtime="x")


def test_versions_and_aliases(functions, function):
    one = functions.publish_version(FunctionName=function, Description="first")
    functions.get_waiter("published_version_active").wait(FunctionName=function, Qualifier=one["Version"])
    functions.update_function_code(FunctionName=function, ZipFile=archive("two"))
    two = functions.publish_version(FunctionName=function)["Version"]
    assert (one["Version"], two) == ("1", "2")
    functions.create_alias(FunctionName=function, Name="live", FunctionVersion="1")
    functions.update_alias(
        FunctionName=function, Name="live", FunctionVersion="2", RoutingConfig={"AdditionalVersionWeights": {"1": 0.1}},
    )
    live = functions.get_alias(FunctionName=function, Name="live")
    assert live["FunctionVersion"] == "2" and live["RoutingConfig"]["AdditionalVersionWeights"] == {"1": 0.1}
    assert functions.get_function(FunctionName=function, Qualifier="live")["Configuration"]["Version"] == "2"
    with pytest.raises(functions.exceptions.ResourceConflictException):
        functions.create_alias(FunctionName=function, Name="live", FunctionVersion="1")
    functions.delete_alias(FunctionName=function, Name="live")
    assert functions.list_aliases(FunctionName=function)["Aliases"] == []


def test_permissions_tags_and_limits(functions, function, refused):
    arn = functions.get_function(FunctionName=function)["Configuration"]["FunctionArn"]
    with pytest.raises(functions.exceptions.ResourceNotFoundException):
        functions.get_policy(FunctionName=function)
    functions.add_permission(
        FunctionName=function, StatementId="photos", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com",
        SourceArn="arn:aws:s3:::photos", SourceAccount="123456789012",
    )
    statement = json.loads(functions.get_policy(FunctionName=function)["Policy"])["Statement"][0]
    assert statement["Principal"] == {"Service": "s3.amazonaws.com"} and statement["Resource"] == arn
    functions.remove_permission(FunctionName=function, StatementId="photos")
    functions.tag_resource(Resource=arn, Tags={"cost": "b"})
    functions.untag_resource(Resource=arn, TagKeys=["team"])
    assert functions.list_tags(Resource=arn)["Tags"] == {"cost": "b"}
    functions.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=5)
    assert functions.get_function_concurrency(FunctionName=function)["ReservedConcurrentExecutions"] == 5
    functions.delete_function_concurrency(FunctionName=function)
    assert "ReservedConcurrentExecutions" not in functions.get_function_concurrency(FunctionName=function)
    functions.put_function_event_invoke_config(FunctionName=function, MaximumRetryAttempts=1)
    told = functions.get_function_event_invoke_config(FunctionName=function)
    assert told["MaximumRetryAttempts"] == 1
    functions.delete_function_event_invoke_config(FunctionName=function)


def test_addresses_layers_and_sources(functions, function, fresh):
    url = functions.create_function_url_config(FunctionName=function, AuthType="NONE")["FunctionUrl"]
    assert functions.get_function_url_config(FunctionName=function)["FunctionUrl"] == url
    functions.update_function_url_config(FunctionName=function, AuthType="AWS_IAM")
    functions.delete_function_url_config(FunctionName=function)
    layer = functions.publish_layer_version(
        LayerName=fresh, Content={"ZipFile": archive("layer")}, CompatibleRuntimes=["python3.13"],
    )
    assert functions.get_layer_version(LayerName=fresh, VersionNumber=1)["LayerVersionArn"] == layer["LayerVersionArn"]
    functions.update_function_configuration(FunctionName=function, Layers=[layer["LayerVersionArn"]])
    told = functions.get_function_configuration(FunctionName=function)["Layers"]
    assert [entry["Arn"] for entry in told] == [layer["LayerVersionArn"]]
    functions.delete_layer_version(LayerName=fresh, VersionNumber=1)
    source = functions.create_event_source_mapping(
        FunctionName=function, EventSourceArn=f"arn:aws:sqs:us-east-1:123456789012:{fresh}", BatchSize=5,
    )
    functions.update_event_source_mapping(UUID=source["UUID"], BatchSize=7)
    assert functions.get_event_source_mapping(UUID=source["UUID"])["BatchSize"] == 7
    functions.delete_event_source_mapping(UUID=source["UUID"])


def picture():
    """A PNG of 200 by 100 points, all of one colour."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = (b"\0" + b"\x20\x60\xa0" * 200) * 100
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 200, 100, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_a_photo_becomes_a_thumbnail(functions, logs, iam, role, s3, bucket, fresh):
    """The whole chain: a bucket tells a function of a photo, and the function writes a thumbnail, and a log."""
    target = f"{bucket}-small"
    s3.create_bucket(Bucket=target)
    for policy in ["AmazonS3FullAccess", "service-role/AWSLambdaBasicExecutionRole"]:
        iam.attach_role_policy(RoleName=role.rsplit("/", 1)[1], PolicyArn=f"arn:aws:iam::aws:policy/{policy}")
    arn = functions.create_function(
        FunctionName=fresh, Runtime="provided.al2023", Role=role, Handler="bootstrap", Timeout=10, MemorySize=512,
        Code={"S3Bucket": bucket, "S3Key": "thumbnail.zip"}, Environment={"Variables": {"TARGET_BUCKET": target}},
    )["FunctionArn"]
    functions.get_waiter("function_active").wait(FunctionName=fresh)
    functions.add_permission(
        FunctionName=fresh, StatementId="s3", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com",
        SourceArn=f"arn:aws:s3:::{bucket}",
    )
    rule = {"LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:*"]}
    s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"LambdaFunctionConfigurations": [rule]},
    )
    s3.put_object(Bucket=bucket, Key="photos/a.png", Body=picture(), ContentType="image/png")
    s3.get_waiter("object_exists").wait(Bucket=target, Key="thumbnails/photos/a.png")
    # The key stays as it was; the picture is a JPEG now.
    assert s3.get_object(Bucket=target, Key="thumbnails/photos/a.png")["Body"].read(3) == b"\xff\xd8\xff"
    events = logs.filter_log_events(logGroupName=f"/aws/lambda/{fresh}", filterPattern="REPORT")["events"]
    assert len(events) == 1 and "Billed Duration" in events[0]["message"]


def test_calls_of_functions(functions, iam, role, fresh):
    logging = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    iam.attach_role_policy(RoleName=role.rsplit("/", 1)[1], PolicyArn=logging)
    functions.create_function(
        FunctionName=fresh, Runtime="provided.al2023", Role=role, Handler="bootstrap", Code={"ZipFile": archive("")},
    )
    functions.get_waiter("function_active").wait(FunctionName=fresh)
    told = functions.invoke(FunctionName=fresh, Payload=b'{"hello": "there"}', LogType="Tail")
    # Its package holds no program, which Lambda says only when it is called.
    assert (told["StatusCode"], told["FunctionError"]) == (200, "Unhandled") and isinstance(told["Payload"], StreamingBody)
    assert json.loads(told["Payload"].read())["errorType"] and b"REPORT" in base64.b64decode(told["LogResult"])
    assert functions.invoke(FunctionName=fresh, InvocationType="Event", Payload=b"{}")["StatusCode"] == 202
    assert functions.invoke(FunctionName=fresh, InvocationType="DryRun")["StatusCode"] == 204
    with pytest.raises(functions.exceptions.InvalidRequestContentException):
        functions.invoke(FunctionName=fresh, Payload=b"{")
    with pytest.raises(functions.exceptions.ResourceNotFoundException):
        functions.invoke(FunctionName=f"{fresh}-none")

"""What every test of boto3 begins from: clients at the server's address, and names that no other test has.

The clients are boto3's own, unmodified: what they need to know stands in the environment, where a user would put it.
"""

import json
import os
import time
import types
import urllib.request

import boto3
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

SERVICES = ["s3", "dynamodb", "dynamodbstreams", "lambda", "iam", "sts", "logs", "cloudformation", "apigateway",
            "apigatewayv2"]
# By the names of their hosts, where boto3 has another.
NAMED_BY_HOST = {"streams.dynamodb": "dynamodbstreams"}


def coverage(endpoint):
    """What the server says that it simulates, by service."""
    with urllib.request.urlopen(f"{endpoint}/_coldstart/coverage") as answer:
        services = json.load(answer)["services"]
    return {NAMED_BY_HOST.get(held["service"], held["service"]): held["simulated"] for held in services}


def simulated(endpoint, service):
    """The names, as boto3 writes them, of the service's operations that are simulated."""
    names = [xform_name(name) for name in coverage(endpoint)[service]]
    # What a browser asks before it sends is no operation of the SDK's.
    known = boto3.client(service).meta.method_to_api_mapping
    return {name for name in names if name in known}


@pytest.fixture(autouse=True)
def waiters_do_not_wait(monkeypatch):
    """What AWS's clients wait for is there at their first look, so that no test takes the twenty seconds of a poll."""

    def sleep(seconds):
        raise AssertionError(f"a waiter had to wait, for {seconds} s")

    monkeypatch.setattr("botocore.waiter.time", types.SimpleNamespace(sleep=sleep))


@pytest.fixture(scope="session")
def endpoint():
    return os.environ["AWS_ENDPOINT_URL"]


@pytest.fixture(scope="session")
def s3():
    return boto3.client("s3")


@pytest.fixture(scope="session")
def dynamodb():
    return boto3.client("dynamodb")


@pytest.fixture(scope="session")
def functions():
    return boto3.client("lambda")


@pytest.fixture(scope="session")
def iam():
    return boto3.client("iam")


@pytest.fixture(scope="session")
def sts():
    return boto3.client("sts")


@pytest.fixture(scope="session")
def logs():
    return boto3.client("logs")


@pytest.fixture
def bucket(s3, fresh):
    s3.create_bucket(Bucket=fresh)
    s3.get_waiter("bucket_exists").wait(Bucket=fresh)
    return fresh


@pytest.fixture
def versioned(s3, bucket):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return bucket


@pytest.fixture
def role(iam, fresh):
    """The ARN of a role that Lambda may take on."""
    made = iam.create_role(RoleName=f"{fresh}-role", AssumeRolePolicyDocument=TRUST_LAMBDA)
    iam.get_waiter("role_exists").wait(RoleName=f"{fresh}-role")
    return made["Role"]["Arn"]


@pytest.fixture
def notes(dynamodb, fresh):
    """A table of notes by user (a string) and number, with an index by mood."""
    dynamodb.create_table(
        TableName=fresh,
        KeySchema=[{"AttributeName": "user", "KeyType": "HASH"}, {"AttributeName": "noted", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "user", "AttributeType": "S"},
            {"AttributeName": "noted", "AttributeType": "N"},
            {"AttributeName": "mood", "AttributeType": "S"},
        ],
        GlobalSecondaryIndexes=[{
            "IndexName": "by-mood",
            "KeySchema": [{"AttributeName": "mood", "KeyType": "HASH"}, {"AttributeName": "noted", "KeyType": "RANGE"}],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.get_waiter("table_exists").wait(TableName=fresh)
    return fresh


@pytest.fixture
def now_ms():
    return int(time.time() * 1000)


@pytest.fixture
def refused():
    """Expects a call to be refused with AWS's code, and gives back the error's answer."""

    def check(code, call, **arguments):
        with pytest.raises(ClientError) as raised:
            call(**arguments)
        assert raised.value.response["Error"]["Code"] == code, raised.value
        return raised.value.response

    return check


# What a table needs beside its name, when nothing is asked of its keys.
SIMPLE_TABLE = {
    "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}
DENY_ALL = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}'
TRUST_LAMBDA = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", '
    '"Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'
)

"""Tables of DynamoDB by boto3: indexes made and dropped, units that run out, expiry, stacks, and faults as AWS words them.

The waiters find what they wait for at their first look, to which conftest.py holds every test.
"""

from decimal import Decimal

import boto3
import pytest
from boto3.dynamodb.conditions import Key
from conftest import SIMPLE_TABLE

BY_STATE = {"AttributeName": "state", "KeyType": "HASH"}


@pytest.fixture
def orders(dynamodb, fresh):
    """A table of orders by customer (a string) and number."""
    made = dynamodb.create_table(
        TableName=fresh,
        KeySchema=[{"AttributeName": "customer", "KeyType": "HASH"}, {"AttributeName": "number", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "customer", "AttributeType": "S"}, {"AttributeName": "number", "AttributeType": "N"},
        ],
        BillingMode="PAY_PER_REQUEST",
        Tags=[{"Key": "team", "Value": "blue"}],
    )
    assert made["TableDescription"]["TableStatus"] == "CREATING"
    dynamodb.get_waiter("table_exists").wait(TableName=fresh)
    return boto3.resource("dynamodb").Table(fresh)


@pytest.fixture
def small(dynamodb, fresh):
    """A table that may read and write one unit a second."""
    name = f"{fresh}-small"
    dynamodb.create_table(
        TableName=name, KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
    )
    dynamodb.get_waiter("table_exists").wait(TableName=name)
    return name


def index(dynamodb, table, name, key, projection):
    """Adds an index that begins with an order's state."""
    made = {"IndexName": name, "KeySchema": key, "Projection": projection}
    dynamodb.update_table(
        TableName=table, AttributeDefinitions=[{"AttributeName": "state", "AttributeType": "S"}],
        GlobalSecondaryIndexUpdates=[{"Create": made}],
    )


def drop(dynamodb, table, name):
    dynamodb.update_table(TableName=table, GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": name}}])


def test_a_table_is_made_once(dynamodb, orders, refused):
    told = refused("ResourceInUseException", dynamodb.create_table, TableName=orders.name, **SIMPLE_TABLE)
    assert told["Error"]["Message"] == f"Table already exists: {orders.name}"


def test_an_index_comes_later_and_goes(dynamodb, orders, refused):
    with orders.batch_writer() as batch:
        for number in range(200):
            state = "open" if number % 4 == 0 else "done"
            batch.put_item(Item={"customer": f"c{number % 5}", "number": number, "state": state, "total": Decimal("9.90")})
    index(
        dynamodb, orders.name, "by-state", [BY_STATE, {"AttributeName": "number", "KeyType": "RANGE"}],
        {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["total"]},
    )
    dynamodb.get_waiter("table_exists").wait(TableName=orders.name)
    opened = orders.query(
        IndexName="by-state", KeyConditionExpression=Key("state").eq("open"), ScanIndexForward=False, Limit=3,
    )
    assert [int(item["number"]) for item in opened["Items"]] == [196, 192, 188]
    table = dynamodb.describe_table(TableName=orders.name)["Table"]
    (made,) = table["GlobalSecondaryIndexes"]
    assert (table["ItemCount"], made["ItemCount"], made["IndexStatus"]) == (200, 200, "ACTIVE")
    assert 0 < made["IndexSizeBytes"] <= table["TableSizeBytes"]
    drop(dynamodb, orders.name, "by-state")
    told = refused("ValidationException", dynamodb.scan, TableName=orders.name, IndexName="by-state")
    assert "The table does not have the specified index" in told["Error"]["Message"]
    pages = dynamodb.get_paginator("query").paginate(
        TableName=orders.name, KeyConditionExpression="customer = :c", ExpressionAttributeValues={":c": {"S": "c1"}},
        PaginationConfig={"PageSize": 7},
    )
    assert sum(page["Count"] for page in pages) == 40


def test_units_are_used_up_come_back_and_are_changed(dynamodb, small, refused):
    large = {"id": {"S": "large"}, "text": {"S": "x" * 350_000}}
    dynamodb.put_item(TableName=small, Item=large)
    told = refused(
        "ProvisionedThroughputExceededException", dynamodb.put_item, TableName=small, Item={"id": {"S": "a"}},
    )
    assert "The level of configured provisioned throughput for the table was exceeded" in told["Error"]["Message"]
    dynamodb.get_item(TableName=small, Key={"id": {"S": "a"}})
    left = dynamodb.batch_get_item(RequestItems={small: {"Keys": [{"id": {"S": "large"}}]}})
    assert not left["UnprocessedKeys"]
    dynamodb.update_table(TableName=small, BillingMode="PAY_PER_REQUEST")
    dynamodb.put_item(TableName=small, Item={"id": {"S": "a"}})
    told = dynamodb.describe_table(TableName=small)["Table"]
    assert told["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert dynamodb.describe_limits()["TableMaxWriteCapacityUnits"] == 40_000


def test_time_to_live(dynamodb, orders, small):
    at = {"TableName": small, "Key": {"id": {"S": "brief"}}}
    dynamodb.update_time_to_live(TableName=small, TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"})
    dynamodb.put_item(TableName=small, Item={"id": {"S": "brief"}, "until": {"N": "1767603000"}})
    assert "Item" in dynamodb.get_item(**at), "it is there until it is deleted"
    described = dynamodb.describe_time_to_live(TableName=small)["TimeToLiveDescription"]
    assert described == {"TimeToLiveStatus": "ENABLED", "AttributeName": "until"}
    # Virtual time leaps over what clients wait for: making and dropping indexes takes it past the moment of the deletion.
    for _ in range(3):
        index(dynamodb, orders.name, "again", [BY_STATE], {"ProjectionType": "KEYS_ONLY"})
        drop(dynamodb, orders.name, "again")
    assert "Item" not in dynamodb.get_item(**at)


TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Users: {Type: AWS::Serverless::SimpleTable}
  Notes:
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      BillingMode: PAY_PER_REQUEST
      TimeToLiveSpecification: {AttributeName: until, Enabled: true}
Outputs:
  Users: {Value: !Ref Users}
  Arn: {Value: !GetAtt Notes.Arn}
"""


def test_tables_of_a_stack(dynamodb, fresh, refused):
    stacks = boto3.client("cloudformation")
    stacks.create_stack(StackName=fresh, TemplateBody=TEMPLATE, Capabilities=["CAPABILITY_AUTO_EXPAND"])
    stacks.get_waiter("stack_create_complete").wait(StackName=fresh)
    (stack,) = stacks.describe_stacks(StackName=fresh)["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    assert outputs["Users"].startswith(f"{fresh}-Users-") and f":table/{fresh}-Notes-" in outputs["Arn"]
    boto3.resource("dynamodb").Table(outputs["Users"]).put_item(Item={"id": "ann"})
    stacks.delete_stack(StackName=fresh)
    stacks.get_waiter("stack_delete_complete").wait(StackName=fresh)
    refused("ResourceNotFoundException", dynamodb.describe_table, TableName=outputs["Users"])


def test_faults_as_aws_words_them(dynamodb, orders, refused):
    def told(call, **arguments):
        return refused("ValidationException", call, TableName=orders.name, **arguments)["Error"]["Message"]

    assert told(dynamodb.put_item, Item={"customer": {"S": "a"}}) == (
        "One or more parameter values were invalid: Missing the key number in the item")
    assert told(dynamodb.scan, Select="SOME", ReturnConsumedCapacity="ALL").startswith("2 validation errors detected: ")
    assert told(
        dynamodb.update_item, Key={"customer": {"S": "a"}, "number": {"N": "1"}}, UpdateExpression="SET #s = :s",
        ExpressionAttributeNames={"#s": "state"},
    ) == "Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :s"
    assert told(dynamodb.put_item, Item={"customer": {"S": "a"}, "number": {"N": "9" * 10_000}}) == (
        "Attempting to store more than 38 significant digits in a Number")


def test_tables_are_deleted(dynamodb, orders, small):
    for name in (orders.name, small):
        assert dynamodb.delete_table(TableName=name)["TableDescription"]["TableStatus"] == "DELETING"
        dynamodb.get_waiter("table_not_exists").wait(TableName=name)
    left = [name for page in dynamodb.get_paginator("list_tables").paginate() for name in page["TableNames"]]
    assert not {orders.name, small} & set(left)

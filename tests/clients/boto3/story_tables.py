"""DynamoDB's tables by boto3: waiters, indexes made and dropped, units that run out, expiry, stacks, figures, faults.

Start the server (`cargo run --release -p serve -- --port 4566`), then:
AWS_ENDPOINT_URL=http://127.0.0.1:4566 python tests/clients/boto3/story_tables.py
"""

import os
import time
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Key
from botocore.config import Config
from botocore.exceptions import ClientError

SESSION = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
ENDPOINT = os.environ.get("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
# Without retries, so that a refusal is seen and not slept over.
client = SESSION.client("dynamodb", endpoint_url=ENDPOINT, config=Config(retries={"max_attempts": 0}))
resource = SESSION.resource("dynamodb", endpoint_url=ENDPOINT)
stacks = SESSION.client("cloudformation", endpoint_url=ENDPOINT)


def refused(code, call, **parameters):
    """Makes a call that must fail with `code`, and gives its text."""
    try:
        call(**parameters)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error.response["Error"]["Message"]
    raise AssertionError(f"{call.__name__} was not refused")


# -- A table, its waiters, and an index that comes later ----------------------------------------------------------

began = time.monotonic()
made = client.create_table(
    TableName="Orders",
    KeySchema=[{"AttributeName": "customer", "KeyType": "HASH"}, {"AttributeName": "number", "KeyType": "RANGE"}],
    AttributeDefinitions=[{"AttributeName": "customer", "AttributeType": "S"}, {"AttributeName": "number", "AttributeType": "N"}],
    BillingMode="PAY_PER_REQUEST",
    Tags=[{"Key": "team", "Value": "blue"}],
)
assert made["TableDescription"]["TableStatus"] == "CREATING"
client.get_waiter("table_exists").wait(TableName="Orders")
assert time.monotonic() - began < 5, "the waiter's first look finds the table"
assert refused("ResourceInUseException", client.create_table, TableName="Orders", BillingMode="PAY_PER_REQUEST",
               KeySchema=[{"AttributeName": "a", "KeyType": "HASH"}],
               AttributeDefinitions=[{"AttributeName": "a", "AttributeType": "S"}]) == "Table already exists: Orders"

orders = resource.Table("Orders")
with orders.batch_writer() as batch:
    for number in range(200):
        state = "open" if number % 4 == 0 else "done"
        batch.put_item(Item={"customer": f"c{number % 5}", "number": number, "state": state, "total": Decimal("9.90")})

client.update_table(
    TableName="Orders",
    AttributeDefinitions=[{"AttributeName": "state", "AttributeType": "S"}],
    GlobalSecondaryIndexUpdates=[{"Create": {
        "IndexName": "by-state", "KeySchema": [{"AttributeName": "state", "KeyType": "HASH"}, {"AttributeName": "number", "KeyType": "RANGE"}],
        "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["total"]}}}],
)
client.get_waiter("table_exists").wait(TableName="Orders")
opened = orders.query(IndexName="by-state", KeyConditionExpression=Key("state").eq("open"), ScanIndexForward=False, Limit=3)
assert [int(item["number"]) for item in opened["Items"]] == [196, 192, 188], opened

table = client.describe_table(TableName="Orders")["Table"]
(index,) = table["GlobalSecondaryIndexes"]
assert (table["ItemCount"], index["ItemCount"], index["IndexStatus"]) == (200, 200, "ACTIVE"), table
assert 0 < index["IndexSizeBytes"] <= table["TableSizeBytes"], table
client.update_table(TableName="Orders", GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by-state"}}])
assert "The table does not have the specified index" in refused(
    "ValidationException", client.scan, TableName="Orders", IndexName="by-state")

pages = client.get_paginator("query").paginate(
    TableName="Orders", KeyConditionExpression="customer = :c", ExpressionAttributeValues={":c": {"S": "c1"}},
    PaginationConfig={"PageSize": 7})
assert sum(page["Count"] for page in pages) == 40

# -- Units: used up, come back, changed ---------------------------------------------------------------------------

client.create_table(
    TableName="Small", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
)
client.get_waiter("table_exists").wait(TableName="Small")
large = {"id": {"S": "large"}, "text": {"S": "x" * 350_000}}
client.put_item(TableName="Small", Item=large)
assert "The level of configured provisioned throughput for the table was exceeded" in refused(
    "ProvisionedThroughputExceededException", client.put_item, TableName="Small", Item={"id": {"S": "a"}})
client.get_item(TableName="Small", Key={"id": {"S": "a"}})
left = client.batch_get_item(RequestItems={"Small": {"Keys": [{"id": {"S": "large"}}]}})
assert not left["UnprocessedKeys"]
client.update_table(TableName="Small", BillingMode="PAY_PER_REQUEST")
client.put_item(TableName="Small", Item={"id": {"S": "a"}})
assert client.describe_table(TableName="Small")["Table"]["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
assert client.describe_limits()["TableMaxWriteCapacityUnits"] == 40_000

# -- Time to live -------------------------------------------------------------------------------------------------

client.update_time_to_live(TableName="Small", TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"})
client.put_item(TableName="Small", Item={"id": {"S": "brief"}, "until": {"N": "1767603000"}})
assert "Item" in client.get_item(TableName="Small", Key={"id": {"S": "brief"}}), "it is there until it is deleted"
described = client.describe_time_to_live(TableName="Small")["TimeToLiveDescription"]
assert described == {"TimeToLiveStatus": "ENABLED", "AttributeName": "until"}, described
# Virtual time leaps over what clients wait for: making and dropping indexes takes it past the moment of the deletion.
for _ in range(3):
    client.update_table(
        TableName="Orders", AttributeDefinitions=[{"AttributeName": "state", "AttributeType": "S"}],
        GlobalSecondaryIndexUpdates=[{"Create": {"IndexName": "again", "KeySchema": [{"AttributeName": "state", "KeyType": "HASH"}],
                                                 "Projection": {"ProjectionType": "KEYS_ONLY"}}}])
    client.update_table(TableName="Orders", GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "again"}}])
assert "Item" not in client.get_item(TableName="Small", Key={"id": {"S": "brief"}})

# -- A stack ------------------------------------------------------------------------------------------------------

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
stacks.create_stack(StackName="tables", TemplateBody=TEMPLATE, Capabilities=["CAPABILITY_AUTO_EXPAND"])
stacks.get_waiter("stack_create_complete").wait(StackName="tables")
(stack,) = stacks.describe_stacks(StackName="tables")["Stacks"]
outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
assert outputs["Users"].startswith("tables-Users-") and ":table/tables-Notes-" in outputs["Arn"], outputs
resource.Table(outputs["Users"]).put_item(Item={"id": "ann"})
stacks.delete_stack(StackName="tables")
stacks.get_waiter("stack_delete_complete").wait(StackName="tables")
refused("ResourceNotFoundException", client.describe_table, TableName=outputs["Users"])

# -- Faults, as AWS words them ------------------------------------------------------------------------------------

assert refused("ValidationException", client.put_item, TableName="Orders", Item={"customer": {"S": "a"}}) == (
    "One or more parameter values were invalid: Missing the key number in the item")
assert refused("ValidationException", client.scan, TableName="Orders", Select="SOME", ReturnConsumedCapacity="ALL").startswith(
    "2 validation errors detected: ")
assert refused("ValidationException", client.update_item, TableName="Orders", Key={"customer": {"S": "a"}, "number": {"N": "1"}},
               UpdateExpression="SET #s = :s", ExpressionAttributeNames={"#s": "state"}) == (
    "Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :s")
assert refused("ValidationException", client.put_item, TableName="Orders",
               Item={"customer": {"S": "a"}, "number": {"N": "9" * 10_000}}) == (
    "Attempting to store more than 38 significant digits in a Number")

for name in ("Orders", "Small"):
    assert client.delete_table(TableName=name)["TableDescription"]["TableStatus"] == "DELETING"
    client.get_waiter("table_not_exists").wait(TableName=name)
assert not {"Orders", "Small"} & set(client.list_tables()["TableNames"])
print(f"All as on AWS, at {ENDPOINT}.")

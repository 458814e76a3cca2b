"""DynamoDB by boto3, doing real work: a table and its waiter, conditions, updates, queries, pages, a transaction.

Start the server (`cargo run --release -p serve -- --port 4566`), then:
AWS_ENDPOINT_URL=http://127.0.0.1:4566 python tests/clients/dynamodb_basics.py
"""

import os
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Key

SESSION = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
ENDPOINT = os.environ.get("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
client = SESSION.client("dynamodb", endpoint_url=ENDPOINT)
table = SESSION.resource("dynamodb", endpoint_url=ENDPOINT).Table("Notes")

client.create_table(
    TableName="Notes",
    KeySchema=[{"AttributeName": "user", "KeyType": "HASH"}, {"AttributeName": "noted", "KeyType": "RANGE"}],
    AttributeDefinitions=[{"AttributeName": "user", "AttributeType": "S"}, {"AttributeName": "noted", "AttributeType": "N"}],
    BillingMode="PAY_PER_REQUEST",
)
client.get_waiter("table_exists").wait(TableName="Notes")

with table.batch_writer() as batch:
    for at in range(60):
        batch.put_item(Item={"user": "ann", "noted": at, "text": f"note {at}"})

try:
    table.put_item(Item={"user": "ann", "noted": 3}, ConditionExpression="attribute_not_exists(noted)")
    raise AssertionError("a note that is there was written over")
except client.exceptions.ConditionalCheckFailedException:
    pass

updated = table.update_item(
    Key={"user": "ann", "noted": 3},
    UpdateExpression="SET looks = if_not_exists(looks, :none) + :one",
    ExpressionAttributeValues={":none": 0, ":one": Decimal("1.5")},
    ReturnValues="UPDATED_NEW",
)
assert updated["Attributes"] == {"looks": Decimal("1.5")}, updated

late = table.query(KeyConditionExpression=Key("user").eq("ann") & Key("noted").gte(50), ScanIndexForward=False)
assert [int(item["noted"]) for item in late["Items"]] == list(range(59, 49, -1)), late

pages = client.get_paginator("scan").paginate(TableName="Notes", PaginationConfig={"PageSize": 7})
assert sum(len(page["Items"]) for page in pages) == 60

try:
    client.transact_write_items(TransactItems=[
        {"Put": {"TableName": "Notes", "Item": {"user": {"S": "bob"}, "noted": {"N": "1"}}}},
        {"ConditionCheck": {"TableName": "Notes", "Key": {"user": {"S": "eve"}, "noted": {"N": "1"}},
                            "ConditionExpression": "attribute_exists(noted)"}},
    ])
    raise AssertionError("a transaction went through whose condition does not hold")
except client.exceptions.TransactionCanceledException as error:
    assert [reason["Code"] for reason in error.response["CancellationReasons"]] == ["None", "ConditionalCheckFailed"]
assert "Item" not in table.get_item(Key={"user": "bob", "noted": 1})

client.delete_table(TableName="Notes")
client.get_waiter("table_not_exists").wait(TableName="Notes")
print(f"All as on AWS, at {ENDPOINT}.")

"""Batches, transactions and tables of DynamoDB by boto3."""

import boto3
import pytest
from conftest import SIMPLE_TABLE

MUCH = "x" * 390_000


def key(user, noted=1):
    return {"user": {"S": user}, "noted": {"N": str(noted)}}


def test_a_batch_gives_back_what_it_did_not_do(dynamodb, notes, refused):
    # 50 items of 390 kB are more than the 16 MB that one answer may have.
    for number in range(50):
        dynamodb.put_item(TableName=notes, Item={**key("ann", number), "text": {"S": MUCH}})
    wanted = {notes: {"Keys": [key("ann", number) for number in range(50)]}}
    rounds, found = 0, []
    while wanted:
        told = dynamodb.batch_get_item(RequestItems=wanted)
        found += [int(item["noted"]["N"]) for item in told["Responses"][notes]]
        wanted = told["UnprocessedKeys"]
        rounds += 1
    assert rounds == 2 and sorted(found) == list(range(50))
    many = [{"PutRequest": {"Item": key("bob", number)}} for number in range(26)]
    refused("ValidationException", dynamodb.batch_write_item, RequestItems={notes: many})
    told = dynamodb.batch_write_item(RequestItems={notes: many[:24] + [{"DeleteRequest": {"Key": key("ann", 0)}}]})
    assert told["UnprocessedItems"] == {}
    assert "Item" not in dynamodb.get_item(TableName=notes, Key=key("ann", 0))


def test_the_resource_batches_over_several_tables(notes):
    resource = boto3.resource("dynamodb")
    with resource.Table(notes).batch_writer(overwrite_by_pkeys=["user", "noted"]) as batch:
        for number in range(40):
            batch.put_item(Item={"user": "ann", "noted": number % 30, "round": number // 30})
        batch.delete_item(Key={"user": "ann", "noted": 29})
    told = resource.batch_get_item(RequestItems={notes: {"Keys": [{"user": "ann", "noted": at} for at in (5, 15, 29)]}})
    assert sorted((int(item["noted"]), int(item["round"])) for item in told["Responses"][notes]) == [(5, 1), (15, 0)]


def test_a_transaction_is_done_whole_or_not_at_all(dynamodb, notes):
    put = {"Put": {"TableName": notes, "Item": {**key("bob"), "cents": {"N": "100"}}}}
    check = {"ConditionCheck": {"TableName": notes, "Key": key("eve"), "ConditionExpression": "attribute_exists(noted)"}}
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException) as raised:
        dynamodb.transact_write_items(TransactItems=[put, check])
    reasons = raised.value.response["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == ["None", "ConditionalCheckFailed"]
    assert "Item" not in dynamodb.get_item(TableName=notes, Key=key("bob"))
    dynamodb.put_item(TableName=notes, Item={**key("eve"), "cents": {"N": "5"}})
    move = [
        {"Update": {"TableName": notes, "Key": key(who), "UpdateExpression": f"SET cents = cents {sign} :n",
                    "ConditionExpression": "cents >= :least",
                    "ExpressionAttributeValues": {":n": {"N": "30"}, ":least": {"N": least}}}}
        for who, sign, least in [("bob", "-", "30"), ("eve", "+", "0")]
    ]
    dynamodb.transact_write_items(TransactItems=[put])
    for _ in range(2):
        # The same token twice is one and the same transaction.
        dynamodb.transact_write_items(TransactItems=move, ClientRequestToken=f"token-{notes}")
    read = [{"Get": {"TableName": notes, "Key": key(who)}} for who in ["bob", "eve", "none"]]
    found = dynamodb.transact_get_items(TransactItems=read)["Responses"]
    assert [answer.get("Item", {}).get("cents") for answer in found] == [{"N": "70"}, {"N": "35"}, None]
    with pytest.raises(dynamodb.exceptions.IdempotentParameterMismatchException):
        dynamodb.transact_write_items(TransactItems=move[:1], ClientRequestToken=f"token-{notes}")


def test_tables(dynamodb, notes):
    told = dynamodb.describe_table(TableName=notes)["Table"]
    assert told["TableStatus"] == "ACTIVE" and told["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert [index["IndexName"] for index in told["GlobalSecondaryIndexes"]] == ["by-mood"]
    with pytest.raises(dynamodb.exceptions.ResourceInUseException):
        dynamodb.create_table(TableName=notes, **SIMPLE_TABLE)
    arn = told["TableArn"]
    dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "a"}, {"Key": "cost", "Value": "b"}])
    dynamodb.untag_resource(ResourceArn=arn, TagKeys=["cost"])
    assert dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"] == [{"Key": "team", "Value": "a"}]
    dynamodb.delete_table(TableName=notes)
    dynamodb.get_waiter("table_not_exists").wait(TableName=notes)
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException):
        dynamodb.describe_table(TableName=notes)

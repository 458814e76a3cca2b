"""Items of DynamoDB by boto3: every type, conditions, updates, queries and scans, by client and by resource."""

from decimal import Decimal

import boto3
import pytest
from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary

EVERY_TYPE = {
    "s": "text ü \U0001f600",
    "empty": "",
    "n": Decimal("12345678901234567890123456789012345678"),
    "small": Decimal("-1.5E-100"),
    "b": Binary(b"\0\1\xff"),
    "yes": True,
    "nothing": None,
    "list": [Decimal(1), "two", [Decimal(3)], {}],
    "map": {"a": {"b": [Decimal("0.1")]}},
    "ss": {"a", "b"},
    "ns": {Decimal(1), Decimal("2.5")},
    "bs": {Binary(b"x"), Binary(b"y")},
}


@pytest.fixture
def table(notes):
    return boto3.resource("dynamodb").Table(notes)


def test_every_type_comes_back_as_it_was_sent(table):
    item = {"user": "ann", "noted": Decimal(1), **EVERY_TYPE}
    table.put_item(Item=item)
    assert table.get_item(Key={"user": "ann", "noted": 1}, ConsistentRead=True)["Item"] == item
    some = table.get_item(
        Key={"user": "ann", "noted": 1}, ProjectionExpression="#m.a.b[0], #l[1]",
        ExpressionAttributeNames={"#m": "map", "#l": "list"},
    )
    assert some["Item"] == {"map": {"a": {"b": [Decimal("0.1")]}}, "list": ["two"]}
    assert "Item" not in table.get_item(Key={"user": "ann", "noted": 2})


def test_conditions_are_kept(dynamodb, table):
    item = {"user": "ann", "noted": 1, "looks": 0}
    table.put_item(Item=item, ConditionExpression=Attr("user").not_exists())
    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException) as raised:
        table.meta.client.put_item(
            TableName=table.name, Item=item, ConditionExpression="attribute_not_exists(noted)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    assert raised.value.response["Error"]["Message"] == "The conditional request failed"
    assert raised.value.response["Item"] == {"user": {"S": "ann"}, "noted": {"N": "1"}, "looks": {"N": "0"}}
    condition = Attr("looks").between(0, 5) & ~Attr("mood").exists() & Attr("user").begins_with("a")
    old = table.delete_item(Key={"user": "ann", "noted": 1}, ConditionExpression=condition, ReturnValues="ALL_OLD")
    assert old["Attributes"] == item


def test_updates(table):
    key = {"user": "ann", "noted": 3}

    def update(expression, returned="ALL_NEW", names=None, **values):
        more = {"ExpressionAttributeNames": names} if names else {}
        if values:
            more["ExpressionAttributeValues"] = {f":{name}": value for name, value in values.items()}
        return table.update_item(Key=key, UpdateExpression=expression, ReturnValues=returned, **more).get("Attributes")

    assert update("SET looks = if_not_exists(looks, :none) + :one", "UPDATED_NEW", none=0, one=Decimal("1.5")) == {
        "looks": Decimal("1.5"),
    }
    update("SET parts = :parts, #in = :map ADD marks :set, looks :n", names={"#in": "in"},
           parts=[1, 2, 3], map={"a": 1}, set={"x", "y"}, n=2)
    now = update("SET more = list_append(parts, :more), #in.b = parts[0] REMOVE parts[1] DELETE marks :gone",
                 names={"#in": "in"}, more=[4], gone={"x"})
    assert now == {
        **key, "looks": Decimal("3.5"), "parts": [1, 3], "more": [1, 2, 3, 4], "in": {"a": 1, "b": 1}, "marks": {"y"},
    }
    assert update("REMOVE looks", "UPDATED_OLD") == {"looks": Decimal("3.5")}
    assert update("SET looks = :n", "NONE", n=1) is None


def test_queries(table):
    with table.batch_writer() as batch:
        for number in range(60):
            mood = {"mood": "glad"} if number % 10 == 0 else {}
            batch.put_item(Item={"user": "ann", "noted": number, "text": f"note {number}", **mood})
    late = table.query(KeyConditionExpression=Key("user").eq("ann") & Key("noted").gte(50), ScanIndexForward=False)
    assert [int(item["noted"]) for item in late["Items"]] == list(range(59, 49, -1))
    few = table.query(
        KeyConditionExpression=Key("user").eq("ann") & Key("noted").between(10, 19),
        FilterExpression=Attr("text").contains("5"), Limit=8, ReturnConsumedCapacity="TOTAL",
    )
    assert (few["Count"], few["ScannedCount"], few["LastEvaluatedKey"]) == (1, 8, {"user": "ann", "noted": 17})
    assert few["ConsumedCapacity"]["TableName"] == table.name
    rest = table.query(
        KeyConditionExpression=Key("user").eq("ann") & Key("noted").between(10, 19),
        ExclusiveStartKey=few["LastEvaluatedKey"],
    )
    assert rest["Count"] == 2 and "LastEvaluatedKey" not in rest
    glad = table.query(IndexName="by-mood", KeyConditionExpression=Key("mood").eq("glad"))
    assert [int(item["noted"]) for item in glad["Items"]] == [0, 10, 20, 30, 40, 50]
    assert set(glad["Items"][0]) == {"user", "noted", "mood"}
    counted = table.query(KeyConditionExpression=Key("user").eq("ann"), Select="COUNT")
    assert counted["Count"] == 60 and "Items" not in counted


def test_scans_in_segments_and_pages_of_a_megabyte(table):
    with table.batch_writer() as batch:
        for number in range(30):
            batch.put_item(Item={"user": f"u{number}", "noted": number, "text": "x" * 50_000})
    page = table.scan()
    assert 0 < page["Count"] < 30 and page["LastEvaluatedKey"]
    found = set()
    for segment in range(4):
        start = {}
        while True:
            page = table.scan(Segment=segment, TotalSegments=4, Limit=3, **start)
            users = {item["user"] for item in page["Items"]}
            assert not users & found
            found |= users
            if "LastEvaluatedKey" not in page:
                break
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    assert len(found) == 30
    few = table.scan(FilterExpression=Attr("noted").is_in([1, 2]), ProjectionExpression="noted")
    assert all(set(item) == {"noted"} for item in few["Items"])


def test_the_older_forms(dynamodb, notes):
    key = {"user": {"S": "ann"}, "noted": {"N": "1"}}
    dynamodb.put_item(TableName=notes, Item={**key, "looks": {"N": "1"}}, Expected={"user": {"Exists": False}})
    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException):
        dynamodb.put_item(TableName=notes, Item=key, Expected={"looks": {"Value": {"N": "2"}}})
    now = dynamodb.update_item(
        TableName=notes, Key=key, ReturnValues="ALL_NEW",
        AttributeUpdates={"looks": {"Action": "ADD", "Value": {"N": "4"}}, "text": {"Value": {"S": "t"}}},
        Expected={"looks": {"ComparisonOperator": "GE", "AttributeValueList": [{"N": "1"}]}},
    )
    assert now["Attributes"] == {**key, "looks": {"N": "5"}, "text": {"S": "t"}}
    found = dynamodb.query(TableName=notes, KeyConditions={
        "user": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "ann"}]},
        "noted": {"ComparisonOperator": "LT", "AttributeValueList": [{"N": "2"}]},
    }, QueryFilter={"text": {"ComparisonOperator": "NOT_NULL"}}, AttributesToGet=["looks"])
    assert found["Items"] == [{"looks": {"N": "5"}}]
    found = dynamodb.scan(TableName=notes, ScanFilter={
        "text": {"ComparisonOperator": "BEGINS_WITH", "AttributeValueList": [{"S": "x"}]},
    })
    assert (found["Count"], found["ScannedCount"]) == (0, 1)


def test_errors_are_typed(dynamodb, notes, refused):
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException) as raised:
        dynamodb.get_item(TableName=f"{notes}-none", Key={"user": {"S": "a"}, "noted": {"N": "1"}})
    assert raised.value.response["Error"]["Message"] == "Requested resource not found"
    told = refused("ValidationException", dynamodb.get_item, TableName=notes, Key={"user": {"S": "a"}})
    assert told["Error"]["Message"] == "The provided key element does not match the schema"
    told = refused(
        "ValidationException", dynamodb.update_item, TableName=notes, Key={"user": {"S": "a"}, "noted": {"N": "1"}},
        UpdateExpression="SET looks = :x",
    )
    assert ":x" in told["Error"]["Message"]
    refused("ValidationException", dynamodb.put_item, TableName=notes, Item={
        "user": {"S": "a"}, "noted": {"N": "1"}, "text": {"S": "x" * 410_000},
    })

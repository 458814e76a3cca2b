"""DynamoDB Streams by boto3: what was written to a table, read from its beginning, its end and between, until it ends."""

import boto3
import pytest


class Stream:
    """A table with a stream of both images, and the stream's reader."""

    def __init__(self, tables, name):
        self.tables, self.name, self.client = tables, name, boto3.client("dynamodbstreams")
        tables.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
        tables.get_waiter("table_exists").wait(TableName=name)
        self.arn = tables.describe_table(TableName=name)["Table"]["LatestStreamArn"]

    def described(self):
        return self.client.describe_stream(StreamArn=self.arn)["StreamDescription"]

    def begin(self, kind, **more):
        """An iterator."""
        shard = self.described()["Shards"][0]["ShardId"]
        asked = {"StreamArn": self.arn, "ShardId": shard, "ShardIteratorType": kind, **more}
        return self.client.get_shard_iterator(**asked)["ShardIterator"]

    def read(self, iterator):
        """The records up to the end, in pages of ten, and the iterator to go on with."""
        records = []
        while True:
            page = self.client.get_records(ShardIterator=iterator, Limit=10)
            records += page["Records"]
            iterator = page.get("NextShardIterator")
            if not page["Records"] or iterator is None:
                return records, iterator

    def put(self, key, **more):
        self.tables.put_item(TableName=self.name, Item={"id": {"S": key}, **more})


@pytest.fixture
def stream(dynamodb, fresh):
    return Stream(dynamodb, fresh)


def names(records):
    return [record["eventName"] for record in records]


def test_every_change_is_there_in_order(dynamodb, stream):
    listed = stream.client.list_streams(TableName=stream.name)["Streams"]
    assert [held["StreamArn"] for held in listed] == [stream.arn]
    assert stream.described()["StreamStatus"] == "ENABLED"
    for number in range(25):
        stream.put(str(number), plays={"N": str(number)})
    stream.put("3", plays={"N": "3"})
    dynamodb.execute_statement(Statement=f"UPDATE \"{stream.name}\" SET plays = plays + 1 WHERE id = '24'")
    dynamodb.delete_item(TableName=stream.name, Key={"id": {"S": "0"}})
    dynamodb.delete_item(TableName=stream.name, Key={"id": {"S": "none"}})
    records, _ = stream.read(stream.begin("TRIM_HORIZON"))
    # What changes nothing is not there: item 3 put again, and an item deleted that never was.
    assert names(records) == ["INSERT"] * 25 + ["MODIFY", "REMOVE"]
    numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
    assert numbers == sorted(set(numbers)) and all(21 <= len(number) <= 40 for number in numbers)
    change = records[25]["dynamodb"]
    assert (change["Keys"], change["OldImage"]["plays"], change["NewImage"]["plays"]) == ({"id": {"S": "24"}}, {"N": "24"}, {"N": "25"})
    assert names(stream.read(stream.begin("AT_SEQUENCE_NUMBER", SequenceNumber=numbers[25]))[0]) == ["MODIFY", "REMOVE"]
    assert names(stream.read(stream.begin("AFTER_SEQUENCE_NUMBER", SequenceNumber=numbers[25]))[0]) == ["REMOVE"]


def test_a_reader_at_the_end_sees_what_comes_and_a_disabled_stream_ends(dynamodb, stream):
    stream.put("before")
    latest = stream.begin("LATEST")
    stream.put("after")
    dynamodb.update_table(TableName=stream.name, StreamSpecification={"StreamEnabled": False})
    dynamodb.get_waiter("table_exists").wait(TableName=stream.name)
    stream.put("unseen")
    records, iterator = stream.read(latest)
    assert [record["dynamodb"]["Keys"]["id"]["S"] for record in records] == ["after"] and iterator is None
    described = stream.described()
    assert described["StreamStatus"] == "DISABLED"
    assert described["Shards"][0]["SequenceNumberRange"]["EndingSequenceNumber"] == records[0]["dynamodb"]["SequenceNumber"]


def test_a_stream_that_is_not_there(stream):
    nowhere = stream.arn.replace(stream.name, "nowhere")
    with pytest.raises(stream.client.exceptions.ResourceNotFoundException) as raised:
        stream.client.describe_stream(StreamArn=nowhere)
    assert raised.value.response["Error"]["Message"] == f"Requested resource not found: Stream: {nowhere} not found"

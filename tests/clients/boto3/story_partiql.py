"""PartiQL and streams by boto3, doing real work: pages, batches, transactions, and a stream read from end to end.

Start the server (`cargo run --release -p serve -- --port 4566`), then:
AWS_ENDPOINT_URL=http://127.0.0.1:4566 python tests/clients/boto3/story_partiql.py
"""

import os

import boto3

SESSION = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
ENDPOINT = os.environ.get("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
client = SESSION.client("dynamodb", endpoint_url=ENDPOINT)
streams = SESSION.client("dynamodbstreams", endpoint_url=ENDPOINT)


def refused(error, call, **parameters):
    """The answer to a call that must be refused with `error`."""
    try:
        call(**parameters)
    except client.exceptions.ClientError as found:
        assert found.response["Error"]["Code"] == error, found
        return found.response
    raise AssertionError(f"{parameters} went through, which is no {error}")


def execute(statement, *parameters, **more):
    """What a statement answers."""
    if parameters:
        more["Parameters"] = list(parameters)
    return client.execute_statement(Statement=statement, **more)


client.create_table(
    TableName="Music",
    KeySchema=[{"AttributeName": "Artist", "KeyType": "HASH"}, {"AttributeName": "SongTitle", "KeyType": "RANGE"}],
    AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("Artist", "SongTitle", "Genre")],
    GlobalSecondaryIndexes=[{
        "IndexName": "by-genre",
        "KeySchema": [{"AttributeName": "Genre", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }],
    BillingMode="PAY_PER_REQUEST",
    StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
)
client.get_waiter("table_exists").wait(TableName="Music")

# A statement for each song, with a map, a list and a set.
for number in range(25):
    execute(
        "INSERT INTO \"Music\" VALUE {'Artist': ?, 'SongTitle': ?, 'Genre': 'rock', 'Plays': ?, "
        "'Awards': {'Grammys': [2018, 2020]}, 'Band': <<'ann', 'bob'>>}",
        {"S": "Acme Band" if number < 20 else "Solo"}, {"S": f"Song {number:02}"}, {"N": str(number)},
    )
refused("DuplicateItemException", execute, statement="INSERT INTO Music VALUE {'Artist': 'Solo', 'SongTitle': 'Song 24'}")

# Pages by hand, backward, filtered after the limit.
titles, token, pages = [], None, 0
while True:
    more = {"NextToken": token} if token else {}
    page = execute(
        "SELECT SongTitle, Awards.Grammys[1] FROM Music WHERE Artist = ? AND Plays >= 5 ORDER BY SongTitle DESC",
        {"S": "Acme Band"}, Limit=6, **more,
    )
    titles += [item["SongTitle"]["S"] for item in page["Items"]]
    assert all(item["Grammys[1]"] == {"N": "2020"} for item in page["Items"]), page
    pages += 1
    token = page.get("NextToken")
    if not token:
        break
assert titles == [f"Song {number:02}" for number in range(19, 4, -1)] and pages == 4, (titles, pages)

found = execute('SELECT * FROM "Music"."by-genre" WHERE Genre = \'rock\' AND begins_with(Artist, \'So\')')
assert len(found["Items"]) == 5, found
found = execute("SELECT * FROM Music WHERE Artist IN ['Solo', 'Acme Band'] AND SongTitle < 'Song 03'", ReturnConsumedCapacity="TOTAL")
assert len(found["Items"]) == 3 and found["ConsumedCapacity"]["CapacityUnits"] == 0.5, found
assert len(execute("SELECT Artist FROM Music WHERE Label IS MISSING AND NOT size(Band) = 1")["Items"]) == 25

updated = execute(
    "UPDATE Music SET Plays = Plays + 1 SET Band = set_add(Band, <<'eve'>>) REMOVE Awards.Grammys[0] "
    "WHERE Artist = 'Solo' AND SongTitle = 'Song 24' AND Plays = 24 RETURNING MODIFIED NEW *",
)["Items"]
assert updated == [{"Plays": {"N": "25"}, "Band": {"SS": ["ann", "bob", "eve"]}, "Awards": {"M": {"Grammys": {"L": [{"N": "2020"}]}}}}], updated
shown = refused(
    "ConditionalCheckFailedException", client.execute_statement,
    Statement="UPDATE Music SET Plays = 0 WHERE Artist = 'Solo' AND SongTitle = 'Song 24' AND Plays = 24",
    ReturnValuesOnConditionCheckFailure="ALL_OLD",
)
assert shown["Item"]["Plays"] == {"N": "25"}, shown
error = refused("ValidationException", execute, statement="SELECT * FROM Music WHERE Artist = 'Solo' AND")
assert error["Error"]["Message"].endswith("Missing right-hand side expression of infix operator at 1:46:0"), error

# A batch: each for itself.
done = client.batch_execute_statement(Statements=[
    {"Statement": "DELETE FROM Music WHERE Artist = 'Acme Band' AND SongTitle = 'Song 00' RETURNING ALL OLD *"},
    {"Statement": "INSERT INTO Music VALUE {'Artist': 'Solo', 'SongTitle': 'Song 24'}"},
])["Responses"]
assert done[0]["Item"]["Plays"] == {"N": "0"} and done[1]["Error"]["Code"] == "DuplicateItem", done
read = client.batch_execute_statement(Statements=[
    {"Statement": "SELECT Plays FROM Music WHERE Artist = ? AND SongTitle = ?", "Parameters": [{"S": artist}, {"S": "Song 24"}]}
    for artist in ("Solo", "Nobody")
])["Responses"]
assert read[0]["Item"] == {"Plays": {"N": "25"}} and "Item" not in read[1], read

# Transactions: one that fails leaves nothing behind, one that holds does everything.
insert = {"Statement": "INSERT INTO Music VALUE {'Artist': 'Duo', 'SongTitle': 'One'}"}


def check(plays):
    """That the song is there and was played so often."""
    return {"Statement": "EXISTS(SELECT * FROM Music WHERE Artist = 'Solo' AND SongTitle = 'Song 24' AND Plays = ?)",
            "Parameters": [{"N": str(plays)}]}


reasons = refused("TransactionCanceledException", client.execute_transaction, TransactStatements=[insert, check(7)])["CancellationReasons"]
assert [reason["Code"] for reason in reasons] == ["None", "ConditionalCheckFailed"], reasons
assert execute("SELECT * FROM Music WHERE Artist = 'Duo'")["Items"] == []
client.execute_transaction(TransactStatements=[insert, check(25)])
duo = client.execute_transaction(TransactStatements=[{"Statement": "SELECT * FROM Music WHERE Artist = 'Duo' AND SongTitle = 'One'"}])
assert duo["Responses"] == [{"Item": {"Artist": {"S": "Duo"}, "SongTitle": {"S": "One"}}}], duo

# The stream has it all, in order: 25 inserts, an update, a deletion, an insert.
arn = client.describe_table(TableName="Music")["Table"]["LatestStreamArn"]
assert arn in [stream["StreamArn"] for stream in streams.list_streams(TableName="Music")["Streams"]]
described = streams.describe_stream(StreamArn=arn)["StreamDescription"]
assert (described["StreamStatus"], described["StreamViewType"]) == ("ENABLED", "NEW_AND_OLD_IMAGES"), described
shard = described["Shards"][0]["ShardId"]


def begin(kind, **more):
    """An iterator."""
    return streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType=kind, **more)["ShardIterator"]


def read_all(iterator):
    """The records up to the end, in pages of ten, and the iterator to go on with."""
    records = []
    while True:
        page = streams.get_records(ShardIterator=iterator, Limit=10)
        records += page["Records"]
        iterator = page.get("NextShardIterator")
        if not page["Records"] or iterator is None:
            return records, iterator


latest = begin("LATEST")
records, _ = read_all(begin("TRIM_HORIZON"))
assert [record["eventName"] for record in records] == ["INSERT"] * 25 + ["MODIFY", "REMOVE", "INSERT"], len(records)
numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
assert numbers == sorted(set(numbers)) and all(len(number) == 21 for number in numbers)
change = records[25]["dynamodb"]
assert change["OldImage"]["Plays"] == {"N": "24"} and change["NewImage"]["Plays"] == {"N": "25"}, change
after, _ = read_all(begin("AFTER_SEQUENCE_NUMBER", SequenceNumber=numbers[25]))
assert [record["eventName"] for record in after] == ["REMOVE", "INSERT"], after

# What changes nothing is not recorded; what comes after LATEST is; a disabled stream ends.
client.put_item(TableName="Music", Item=duo["Responses"][0]["Item"])
client.delete_item(TableName="Music", Key={"Artist": {"S": "Nobody"}, "SongTitle": {"S": "None"}})
client.delete_item(TableName="Music", Key={"Artist": {"S": "Duo"}, "SongTitle": {"S": "One"}})
client.update_table(TableName="Music", StreamSpecification={"StreamEnabled": False})
records, iterator = read_all(latest)
assert [record["eventName"] for record in records] == ["REMOVE"] and iterator is None, (records, iterator)
assert streams.describe_stream(StreamArn=arn)["StreamDescription"]["StreamStatus"] == "DISABLED"
nowhere = arn.replace("Music", "Silence")
message = refused("ResourceNotFoundException", streams.describe_stream, StreamArn=nowhere)["Error"]["Message"]
assert message == f"Requested resource not found: Stream: {nowhere} not found", message

client.delete_table(TableName="Music")
client.get_waiter("table_not_exists").wait(TableName="Music")
print(f"All as on AWS, at {ENDPOINT}.")

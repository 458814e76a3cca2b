"""PartiQL by boto3: statements that read in pages and write, batches, and transactions that hold or leave nothing."""

import pytest
from botocore.exceptions import ClientError


class Music:
    """A table of songs by artist and title, with an index by genre, asked in PartiQL."""

    def __init__(self, client, name):
        self.client, self.name = client, name
        client.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "Artist", "KeyType": "HASH"}, {"AttributeName": "SongTitle", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in ("Artist", "SongTitle", "Genre")],
            GlobalSecondaryIndexes=[{
                "IndexName": "by-genre",
                "KeySchema": [{"AttributeName": "Genre", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }],
            BillingMode="PAY_PER_REQUEST",
        )
        client.get_waiter("table_exists").wait(TableName=name)

    def execute(self, statement, *parameters, **more):
        """What a statement answers, in which `Music` stands for the table."""
        if parameters:
            more["Parameters"] = list(parameters)
        return self.client.execute_statement(Statement=self.written(statement), **more)

    def written(self, statement):
        return statement.replace("Music", f'"{self.name}"')

    def refused(self, error, statement, **more):
        """The refusal of a statement."""
        with pytest.raises(ClientError) as raised:
            self.execute(statement, **more)
        assert raised.value.response["Error"]["Code"] == error
        return raised.value.response


@pytest.fixture
def music(dynamodb, fresh):
    """Twenty songs of a band and five of its singer, each with a map, a list and a set."""
    music = Music(dynamodb, fresh)
    for number in range(25):
        music.execute(
            "INSERT INTO Music VALUE {'Artist': ?, 'SongTitle': ?, 'Genre': 'rock', 'Plays': ?, "
            "'Awards': {'Grammys': [2018, 2020]}, 'Band': <<'ann', 'bob'>>}",
            {"S": "Acme Band" if number < 20 else "Solo"}, {"S": f"Song {number:02}"}, {"N": str(number)},
        )
    return music


LAST = "WHERE Artist = 'Solo' AND SongTitle = 'Song 24'"


def test_pages_are_joined_by_their_token(music):
    titles, more, pages = [], {}, 0
    while True:
        page = music.execute(
            "SELECT SongTitle, Awards.Grammys[1] FROM Music WHERE Artist = ? AND Plays >= 5 ORDER BY SongTitle DESC",
            {"S": "Acme Band"}, Limit=6, **more,
        )
        titles += [item["SongTitle"]["S"] for item in page["Items"]]
        assert all(item["Grammys[1]"] == {"N": "2020"} for item in page["Items"])
        pages += 1
        if "NextToken" not in page:
            break
        more = {"NextToken": page["NextToken"]}
    assert (titles, pages) == ([f"Song {number:02}" for number in range(19, 4, -1)], 4)
    refusal = music.refused("ValidationException", "SELECT * FROM Music", **more)
    assert refusal["Error"]["Message"] == "NextToken does not match request"


def test_keys_and_indexes_make_queries_of_selects(music):
    found = music.execute("SELECT * FROM Music.\"by-genre\" WHERE Genre = 'rock' AND begins_with(Artist, 'So')")
    assert len(found["Items"]) == 5
    found = music.execute(
        "SELECT * FROM Music WHERE Artist IN ['Solo', 'Acme Band'] AND SongTitle < 'Song 03'", ReturnConsumedCapacity="TOTAL"
    )
    assert (len(found["Items"]), found["ConsumedCapacity"]["CapacityUnits"]) == (3, 0.5)
    assert len(music.execute("SELECT Artist FROM Music WHERE Label IS MISSING AND NOT size(Band) = 1")["Items"]) == 25


def test_an_insert_needs_a_new_key_and_an_update_an_item(music):
    music.refused("DuplicateItemException", "INSERT INTO Music VALUE {'Artist': 'Solo', 'SongTitle': 'Song 24'}")
    updated = music.execute(
        f"UPDATE Music SET Plays = Plays + 1 SET Band = set_add(Band, <<'eve'>>) REMOVE Awards.Grammys[0] {LAST} AND Plays = 24 "
        "RETURNING MODIFIED NEW *"
    )
    assert updated["Items"] == [{
        "Plays": {"N": "25"},
        "Band": {"SS": ["ann", "bob", "eve"]},
        "Awards": {"M": {"Grammys": {"L": [{"N": "2020"}]}}},
    }]
    shown = music.refused(
        "ConditionalCheckFailedException", f"UPDATE Music SET Plays = 0 {LAST} AND Plays = 24",
        ReturnValuesOnConditionCheckFailure="ALL_OLD",
    )
    assert shown["Item"]["Plays"] == {"N": "25"}
    music.refused("ConditionalCheckFailedException", "UPDATE Music SET Plays = 0 WHERE Artist = 'No' AND SongTitle = 'One'")
    deleted = music.execute(f"DELETE FROM Music {LAST} RETURNING ALL OLD *")["Items"]
    assert deleted[0]["Plays"] == {"N": "25"}
    assert music.execute(f"DELETE FROM Music {LAST} RETURNING ALL OLD *")["Items"] == []


def test_a_fault_is_told_with_its_place(music):
    refusal = music.refused("ValidationException", "SELECT * FROM Music\nWHERE Artist = 'Solo' AND")
    assert refusal["Error"]["Message"].endswith("Missing right-hand side expression of infix operator at 2:26:0")


def test_in_a_batch_each_statement_stands_for_itself(dynamodb, music):
    done = dynamodb.batch_execute_statement(Statements=[
        {"Statement": music.written(f"DELETE FROM Music {LAST} RETURNING ALL OLD *")},
        {"Statement": music.written("INSERT INTO Music VALUE {'Artist': 'Solo', 'SongTitle': 'Song 23'}")},
    ])["Responses"]
    assert (done[0]["Item"]["Plays"], done[1]["Error"]["Code"]) == ({"N": "24"}, "DuplicateItem")
    select = music.written("SELECT Plays FROM Music WHERE Artist = ? AND SongTitle = ?")
    read = dynamodb.batch_execute_statement(Statements=[
        {"Statement": select, "Parameters": [{"S": artist}, {"S": "Song 23"}]} for artist in ("Solo", "Nobody")
    ])["Responses"]
    assert read[0]["Item"] == {"Plays": {"N": "23"}} and "Item" not in read[1]


def test_a_transaction_holds_or_leaves_nothing(dynamodb, music):
    def both(plays):
        exists = music.written(f"EXISTS(SELECT * FROM Music {LAST} AND Plays = ?)")
        return dynamodb.execute_transaction(TransactStatements=[
            {"Statement": music.written("INSERT INTO Music VALUE {'Artist': 'Duo', 'SongTitle': 'One'}")},
            {"Statement": exists, "Parameters": [{"N": str(plays)}]},
        ])

    with pytest.raises(dynamodb.exceptions.TransactionCanceledException) as raised:
        both(7)
    assert [reason["Code"] for reason in raised.value.response["CancellationReasons"]] == ["None", "ConditionalCheckFailed"]
    assert music.execute("SELECT * FROM Music WHERE Artist = 'Duo'")["Items"] == []
    both(24)
    read = music.written("SELECT * FROM Music WHERE Artist = 'Duo' AND SongTitle = 'One'")
    duo = dynamodb.execute_transaction(TransactStatements=[{"Statement": read}])
    assert duo["Responses"] == [{"Item": {"Artist": {"S": "Duo"}, "SongTitle": {"S": "One"}}}]

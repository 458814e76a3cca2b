"""CloudWatch Logs by boto3: groups, streams, events, filter patterns, retention and tags."""

import pytest


@pytest.fixture
def stream(logs, fresh, now_ms):
    """A group and a stream of that name, with ten events a second apart."""
    logs.create_log_group(logGroupName=fresh, tags={"team": "a"})
    logs.create_log_stream(logGroupName=fresh, logStreamName=fresh)
    events = [
        {"timestamp": now_ms - 10_000 + number * 1_000, "message": f'{{"level": "{level}", "number": {number}}}'}
        for number, level in enumerate(["info", "error"] * 5)
    ]
    told = logs.put_log_events(logGroupName=fresh, logStreamName=fresh, logEvents=events)
    assert "rejectedLogEventsInfo" not in told
    return fresh


def numbers(events):
    import json

    return [json.loads(event["message"])["number"] for event in events]


def test_events_are_read_forward_and_back(logs, stream):
    at = {"logGroupName": stream, "logStreamName": stream}
    first = logs.get_log_events(**at, startFromHead=True, limit=4)
    assert numbers(first["events"]) == [0, 1, 2, 3]
    second = logs.get_log_events(**at, startFromHead=True, limit=4, nextToken=first["nextForwardToken"])
    assert numbers(second["events"]) == [4, 5, 6, 7]
    back = logs.get_log_events(**at, limit=4, nextToken=second["nextBackwardToken"])
    assert numbers(back["events"]) == [0, 1, 2, 3]
    last = logs.get_log_events(**at, limit=3)
    assert numbers(last["events"]) == [7, 8, 9]


def test_filters(logs, stream, now_ms):
    def found(**how):
        return numbers(logs.filter_log_events(logGroupName=stream, **how)["events"])

    assert found(filterPattern="error") == [1, 3, 5, 7, 9]
    assert found(filterPattern='{ $.level = "info" && $.number > 2 }') == [4, 6, 8]
    assert found(filterPattern="?error ?info") == list(range(10))
    assert found(logStreamNamePrefix="none") == []
    assert found(startTime=now_ms - 8_000, endTime=now_ms - 5_500) == [2, 3, 4]


def test_groups_and_streams(logs, stream):
    group = logs.describe_log_groups(logGroupNamePrefix=stream)["logGroups"][0]
    assert group["storedBytes"] >= 0 and group["arn"].endswith(f":log-group:{stream}:*")
    logs.create_log_stream(logGroupName=stream, logStreamName="later")
    streams = logs.describe_log_streams(logGroupName=stream)["logStreams"]
    assert [entry["logStreamName"] for entry in streams] == sorted([stream, "later"])
    logs.put_retention_policy(logGroupName=stream, retentionInDays=7)
    assert logs.describe_log_groups(logGroupNamePrefix=stream)["logGroups"][0]["retentionInDays"] == 7
    logs.delete_retention_policy(logGroupName=stream)
    arn = group["arn"].removesuffix(":*")
    logs.tag_resource(resourceArn=arn, tags={"cost": "b"})
    logs.untag_resource(resourceArn=arn, tagKeys=["team"])
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"cost": "b"}
    logs.delete_log_stream(logGroupName=stream, logStreamName="later")
    logs.delete_log_group(logGroupName=stream)
    assert logs.describe_log_groups(logGroupNamePrefix=stream)["logGroups"] == []


def test_errors_are_typed(logs, stream):
    with pytest.raises(logs.exceptions.ResourceAlreadyExistsException) as raised:
        logs.create_log_group(logGroupName=stream)
    assert raised.value.response["Error"]["Message"] == "The specified log group already exists"
    with pytest.raises(logs.exceptions.ResourceNotFoundException):
        logs.get_log_events(logGroupName=stream, logStreamName="none")
    with pytest.raises(logs.exceptions.InvalidParameterException):
        logs.put_retention_policy(logGroupName=stream, retentionInDays=2)

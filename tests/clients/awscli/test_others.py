"""`aws dynamodb`, `aws lambda`, `aws iam`, `aws sts` and `aws logs`, as a user types them."""

import json
import time
import zipfile

TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
]})


def test_tables_from_files(aws, fresh, tmp_path):
    table = {
        "TableName": fresh, "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "user", "KeyType": "HASH"}, {"AttributeName": "noted", "KeyType": "RANGE"}],
        "AttributeDefinitions": [{"AttributeName": "user", "AttributeType": "S"},
                                 {"AttributeName": "noted", "AttributeType": "N"}],
    }
    items = [{"PutRequest": {"Item": {"user": {"S": "ann"}, "noted": {"N": str(at)}}}} for at in range(12)]
    files = {"table": table, "batch": {fresh: items}, "key": {"user": {"S": "ann"}, "noted": {"N": "3"}},
             "values": {":u": {"S": "ann"}, ":n": {"N": "5"}}, "names": {"#u": "user"}, "new": {":t": {"S": "text"}}}
    for name, content in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    aws("dynamodb create-table --cli-input-json file://table.json")
    aws(f"dynamodb wait table-exists --table-name {fresh}")
    assert aws.json("dynamodb batch-write-item --request-items file://batch.json")["UnprocessedItems"] == {}
    told = aws.json(
        f"dynamodb query --table-name {fresh} --expression-attribute-names file://names.json --max-items 4 "
        "--expression-attribute-values file://values.json --key-condition-expression", "#u = :u AND noted >= :n",
    )
    assert [int(item["noted"]["N"]) for item in told["Items"]] == [5, 6, 7, 8] and told["NextToken"]
    # As text the CLI asks its query of each page.
    assert aws(f"dynamodb scan --table-name {fresh} --select COUNT --page-size 5 --query Count --output text") == "5\n5\n2\n"
    assert aws.json(f"dynamodb scan --table-name {fresh} --page-size 5")["Count"] == 12
    aws(f"dynamodb update-item --table-name {fresh} --key file://key.json "
        "--expression-attribute-values file://new.json --update-expression", "SET note = :t")
    told = aws.json(f"dynamodb get-item --table-name {fresh} --key file://key.json")
    assert told["Item"]["note"] == {"S": "text"}
    aws(f"dynamodb put-item --table-name {fresh} --item file://key.json --condition-expression",
        "attribute_not_exists(noted)", fails="(ConditionalCheckFailedException)")
    aws(f"dynamodb delete-table --table-name {fresh}")
    aws(f"dynamodb wait table-not-exists --table-name {fresh}")


def test_functions_and_their_roles(aws, fresh, tmp_path):
    role = aws.json(f"iam create-role --role-name {fresh} --assume-role-policy-document", TRUST)["Role"]["Arn"]
    aws(f"iam wait role-exists --role-name {fresh}")
    with zipfile.ZipFile(tmp_path / "code.zip", "w") as files:
        files.writestr("app.py", "def handler(event, context):\n    return 1\n")
    aws(f"lambda create-function --function-name {fresh} --runtime python3.12 --handler app.handler --role {role} "
        "--zip-file fileb://code.zip --environment Variables={LEVEL=1} --tags team=a")
    aws(f"lambda wait function-active-v2 --function-name {fresh}")
    aws(f"lambda update-function-configuration --function-name {fresh} --timeout 9")
    aws(f"lambda wait function-updated-v2 --function-name {fresh}")
    aws(f"lambda publish-version --function-name {fresh}")
    told = aws(f"lambda list-versions-by-function --function-name {fresh} --query Versions[].Version --output text")
    assert told.split() == ["$LATEST", "1"]
    told = aws.json(f"lambda invoke --function-name {fresh} --payload {{}} answer.json")
    assert told["StatusCode"] == 200
    # What a function in Python would do is for the page to show; the server says so.
    assert "page" in json.loads((tmp_path / "answer.json").read_text())["errorMessage"]
    aws(f"iam delete-role --role-name {fresh}")
    aws(f"iam get-role --role-name {fresh}", fails="(NoSuchEntity)")


def test_policies_are_simulated(aws, fresh, tmp_path):
    (tmp_path / "policy.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::photos/*"},
    ]}))
    arn = aws.json(f"iam create-policy --policy-name {fresh} --policy-document file://policy.json")["Policy"]["Arn"]
    aws(f"iam create-user --user-name {fresh}")
    aws(f"iam attach-user-policy --user-name {fresh} --policy-arn {arn}")
    user = aws(f"iam get-user --user-name {fresh} --query User.Arn --output text").strip()
    told = aws(f"iam simulate-principal-policy --policy-source-arn {user} --action-names s3:GetObject s3:PutObject "
               "--resource-arns arn:aws:s3:::photos/a --query EvaluationResults[].EvalDecision --output text")
    assert told.split() == ["allowed", "implicitDeny"]
    assert ":root" in aws("sts get-caller-identity")


def test_logs_are_tailed_and_filtered(aws, fresh, tmp_path):
    aws(f"logs create-log-group --log-group-name {fresh}")
    aws(f"logs create-log-stream --log-group-name {fresh} --log-stream-name s")
    now = int(time.time() * 1000)
    events = [{"timestamp": now + at, "message": text} for at, text in enumerate(["one", "two ERROR", "three"])]
    (tmp_path / "events.json").write_text(json.dumps(events))
    aws(f"logs put-log-events --log-group-name {fresh} --log-stream-name s --log-events file://events.json")
    told = aws(f"logs filter-log-events --log-group-name {fresh} --filter-pattern ERROR --query events[].message")
    assert json.loads(told) == ["two ERROR"]
    told = aws(f"logs get-log-events --log-group-name {fresh} --log-stream-name s --output text --query events[].message")
    assert told.split("\t") == ["one", "two ERROR", "three\n"]
    told = aws.json("logs describe-log-groups --log-group-name-prefix", fresh)
    assert told["logGroups"][0]["logGroupName"] == fresh
    aws(f"logs create-log-group --log-group-name {fresh}", fails="(ResourceAlreadyExistsException)")

# Answers with a list of nobody. The table is not asked yet.
import json


def handler(event, context):
    return {"statusCode": 200, "body": json.dumps([])}

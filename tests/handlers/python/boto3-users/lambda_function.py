import json

import boto3

dynamodb = boto3.client("dynamodb")


def lambda_handler(event, context):
    items = dynamodb.scan(TableName="UsersTable")["Items"]
    return {"statusCode": 200, "body": json.dumps([item["name"]["S"] for item in items])}

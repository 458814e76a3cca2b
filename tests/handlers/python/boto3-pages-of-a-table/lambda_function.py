import boto3

dynamodb = boto3.client("dynamodb")


def lambda_handler(event, context):
    pages = dynamodb.get_paginator("scan").paginate(TableName="T", PaginationConfig={"PageSize": 1})
    return [item["id"]["S"] for page in pages for item in page["Items"]]

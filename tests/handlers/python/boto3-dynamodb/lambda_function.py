from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key

table = boto3.resource("dynamodb").Table("UsersTable")


def lambda_handler(event, context):
    table.put_item(Item={"id": "1", "name": "John Doe", "balance": Decimal("12.50")}, ConditionExpression=Attr("id").not_exists())
    item = table.get_item(Key={"id": "1"})["Item"]
    found = table.query(KeyConditionExpression=Key("id").eq("1"))["Count"]
    try:
        table.put_item(Item={"id": "1", "price": 1.5})
    except TypeError as error:
        return [item["name"], item["balance"] == Decimal("12.50"), found, str(error)]

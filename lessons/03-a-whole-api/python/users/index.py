import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def answer(status, body=None):
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        "body": "" if body is None else json.dumps(body),
    }


def list_users(event):
    return answer(200, {"users": table.scan()["Items"]})


def create(event):
    user = json.loads(event["body"])
    table.put_item(Item=user)
    return answer(201, user)


def read(event):
    item = table.get_item(Key={"id": event["pathParameters"]["id"]}).get("Item")
    return answer(200, item) if item else answer(404, {"message": "There is no such user"})


def change(event):
    user = {**json.loads(event["body"]), "id": event["pathParameters"]["id"]}
    table.put_item(Item=user)
    return answer(200, user)


def remove(event):
    table.delete_item(Key={"id": event["pathParameters"]["id"]})
    return answer(204)


ROUTES = {
    "GET /users": list_users,
    "POST /users": create,
    "GET /users/{id}": read,
    "PUT /users/{id}": change,
    "DELETE /users/{id}": remove,
}


def handler(event, context):
    return ROUTES[f"{event['httpMethod']} {event['resource']}"](event)

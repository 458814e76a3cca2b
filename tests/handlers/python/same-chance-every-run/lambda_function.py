import random
import secrets
import uuid

import boto3

dynamodb = boto3.client("dynamodb")


def lambda_handler(event, context):
    return [random.randint(1, 1000), secrets.token_hex(4), str(uuid.uuid4())]

import os

table = os.environ["TABLE"]


def lambda_handler(event, context):
    return table

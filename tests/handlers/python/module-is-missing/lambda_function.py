import requests


def lambda_handler(event, context):
    return requests.get("https://example.com").text

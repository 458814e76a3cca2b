import re


def lambda_handler(event, context):
    return re.match(r"(?:a+)+$", "a" * 60 + "!")

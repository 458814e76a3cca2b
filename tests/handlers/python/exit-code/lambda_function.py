import sys


def lambda_handler(event, context):
    print("before")
    sys.exit(3)

import sys


def lambda_handler(event, context):
    while True:
        try:
            sys.exit(4)
        except BaseException:
            pass

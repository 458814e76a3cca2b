import time


def lambda_handler(event, context):
    print("sleeping")
    time.sleep(10)
    print("never")

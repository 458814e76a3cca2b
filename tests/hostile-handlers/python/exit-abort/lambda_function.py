import os


def lambda_handler(event, context):
    os.kill(os.getpid(), 9)
    os.abort()

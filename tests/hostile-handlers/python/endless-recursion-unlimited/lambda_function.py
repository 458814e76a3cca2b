import sys

sys.setrecursionlimit(10**9)

def lambda_handler(event, context):
    return lambda_handler(event, context)

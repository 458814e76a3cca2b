def lambda_handler(event, context):
    return len(str(7 ** (10**9)))

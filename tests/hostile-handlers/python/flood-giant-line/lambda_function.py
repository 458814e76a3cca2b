def lambda_handler(event, context):
    print("x" * 60_000_000)
    return "returned"

def lambda_handler(event, context):
    print("\n" * 200_000)
    return "returned"

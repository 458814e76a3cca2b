def lambda_handler(event, context):
    for number in range(100_000):
        print("line", number)
    return "returned"

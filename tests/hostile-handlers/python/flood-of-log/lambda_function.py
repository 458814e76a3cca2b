def lambda_handler(event, context):
    for number in range(30_000):
        print("line", number)
    return "returned"

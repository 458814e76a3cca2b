def lambda_handler(event, context):
    for number in range(1_000_000):
        print("line", number)
    return "returned"

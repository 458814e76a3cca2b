def lambda_handler(event, context):
    held = []
    while True:
        held.append([event] * 100_000)

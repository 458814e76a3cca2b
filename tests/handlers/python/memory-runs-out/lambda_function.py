def lambda_handler(event, context):
    held = []
    while True:
        held.append(bytearray(4 * 1024 * 1024))

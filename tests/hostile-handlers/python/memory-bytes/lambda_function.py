def lambda_handler(event, context):
    held = []
    while True:
        held.append(bytearray(16 << 20))

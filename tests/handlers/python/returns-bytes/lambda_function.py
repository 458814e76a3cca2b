def lambda_handler(event, context):
    return b'{"raw": true}'

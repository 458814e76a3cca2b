while True:
    pass


def lambda_handler(event, context):
    return 'never'

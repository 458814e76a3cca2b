import prices


def lambda_handler(event, context):
    return prices.of(event)

def greet(event):
    raise ValueError("no such thing")


def lambda_handler(event, context):
    return greet(event)

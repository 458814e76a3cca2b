def lambda_handler(event, context):
    return {"got": event, "of": type(event).__name__}

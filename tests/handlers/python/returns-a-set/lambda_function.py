def lambda_handler(event, context):
    return {"users": {"John", "Jane"}}

def lambda_handler(event, context):
    result = []
    result.append(result)
    return result

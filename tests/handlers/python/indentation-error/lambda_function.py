def lambda_handler(event, context):
    a = 1
      return a

def lambda_handler(event, context):
    open("/tmp/none")

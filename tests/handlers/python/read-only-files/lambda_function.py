def lambda_handler(event, context):
    open(event, "w").close()
    return "written"

def lambda_handler(event, context):
    try:
        open("/var/task/notes", "w")
    except OSError as error:
        return [error.errno, str(error)]

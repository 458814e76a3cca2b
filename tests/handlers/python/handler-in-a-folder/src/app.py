def run(event, context):
    return __file__

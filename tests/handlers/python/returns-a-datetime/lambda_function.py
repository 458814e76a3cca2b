from datetime import datetime


def lambda_handler(event, context):
    return {"now": datetime.now()}

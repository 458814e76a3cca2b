import logging


def lambda_handler(event, context):
    try:
        1 / 0
    except ZeroDivisionError:
        logging.exception("it failed")
    return "went on"

import logging

logger = logging.getLogger()


def lambda_handler(event, context):
    logger.info("hello %s", "you", extra={"order": 7})
    logger.debug("not shown")
    print("plain")

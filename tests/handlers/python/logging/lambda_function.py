import logging

logging.warning("begins")
logger = logging.getLogger()


def lambda_handler(event, context):
    logger.info("not shown")
    logger.warning("shown %s", event)
    logger.setLevel(logging.INFO)
    logger.info("two\nlines in one event")
    logging.getLogger("shop").error("of another")
    logger.debug("not shown")

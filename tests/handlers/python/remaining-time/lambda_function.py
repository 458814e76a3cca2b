import time


def lambda_handler(event, context):
    before = context.get_remaining_time_in_millis()
    time.sleep(2)
    return before - context.get_remaining_time_in_millis()

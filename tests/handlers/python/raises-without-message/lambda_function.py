def lambda_handler(event, context):
    assert event

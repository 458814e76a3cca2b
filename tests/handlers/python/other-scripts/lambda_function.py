def lambda_handler(event, context):
    print(event["name"], "\N{PARTY POPPER}")
    return "Grüße, " + event["name"]

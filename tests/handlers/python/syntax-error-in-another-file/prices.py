def of(event):
    return event["price"

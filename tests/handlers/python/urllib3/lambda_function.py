import http.client

import urllib3

pool = urllib3.PoolManager()


def lambda_handler(event, context):
    first = pool.request("POST", "https://abc123.lambda-url.us-east-1.on.aws/", json={"a": 1})
    again = pool.request("GET", "https://abc123.lambda-url.us-east-1.on.aws/again")
    connection = http.client.HTTPSConnection("photos.s3.amazonaws.com")
    connection.request("GET", "/a.txt")
    return [first.json(), again.status, connection.getresponse().read().decode()]

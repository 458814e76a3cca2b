import socket
import urllib.error
import urllib.request

import urllib3


def lambda_handler(event, context):
    found = []
    try:
        urllib.request.urlopen("https://example.com/")
    except urllib.error.URLError as error:
        found.append(str(error))
    try:
        urllib3.PoolManager(retries=False).request("GET", "https://example.com/")
    except urllib3.exceptions.HTTPError as error:
        found.append(type(error).__name__)
    for host in ("example.com", "169.254.169.254"):
        try:
            socket.create_connection((host, 80))
        except OSError as error:
            found.append(type(error).__name__)
    return found

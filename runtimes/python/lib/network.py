"""Sockets that reach the cloud and nothing else: http.client, urllib and urllib3 work over them as they are."""

import errno
import io
import socket

from . import cage
from .imports import after_import

#: Where AWS's services are found. Whether one is there, the cloud says.
_DOMAINS = (".amazonaws.com", ".on.aws", ".api.aws")


def is_of_the_cloud(host):
    """Whether `host` is a name of AWS's."""
    return f".{host.lower().rstrip('.')}".endswith(_DOMAINS)


def unknown_name():
    """What a name server says of a host that is not there."""
    return socket.gaierror(socket.EAI_NONAME if socket.EAI_NONAME == -2 else -2, "Name or service not known")


def check(host):
    """Raises what connecting to a host outside the cloud raises."""
    if is_of_the_cloud(host):
        return
    if host.replace(".", "").isdigit() or ":" in host or host == "localhost":
        raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
    raise unknown_name()


class _Answer(io.BufferedIOBase):
    """An answer as it is read: its head line by line, its body at once as it came, so that a photo is not copied."""

    def __init__(self, head, body):
        self._head, self._body, self._at = io.BytesIO(head), body, 0

    def readable(self):
        return True

    def read(self, size=-1):
        if head := self._head.read(size):
            return head if size is not None and size >= 0 else head + self.read()
        start = self._at
        self._at = len(self._body) if size is None or size < 0 else min(start + size, len(self._body))
        # A slice of all is the same bytes.
        return self._body[start : self._at]

    read1 = read

    def readinto(self, into):
        taken = self.read(len(into))
        into[: len(taken)] = taken
        return len(taken)

    readinto1 = readinto

    def readline(self, size=-1):
        if line := self._head.readline(size):
            return line
        end = self._body.find(b"\n", self._at) + 1 or len(self._body)
        return self.read((end if size is None or size < 0 else min(end, self._at + size)) - self._at)

    def peek(self, size=0):
        rest = self._head.getbuffer()[self._head.tell() :]
        return bytes(rest) or self._body[self._at : self._at + max(size, 1)]


class CloudSocket:
    """A connection to one host: it gathers a request as it is written, and reads as its answer."""

    def __init__(self, host, port):
        self._peer = (host, port)
        self._sent = bytearray()

    def sendall(self, data, flags=0):
        self._sent += data

    def send(self, data, flags=0):
        self.sendall(data)
        return len(data)

    def makefile(self, mode="r", buffering=None, **_):
        if "r" not in mode:
            raise io.UnsupportedOperation("a connection to the cloud is written with sendall")
        return _Answer(*self._exchange())

    def _exchange(self):
        end = self._sent.find(b"\r\n\r\n")
        head, rest = bytes(self._sent[:end]), bytes(self._sent[end + 4 :])
        self._sent = bytearray()
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = [[name, value.strip()] for name, _, value in (line.partition(":") for line in lines)]
        named = {name.lower(): value for name, value in headers}
        chunked = named.get("transfer-encoding", "").lower() == "chunked"
        path, _, query = target.partition("?")
        host = named.get("host", self._peer[0]).partition(":")[0]
        sent = [pair for pair in headers if pair[0].lower() not in ("transfer-encoding", "connection", "expect")]
        status, answered, body = cage.call(method, host, path, query, sent, _unchunked(rest) if chunked else rest)
        given = [f"{name}: {value}" for name, value in answered if name.lower() not in _OF_THE_CONNECTION]
        length = [value for name, value in answered if name.lower() == "content-length"]
        given.append(f"Content-Length: {length[0] if method == 'HEAD' and length else len(body)}")
        lines = [f"HTTP/1.1 {status} {_reason(status)}", *given, "", ""]
        return "\r\n".join(lines).encode("latin-1", "replace"), body

    def getpeername(self):
        return self._peer

    def getsockname(self):
        return ("169.254.100.6", 40000)

    def fileno(self):
        return -1

    def gettimeout(self):
        return None

    def _nothing(self, *_, **__):
        pass

    close = settimeout = setsockopt = setblocking = shutdown = _nothing


#: Headers of an answer that say how it was carried, not what it is.
_OF_THE_CONNECTION = ("content-length", "transfer-encoding", "connection")


def _reason(status):
    from http.client import responses

    return responses.get(status, "")


def _unchunked(data):
    body, at = bytearray(), 0
    while (end := data.find(b"\r\n", at)) >= 0:
        size = int(data[at:end].partition(b";")[0] or b"0", 16)
        if size == 0:
            break
        body += data[end + 2 : end + 2 + size]
        at = end + 2 + size + 2
    return bytes(body)


def create_connection(address, *_, **__):
    """Connects to a host of the cloud."""
    host, port = address[0], address[1]
    check(host)
    return CloudSocket(host, port)


def _getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    name = host.decode() if isinstance(host, bytes) else host or "localhost"
    if not is_of_the_cloud(name) and not name.replace(".", "").isdigit() and name != "localhost":
        raise unknown_name()
    address = name if name.replace(".", "").isdigit() else "169.254.100.1"
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port or 0))]


def _connect(self, address):
    if isinstance(address, tuple):
        check(str(address[0]))
    raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")


@after_import("ssl")
def _no_secrets_inside(ssl):
    """Nothing leaves the worker in the clear, for nothing leaves it: the connection stays as it is."""
    ssl.SSLContext.wrap_socket = lambda self, sock, *_, **__: sock


@after_import("urllib3.connection")
def _urllib3(connection):
    connection._ssl_wrap_socket_and_match_hostname = lambda sock, **_: connection._WrappedAndVerifiedSocket(sock, True)


@after_import("urllib3.util.connection")
def _urllib3_connects(connection):
    connection.create_connection = create_connection


@after_import("urllib3.util.wait")
def _urllib3_waits(wait):
    """Asked whether an idle connection was dropped, it was not."""
    wait.wait_for_read = lambda *_, **__: False
    wait.wait_for_write = lambda *_, **__: True


def install():
    """Puts the cloud's sockets in place of the interpreter's."""
    socket.create_connection = create_connection
    socket.getaddrinfo = _getaddrinfo
    socket.gethostbyname = lambda name: _getaddrinfo(name, 0)[0][4][0]
    socket.socket.connect = _connect
    socket.gethostname = lambda: "169.254.100.6"

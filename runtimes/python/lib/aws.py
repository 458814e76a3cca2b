"""botocore's way to AWS: a request goes to the cloud as it was signed, and the answer comes back as urllib3 gives it."""

import functools
import io

from . import cage
from .imports import after_import, uncounted
from .network import is_of_the_cloud, unknown_name


def _bytes(body):
    if body is None:
        return b""
    if hasattr(body, "read"):
        body = body.read()
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    return b"".join(body)


def _text(value):
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


@after_import("botocore.httpsession")
def _send_to_the_cloud(httpsession):
    from urllib.parse import urlsplit

    from botocore.awsrequest import AWSResponse
    from urllib3 import HTTPHeaderDict
    from urllib3.response import HTTPResponse

    def send(self, request):
        url = urlsplit(request.url)
        if not is_of_the_cloud(url.hostname or ""):
            raise httpsession.EndpointConnectionError(endpoint_url=request.url, error=unknown_name())
        # `Expect` is between client and server on a wire, which there is none of.
        headers = [[name, _text(value)] for name, value in request.headers.items() if name.lower() != "expect"]
        sent = (request.method, url.hostname, url.path or "/", url.query, headers, _bytes(request.body))
        status, answered, body = cage.call(*sent)
        headers = HTTPHeaderDict()
        for name, value in answered:
            headers.add(name, value)
        raw = HTTPResponse(
            body=io.BytesIO(body),
            headers=headers,
            status=status,
            preload_content=False,
            decode_content=False,
            enforce_content_length=False,
            request_method=request.method,
        )
        response = AWSResponse(request.url, status, headers, raw)
        if not request.stream_output:
            # What is not streamed is read at once.
            response.content
        return response

    httpsession.URLLib3Session.send = send


@after_import("botocore.useragent")
def _the_same_words_in_every_call(useragent):
    """A client tells who it is in each call, in a hundred words that are cleaned letter by letter. They do not change."""
    useragent.sanitize_user_agent_string_component = functools.lru_cache(useragent.sanitize_user_agent_string_component)


@after_import("botocore.session")
def _making_a_client_is_loading(session):
    session.Session.create_client = uncounted(session.Session.create_client)


@after_import("boto3.session")
def _making_a_session_is_loading(session):
    for name in ("__init__", "client", "resource"):
        setattr(session.Session, name, uncounted(getattr(session.Session, name)))


@after_import("boto3.s3.transfer")
def _transfer_without_threads(transfer):
    made = transfer.TransferConfig.__init__

    def without_threads(self, *args, **kwargs):
        made(self, *args, **kwargs)
        self.use_threads = False

    transfer.TransferConfig.__init__ = without_threads


@after_import("s3transfer.manager")
def _manager_without_threads(manager):
    from s3transfer.futures import NonThreadedExecutor

    made = manager.TransferManager.__init__

    def without_threads(self, client, config=None, osutil=None, executor_cls=None):
        made(self, client, config, osutil, executor_cls or NonThreadedExecutor)

    manager.TransferManager.__init__ = without_threads

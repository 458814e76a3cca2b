"""Requests as bytes, signed by version 4, for a client that only sends what it was given."""

import hashlib
import hmac
import time

REGION = "us-east-1"


def signed(method, path, service, port, fields, body):
    """A whole HTTP/1.1 request, signed now; servers take it for a quarter of an hour."""
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    digest = hashlib.sha256(body).hexdigest()
    fields = {"host": f"127.0.0.1:{port}", "x-amz-content-sha256": digest, "x-amz-date": moment, **fields}
    names = ";".join(sorted(fields))
    lines = "".join(f"{name}:{fields[name]}\n" for name in sorted(fields))
    scope = f"{moment[:8]}/{REGION}/{service}/aws4_request"
    canonical = f"{method}\n{path}\n\n{lines}\n{names}\n{digest}"
    text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = b"AWS4test"
    for word in scope.split("/"):
        key = hmac.new(key, word.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    fields["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential=test/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    fields["content-length"] = str(len(body))
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body

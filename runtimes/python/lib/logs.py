"""What becomes a log event: prints a line each, records of `logging` whole, errors with their tracebacks."""

import json
import logging
import os
import sys
import time
import traceback

from . import cage

#: Lambda indents tracebacks with no-break spaces, so that CloudWatch keeps them.
_INDENT = "\u00a0"
_DATE = "%Y-%m-%dT%H:%M:%S"
_TEXT_FORMAT = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"

#: The invocation that is under way.
request_id = None


class _Unbuffered:
    """A stream that keeps nothing back: what is printed is in the log when the process dies."""

    def __init__(self, stream):
        self._stream = stream

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def write(self, text):
        written = self._stream.write(text)
        self._stream.flush()
        return written

    def writelines(self, lines):
        self._stream.writelines(lines)
        self._stream.flush()


class _Handler(logging.Handler):
    def emit(self, record):
        try:
            event(self.format(record))
        except Exception:
            self.handleError(record)


class _OfTheInvocation(logging.Filter):
    def filter(self, record):
        record.aws_request_id = request_id or ""
        record.tenant_id = None
        return True


#: What a record has of itself: whatever else is in it came by `extra`.
_OWN = frozenset(vars(logging.LogRecord("", 0, "", 0, "", (), None))) | {"aws_request_id", "tenant_id", "message"}


class _JsonFormatter(logging.Formatter):
    """A record as the JSON format of a function's logs writes it."""

    def format(self, record):
        stamp = time.strftime(_DATE, time.gmtime(record.created))
        said = {
            "timestamp": f"{stamp}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
        }
        if record.exc_info:
            kind, value, trace = record.exc_info
            said["stackTrace"] = traceback.format_tb(trace)
            said["errorType"] = kind.__name__
            said["errorMessage"] = str(value)
        said["requestId"] = record.aws_request_id
        if record.exc_info:
            said["location"] = f"{record.pathname}:{record.funcName}:{record.lineno}"
        said |= {key: value for key, value in vars(record).items() if key not in _OWN and key not in said}
        return json.dumps({key: value for key, value in said.items() if value is not None}, ensure_ascii=False)


def _in_json():
    return os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"


def event(text):
    """Writes one log event."""
    sys.stdout.flush()
    cage.log(text.removesuffix("\n"))


def error(document):
    """Writes the event of an error, given as the document that the caller gets."""
    if _in_json():
        stamp = time.strftime(_DATE, time.gmtime()) + "Z"
        event(json.dumps({"timestamp": stamp, "level": "ERROR", **document}, ensure_ascii=False))
        return
    kind, message = document["errorType"], document["errorMessage"]
    title = "[ERROR]" + (f" {kind}" if kind else "") + (":" if kind and message else "") + (f" {message}" if message else "")
    lines = [title, "Traceback (most recent call last):"]
    for entry in document["stackTrace"]:
        for line in entry.splitlines():
            unindented = line.lstrip(" ")
            lines.append(_INDENT * (len(line) - len(unindented)) + unindented)
    event("\n".join(lines))


def install():
    """Sets up standard output, standard error and the root logger as Lambda's runtime does."""
    sys.stdout = _Unbuffered(sys.__stdout__)
    sys.stderr = _Unbuffered(sys.__stderr__)
    logging.Formatter.converter = time.gmtime
    handler = _Handler()
    handler.setFormatter(_JsonFormatter() if _in_json() else logging.Formatter(_TEXT_FORMAT, _DATE))
    handler.addFilter(_OfTheInvocation())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper().replace("TRACE", "DEBUG")
    if level in logging.getLevelNamesMapping():
        root.setLevel(level)

"""Errors in Lambda's shapes: which frames of a traceback are told, and the document that the caller gets."""

import errno
import re
import traceback

#: Frames of the runtime itself, which nobody is told of.
_OWN = "/var/runtime/_runtime/"


#: The numbers that Linux gives to errors of the file system: the C library of the interpreter numbers them otherwise.
_ON_LINUX = {
    errno.EPERM: 1,
    errno.ENOENT: 2,
    errno.EBADF: 9,
    errno.EACCES: 13,
    errno.EEXIST: 17,
    errno.ENOTDIR: 20,
    errno.EISDIR: 21,
    errno.EINVAL: 22,
    errno.ENOSPC: 28,
    errno.EROFS: 30,
    errno.ENOTEMPTY: 39,
}


class Fault(Exception):
    """An error that the runtime itself found: its type is one of Lambda's own."""

    def __init__(self, kind, message, trace=()):
        super().__init__(message)
        self.kind, self.message, self.trace = kind, message, list(trace)


def document(message, kind, trace, request_id):
    """What the caller gets."""
    return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": list(trace)}


def described(error, request_id):
    """The document of any exception."""
    if isinstance(error, Fault):
        return document(error.message, error.kind, error.trace, request_id)
    frames = traceback.extract_tb(error.__traceback__)
    told = [(frame.filename, frame.lineno, frame.name, frame.line) for frame in frames if not _is_own(frame)]
    return document(_message(error), type(error).__name__, traceback.format_list(told), request_id)


def _message(error):
    message = str(error)
    if isinstance(error, OSError) and error.errno in _ON_LINUX:
        message = re.sub(r"^\[Errno \d+\]", f"[Errno {_ON_LINUX[error.errno]}]", message)
    return message


def _is_own(frame):
    # Finding the module is the import machinery's work: its frames stand before the first line of the function.
    return frame.filename.startswith((_OWN, "<frozen importlib")) or frame.filename.endswith("/importlib/__init__.py")

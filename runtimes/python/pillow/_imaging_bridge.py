"""The way from Python to the imaging module: operations by name, bytes in and out.

Pictures and bytes live in the other module's memory and have numbers here. A failed operation is a text that begins with
the name of Python's exception.
"""

import _imaging_host as host

_perform = host.perform

_EXCEPTIONS = {
    kind.__name__: kind
    for kind in (ValueError, OSError, MemoryError, IndexError, EOFError, TypeError, OverflowError)
}


def _raise(text):
    name, _, message = text.partition(": ")
    raise _EXCEPTIONS.get(name, ValueError)(*([message] if message else []))


def _number(name):
    number = host.find(name)
    if number < 0:
        raise NotImplementedError(f"the imaging module has no operation {name!r}")
    return number


def operation(name):
    """The operation of that name, as a function of numbers. It is looked for when it is first called: there are many."""
    number = None

    def call(*arguments):
        nonlocal number
        if number is None:
            number = _number(name)
        result = _perform(number, *arguments)
        if type(result) is str:
            _raise(result)
        return result

    return call


release = operation("release")
release_bytes = operation("release_bytes")


class Given:
    """Bytes handed to the other side, for the time of a `with`."""

    __slots__ = ("number",)

    def __init__(self, data):
        self.number = put(data)

    def __enter__(self):
        return self.number

    def __exit__(self, *_):
        release_bytes(self.number)


def put(data):
    """The number of a copy of `data`, anything that has bytes. It is to be released."""
    if not isinstance(data, (bytes, bytearray)):
        data = memoryview(data)
        data = data.cast("B") if data.contiguous and data.nbytes else bytes(data)
    number = host.put(data)
    if number < 0:
        raise MemoryError
    return number


def take(number):
    """The bytes of that number, which are let go."""
    data = bytearray(host.length(number))
    copied = host.take(number, data)
    release_bytes(number)
    if not copied:
        raise MemoryError
    return bytes(data)

"""The one way out of the interpreter: AWS calls, waiting, log lines and the end of the process.

Whatever the browser offers beside these is taken away by `close`, before anyone's code runs.
"""

import json
import sys

_outside = None
_to_js = None
_run_sync = None
#: What the interpreter waits for, while it waits.
_waiting = None

#: Modules through which Python code would reach the browser's objects.
_DOORS = ("js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core", "_pyodide_js")


def open_to(outside):
    """Takes what the worker offers: functions of JavaScript, called with plain values alone."""
    global _outside, _run_sync, _to_js
    from pyodide.ffi import run_sync, to_js

    _outside, _run_sync, _to_js = outside, run_sync, to_js


class _Waiting:
    """A wait, with as much of a future as `run_sync` asks for. One of asyncio's takes five turns of the browser's loop."""

    #: By this it is taken for a future.
    _asyncio_future_blocking = False

    def add_done_callback(self, callback, *, context=None):
        self.end = callback

    def result(self):
        """The worker keeps what there is to take."""

    def __await__(self):
        """Never called: what can be waited for has it."""
        yield self


def _wait():
    global _waiting
    _waiting = _Waiting()
    _run_sync(_waiting)


def wake():
    """Called by the worker when a wait is over."""
    _waiting.end(_waiting)


def call(method, host, path, query, headers, body):
    """Sends a request to AWS and waits for its answer: (status, [[name, value]], body)."""
    _outside.call(method, host, path, query, json.dumps(headers), _to_js(body))
    _wait()
    status, answered = json.loads(_outside.answered())
    return status, answered, _outside.body().to_bytes()


def sleep(seconds):
    """Lets virtual time pass; `None` waits for what never comes."""
    _outside.sleep(-1 if seconds is None else max(0.0, seconds) * 1e6)
    _wait()


def log(text):
    """One log event, line breaks and all."""
    _outside.log(text)


def leave(status):
    """Ends the process. It does not return."""
    _outside.leave(status)
    _wait()


def uncounted(begins):
    """Says that what the runtime brings is being loaded, or that this is over: such time is nobody's to pay for."""
    if _outside is not None:
        _outside.uncounted(begins)


class _NoDoor:
    """Answers an import of what Lambda does not have, as an import of what is not there is answered."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in _DOORS:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def close():
    """Takes the modules of the browser away."""
    for finder in sys.meta_path:
        # It is gone from here in a moment, but others may hold it, and it holds the browser's global scope.
        if "pyodide" in type(finder).__module__:
            getattr(finder, "jsproxies", {}).clear()
    sys.meta_path[:] = [finder for finder in sys.meta_path if "pyodide" not in type(finder).__module__]
    for name in [name for name in sys.modules if name.partition(".")[0] in _DOORS]:
        module = sys.modules.pop(name)
        # The interpreter itself needs some of these; what they hold of the browser they need no longer, but for the
        # loop's way to put something off.
        for key, value in list(getattr(module, "__dict__", {}).items()):
            if key != "scheduleCallback" and type(value).__name__ == "JsProxy" or key in ("run_js", "jsfinder"):
                vars(module).pop(key, None)
    sys.meta_path.insert(0, _NoDoor)

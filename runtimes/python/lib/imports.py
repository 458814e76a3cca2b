"""What happens when a module is imported: loading what the runtime brings counts for nothing, and some of it is then
fitted to a world without sockets and threads.
"""

import functools
import gc
import sys
from importlib import _bootstrap_external as machinery

from . import cage

#: What to do once a module has been imported, by its name.
_then = {}
_depth = 0
_collected = False
#: Whether the function's own modules are still being imported: what its packages made by then is there for good.
starting = True
_load = machinery._LoaderBasics.exec_module


def after_import(name):
    """Has the decorated function called with the module `name`: now, or as soon as it is imported."""

    def register(fit):
        module = sys.modules.get(name)
        if module is None:
            _then[name] = fit
        else:
            fit(module)
        return fit

    return register


def _begin_loading():
    """From here on time counts for nothing, and nothing is looked for that could go: what is loaded stays."""
    global _depth, _collected
    _depth += 1
    if _depth == 1:
        cage.uncounted(True)
        _collected = gc.isenabled()
        gc.disable()


def _end_loading():
    global _depth
    _depth -= 1
    if _depth == 0:
        if _collected:
            if starting:
                gc.freeze()
            gc.enable()
        cage.uncounted(False)


def _exec_module(self, module):
    origin = getattr(module.__spec__, "origin", None) or ""
    if origin.startswith(("/var/task/", "/tmp/", "/opt/")):
        return _load(self, module)
    _begin_loading()
    try:
        _load(self, module)
    finally:
        _end_loading()
    fit = _then.pop(module.__name__, None)
    if fit is not None:
        fit(module)


def uncounted(function):
    """Wraps a function of the runtime's packages whose time is loading rather than computing."""

    @functools.wraps(function)
    def loading(*args, **kwargs):
        _begin_loading()
        try:
            return function(*args, **kwargs)
        finally:
            _end_loading()

    return loading


def install():
    """Begins to watch imports."""
    # The interpreter leaves frames of the import machinery out of tracebacks by the name of their file.
    _exec_module.__code__ = _exec_module.__code__.replace(co_filename="<frozen importlib._bootstrap_external>")
    machinery._LoaderBasics.exec_module = _exec_module

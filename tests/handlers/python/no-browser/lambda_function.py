import gc
import importlib
import sys


def lambda_handler(event, context):
    found = []
    for name in ("js", "pyodide_js", "pyodide", "pyodide.code", "pyodide.ffi", "pyodide.http", "_pyodide", "_pyodide_core"):
        try:
            importlib.import_module(name)
            found.append(name)
        except ModuleNotFoundError:
            pass
    for value in gc.get_objects() + list(vars(sys.modules["_runtime.cage"]).values()):
        if type(value).__name__ != "JsProxy":
            continue
        for door in ("postMessage", "fetch", "Worker", "eval", "Function", "indexedDB", "importScripts", "self"):
            if hasattr(value, door):
                found.append(door)
        maker = getattr(getattr(value, "constructor", None), "constructor", None)
        if maker is not None and "Function" in str(getattr(maker, "name", "")):
            found.append("a maker of functions")
    return found

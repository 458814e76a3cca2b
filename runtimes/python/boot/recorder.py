"""Stands in for `_compiled` when the build finds out what a start compiles, and to what."""

import marshal


class _Sources(dict):
    """Code by `exec` or `eval` and its source, as `marshal` writes it."""

    def get(self, key):
        run, source = key
        if type(source) is str:
            self[key] = marshal.dumps(compile(source, "<string>", run, dont_inherit=True))
        return None


SOURCES = _Sources()

# From here on modules are imported that compile sources themselves.
import array
from re import _compiler


class _Sre:
    """The module `_sre`, which notes what it was last asked to compile."""

    def __getattr__(self, name):
        return getattr(_sre, name)

    def compile(self, pattern, flags, code, groups, groupindex, indexgroup):
        self.asked = int(flags), array.array("I", code).tobytes(), groups, dict(groupindex), indexgroup
        return _sre.compile(pattern, flags, code, groups, groupindex, indexgroup)


_sre, _compile, _noting = _compiler._sre, _compiler.compile, _Sre()
_compiler._sre = _noting


class _Patterns(dict):
    """What `_sre` compiles, by a pattern and its flags."""

    def get(self, key):
        pattern, flags = key
        if flags & _compiler.SRE_FLAG_DEBUG == 0:
            _compile(pattern, flags)
            self[key] = _noting.asked
        return None


PATTERNS = _Patterns()

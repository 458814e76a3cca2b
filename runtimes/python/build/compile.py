"""Compiles Python files to bytecode, inside the very interpreter that will run it."""

import importlib.util
import marshal

# The second word of a .pyc: checked by hash, and not checked again when it is loaded.
UNCHECKED_HASH = 1


def compiled(source: bytes, path: str) -> bytes:
    """The .pyc of `source`, whose tracebacks will name `path`."""
    code = compile(source, path, "exec", dont_inherit=True, optimize=0)
    flags = UNCHECKED_HASH.to_bytes(4, "little")
    return importlib.util.MAGIC_NUMBER + flags + importlib.util.source_hash(source) + marshal.dumps(code)

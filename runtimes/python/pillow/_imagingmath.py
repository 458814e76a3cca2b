"""ImageMath's operators on pictures of whole numbers (I) and floats (F), one pixel after the other in Python: slow, and
seldom wanted. Animated GIFs ask for it."""

import math
import operator


def _whole(function):
    """Whole numbers have 32 bits."""
    return lambda *values: (int(function(*values)) + 0x80000000 & 0xFFFFFFFF) - 0x80000000


def _power(a, b):
    try:
        return a**b
    except (OverflowError, ZeroDivisionError):
        return 0


def _quotient(a, b):
    return math.trunc(a / b) if b else 0


_BOTH = {
    "abs": abs,
    "neg": operator.neg,
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "diff": lambda a, b: abs(a - b),
    "min": min,
    "max": max,
    "pow": _power,
}
_WHOLE = {
    "div": _quotient,
    "mod": lambda a, b: a - b * _quotient(a, b) if b else 0,
    "invert": operator.invert,
    "and": operator.and_,
    "or": operator.or_,
    "xor": operator.xor,
    "lshift": lambda a, b: a << (b & 31),
    "rshift": lambda a, b: a >> (b & 31),
}
_COMPARED = {name: getattr(operator, name) for name in ("eq", "ne", "lt", "le", "gt", "ge")}

for _name, _function in (_BOTH | _WHOLE | _COMPARED).items():
    globals()[f"{_name}_I"] = _whole(_function)
for _name, _function in _BOTH.items():
    globals()[f"{_name}_F"] = _function
for _name, _function in _COMPARED.items():
    globals()[f"{_name}_F"] = _whole(_function)
div_F = lambda a, b: a / b if b else 0.0
mod_F = lambda a, b: math.fmod(a, b) if b else 0.0


def unop(operation, out, image):
    out.putdata([operation(value) for value in image])


def binop(operation, out, first, second):
    out.putdata([operation(a, b) for a, b in zip(first, second)])

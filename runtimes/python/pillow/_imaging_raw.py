"""Raw modes: how pixels of a mode lie in files and in Python's bytes.

A layout is what the operations `pack` and `unpack` take: bits of a pixel, a factor and a flip for samples, whether the low
bits come first, and where each byte of the result comes from.
"""

_FULL = 256 + 255  # always 255
_NONE = 256  # always 0


def _layout(bits, *sources, factor=1, flip=0, low_first=0):
    return (bits, factor, flip, low_first, len(sources), *sources)


def _bits(bits, factor=1, flip=0, low_first=0):
    return _layout(bits, 0, factor=factor, flip=flip, low_first=low_first)


_ONE = _layout(8, 0)
_FOUR = _layout(32, 0, 1, 2, 3)
_FOUR_BACK = _layout(32, 3, 2, 1, 0)
_THREE = _layout(24, 0, 1, 2, _FULL)

_UNPACK_RGB = {
    "RGB": _THREE,
    "BGR": _layout(24, 2, 1, 0, _FULL),
    "RGBX": _layout(32, 0, 1, 2, _FULL),
    "BGRX": _layout(32, 2, 1, 0, _FULL),
    "XRGB": _layout(32, 1, 2, 3, _FULL),
    "XBGR": _layout(32, 3, 2, 1, _FULL),
    "RGB;16B": _layout(48, 0, 2, 4, _FULL),
    "RGB;16L": _layout(48, 1, 3, 5, _FULL),
}

UNPACK = {
    "1": {
        "1": _bits(1, 255),
        "1;I": _bits(1, 255, flip=255),
        "1;R": _bits(1, 255, low_first=1),
        "1;IR": _bits(1, 255, flip=255, low_first=1),
        "1;8": _ONE,
    },
    "L": {
        "L": _ONE,
        "L;I": _layout(8, 0, flip=255),
        "L;1": _bits(1, 255),
        "L;2": _bits(2, 85),
        "L;4": _bits(4, 17),
        "L;16": _layout(16, 1),
        "L;16B": _layout(16, 0),
    },
    "P": {"P": _ONE, "L": _ONE, "P;1": _bits(1), "P;2": _bits(2), "P;4": _bits(4)},
    "LA": {"LA": _layout(16, 0, 0, 0, 1), "LA;16B": _layout(32, 0, 0, 0, 2)},
    "La": {"La": _layout(16, 0, 0, 0, 1)},
    "PA": {"PA": _layout(16, 0, 0, 0, 1), "LA": _layout(16, 0, 0, 0, 1)},
    "RGB": _UNPACK_RGB,
    "RGBX": {**_UNPACK_RGB, "RGBX": _FOUR},
    "RGBA": {
        "RGBA": _FOUR,
        "BGRA": _layout(32, 2, 1, 0, 3),
        "ARGB": _layout(32, 1, 2, 3, 0),
        "ABGR": _FOUR_BACK,
        "RGB": _THREE,
        "LA": _layout(16, 0, 0, 0, 1),
        "LA;16B": _layout(32, 0, 0, 0, 2),
        "RGBA;16B": _layout(64, 0, 2, 4, 6),
        "RGBA;16L": _layout(64, 1, 3, 5, 7),
        "RGBX": _FOUR,
    },
    "RGBa": {"RGBa": _FOUR, "BGRa": _layout(32, 2, 1, 0, 3)},
    "CMYK": {"CMYK": _FOUR, "CMYK;I": _layout(32, 0, 1, 2, 3, flip=255)},
    "YCbCr": {"YCbCr": _THREE, "YCbCrX": _layout(32, 0, 1, 2, _FULL)},
    "HSV": {"HSV": _THREE},
    "LAB": {},
    "I": {
        "I": _FOUR,
        "I;32": _FOUR,
        "I;32S": _FOUR,
        "I;32N": _FOUR,
        "I;32B": _FOUR_BACK,
        "I;16": _layout(16, 0, 1, _NONE, _NONE),
        "I;16N": _layout(16, 0, 1, _NONE, _NONE),
        "I;16B": _layout(16, 1, 0, _NONE, _NONE),
        "I;8": _layout(8, 0, _NONE, _NONE, _NONE),
    },
    "F": {"F": _FOUR, "F;32F": _FOUR, "F;32NF": _FOUR, "F;32BF": _FOUR_BACK},
    "I;16": {"I;16": _layout(16, 0, 1), "I;16N": _layout(16, 0, 1), "I;16B": _layout(16, 1, 0)},
}

_PACK_RGB = {
    "RGB": _layout(24, 0, 1, 2),
    "BGR": _layout(24, 2, 1, 0),
    "RGBX": _layout(32, 0, 1, 2, _FULL),
    "RGBA": _layout(32, 0, 1, 2, _FULL),
    "XRGB": _layout(32, _NONE, 0, 1, 2),
    "BGRX": _layout(32, 2, 1, 0, _NONE),
    "XBGR": _layout(32, _NONE, 2, 1, 0),
    "R": _layout(8, 0),
    "G": _layout(8, 1),
    "B": _layout(8, 2),
}

PACK = {
    "1": {
        "1": _bits(1, 255),
        "1;I": _bits(1, 255, flip=255),
        "1;R": _bits(1, 255, low_first=1),
        "1;IR": _bits(1, 255, flip=255, low_first=1),
        "L": _ONE,
    },
    "L": {"L": _ONE, "L;16": _layout(16, _NONE, 0), "L;16B": _layout(16, 0, _NONE), "L;I": _layout(8, 0, flip=255)},
    "P": {"P": _ONE, "L": _ONE, "P;1": _bits(1), "P;2": _bits(2), "P;4": _bits(4)},
    "LA": {"LA": _layout(16, 0, 3), "L": _ONE, "A": _layout(8, 3)},
    "La": {"La": _layout(16, 0, 3)},
    "PA": {"PA": _layout(16, 0, 3), "P": _ONE, "A": _layout(8, 3)},
    "RGB": _PACK_RGB,
    "RGBX": {**_PACK_RGB, "RGBX": _FOUR, "X": _layout(8, 3)},
    "RGBA": {
        **_PACK_RGB,
        "RGBA": _FOUR,
        "BGRA": _layout(32, 2, 1, 0, 3),
        "ARGB": _layout(32, 3, 0, 1, 2),
        "ABGR": _FOUR_BACK,
        "A": _layout(8, 3),
    },
    "RGBa": {"RGBa": _FOUR, "BGRa": _layout(32, 2, 1, 0, 3)},
    "CMYK": {
        "CMYK": _FOUR,
        "CMYK;I": _layout(32, 0, 1, 2, 3, flip=255),
        "C": _layout(8, 0),
        "M": _layout(8, 1),
        "Y": _layout(8, 2),
        "K": _layout(8, 3),
    },
    "YCbCr": {"YCbCr": _layout(24, 0, 1, 2), "Y": _layout(8, 0), "Cb": _layout(8, 1), "Cr": _layout(8, 2)},
    "HSV": {"HSV": _layout(24, 0, 1, 2), "H": _layout(8, 0), "S": _layout(8, 1), "V": _layout(8, 2)},
    "LAB": {},
    "I": {
        "I": _FOUR,
        "I;32": _FOUR,
        "I;32S": _FOUR,
        "I;32B": _FOUR_BACK,
        "I;16": _layout(16, 0, 1),
        "I;16B": _layout(16, 1, 0),
    },
    "F": {"F": _FOUR, "F;32F": _FOUR, "F;32BF": _FOUR_BACK},
    "I;16": {"I;16": _layout(16, 0, 1), "I;16B": _layout(16, 1, 0)},
}


def layout(table, mode, raw_mode):
    """The layout of `raw_mode` for pixels of `mode`; Pillow's error when there is none."""
    try:
        return table[mode][raw_mode]
    except KeyError:
        raise ValueError("unrecognized raw mode") from None


def row_bytes(found, width):
    """Bytes of a row of that layout."""
    return (found[0] * width + 7) // 8

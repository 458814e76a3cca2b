"""A picture as Pillow's Python sees it: a number of the imaging module, a mode and a size.

Methods have the names and arguments that Pillow calls. Colours are told to the other side as the four bytes of a pixel.
"""

import struct

from . import _imaging_raw as raw
from ._imaging_bridge import Given, operation, release, release_bytes, take

#: The order is that of the other side (crates/imaging/src/picture.rs).
MODES = "1 L P I F I;16 LA PA La RGB RGBA RGBa RGBX CMYK YCbCr HSV LAB".split()
_NUMBER = {mode: number for number, mode in enumerate(MODES)}
_BANDS = {"LA": 2, "PA": 2, "La": 2, "RGB": 3, "YCbCr": 3, "HSV": 3, "LAB": 3, "RGBA": 4, "RGBa": 4, "RGBX": 4, "CMYK": 4}

_fill = operation("fill")
_copy = operation("copy")
_get_pixel = operation("get_pixel")
_put_pixel = operation("put_pixel")
_crop = operation("crop")
_expand = operation("expand")
_offset = operation("offset")
_transpose = operation("transpose")
_resize = operation("resize")
_reduce = operation("reduce")
_convert = operation("convert")
_set_mode = operation("set_mode")
_convert_matrix = operation("convert_matrix")
_convert_transparent = operation("convert_transparent")
_to_palette = operation("to_palette")
_put_palette = operation("put_palette")
_get_palette = operation("get_palette")
_put_palette_alpha = operation("put_palette_alpha")
_pack = operation("pack")
_unpack = operation("unpack")
_transform = operation("transform")
_quantise = operation("quantise")
_get_band = operation("get_band")
_put_band = operation("put_band")
_fill_band = operation("fill_band")
_paste = operation("paste")
_paste_colour = operation("paste_colour")
_point = operation("point")
_point_scale = operation("point_scale")
_filter = operation("filter")
_rank = operation("rank_filter")
_mode_filter = operation("mode_filter")
_box_blur = operation("box_blur")
_gaussian_blur = operation("gaussian_blur")
_unsharp = operation("unsharp_mask")
_bounds = operation("bounds")
_extrema = operation("extrema")
_histogram = operation("histogram")
_colours = operation("colours")
_projection = operation("projection")
_chop = operation("chop")
_invert = operation("invert")
_spread = operation("effect_spread")

_CHOPS = (
    "lighter darker difference multiply screen soft_light hard_light overlay add subtract add_modulo subtract_modulo"
    " and or xor"
).split()


def mode_number(mode):
    """The other side's number of a mode."""
    try:
        return _NUMBER[mode]
    except KeyError:
        raise ValueError("unrecognized image mode") from None


def _byte(value):
    return 0 if value < 0 else 255 if value > 255 else int(value)


def ink(mode, colour):
    """The four bytes of a pixel of that colour, as one number."""
    if mode == "F":
        value = colour[0] if isinstance(colour, (tuple, list)) else colour
        return struct.unpack("<I", struct.pack("<f", float(value)))[0]
    if mode in ("I", "I;16"):
        value = colour[0] if isinstance(colour, (tuple, list)) and len(colour) == 1 else colour
        if not isinstance(value, int):
            raise TypeError("color must be int or single-element tuple")
        return value & 0xFFFFFFFF if mode == "I" else max(0, min(65535, value))
    bands = _BANDS.get(mode, 1)
    if isinstance(colour, (tuple, list)):
        colour = tuple(colour)
        if bands == 1:
            if len(colour) != 1:
                raise TypeError("color must be int or single-element tuple")
            return _byte(colour[0])
        if bands == 2:
            if len(colour) not in (1, 2):
                raise TypeError("color must be int, or tuple of one or two elements")
            value, alpha = _byte(colour[0]), _byte(colour[1]) if len(colour) == 2 else 255
            return value | value << 8 | value << 16 | alpha << 24
        if len(colour) == 1:
            return ink(mode, colour[0])
        if len(colour) not in (3, 4):
            raise TypeError("color must be int, or tuple of one, three or four elements")
        four = [_byte(sample) for sample in colour] + [255]
        return four[0] | four[1] << 8 | four[2] << 16 | four[3] << 24
    if not isinstance(colour, int):
        if isinstance(colour, float) and bands == 1:
            return _byte(colour)
        raise TypeError("color must be int or tuple")
    if bands == 1:
        return _byte(colour)
    if bands == 2:
        value = colour & 255
        return value | value << 8 | value << 16 | colour & 0xFF000000
    # One number for several bands is the bytes themselves, red lowest.
    return colour & 0xFFFFFFFF if bands == 4 else colour & 0xFFFFFF | 0xFF000000


def colour_of(mode, pixel):
    """What Python sees for the four bytes of a pixel."""
    bands = _BANDS.get(mode, 1)
    if bands == 4:
        return (pixel & 255, pixel >> 8 & 255, pixel >> 16 & 255, pixel >> 24)
    if bands == 3:
        return (pixel & 255, pixel >> 8 & 255, pixel >> 16 & 255)
    if bands == 2:
        return (pixel & 255, pixel >> 24)
    if mode == "I":
        return pixel - (1 << 32) if pixel >> 31 else pixel
    if mode == "F":
        return struct.unpack("<f", struct.pack("<I", pixel))[0]
    return pixel


class PixelAccess:
    """What `Image.load()` gives: pixels by `(x, y)`."""

    __slots__ = ("_image", "_readonly")

    def __init__(self, image, readonly):
        self._image, self._readonly = image, readonly

    def __getitem__(self, place):
        return self._image.getpixel(place)

    def __setitem__(self, place, colour):
        if self._readonly:
            raise ValueError("image is readonly")
        self._image.putpixel(place, colour)




class ImagingCore:
    """A picture. It is let go with the last that refers to it."""

    __slots__ = ("number", "mode", "size", "__weakref__")
    readonly = 0

    def __new__(cls):
        return object.__new__(cls)

    @classmethod
    def of(cls, number, mode, size):
        core = cls()
        core.number, core.mode, core.size = number, mode, size
        return core

    def __del__(self, release=release):
        number = getattr(self, "number", None)
        if number is not None:
            release(number)

    def _made(self, number, size=None, mode=None):
        return ImagingCore.of(number, mode or self.mode, size or self.size)

    @property
    def bands(self):
        return _BANDS.get(self.mode, 1)

    @property
    def ptr(self):
        return self

    @property
    def id(self):
        return self.number

    def isblock(self):
        return True

    # Pixels

    def _place(self, place):
        x, y = place
        x, y = int(x), int(y)
        return (x + self.size[0] if x < 0 else x, y + self.size[1] if y < 0 else y)

    def getpixel(self, place):
        return colour_of(self.mode, _get_pixel(self.number, *self._place(place)))

    def putpixel(self, place, colour):
        _put_pixel(self.number, *self._place(place), ink(self.mode, colour))

    def pixel_access(self, readonly=0):
        return PixelAccess(self, readonly)

    def __len__(self):
        return self.size[0] * self.size[1]

    def __getitem__(self, at):
        width, height = self.size
        at = at + width * height if at < 0 else at
        if not 0 <= at < width * height:
            raise IndexError("image index out of range")
        return colour_of(self.mode, _get_pixel(self.number, at % width, at // width))

    def __iter__(self):
        width, height = self.size
        each = 1 if self.mode in ("1", "L", "P") else 2 if self.mode == "I;16" else 4
        data = take(_pack(self.number, 0, 0, width, height, 0, 0, 8 * each, 1, 0, 0, each, *range(each)))
        if each == 1:
            return iter(data)
        if each == 2:
            return iter(struct.unpack(f"<{width * height}H", data))
        if self.mode in ("I", "F"):
            return iter(struct.unpack(f"<{width * height}{'i' if self.mode == 'I' else 'f'}", data))
        columns = [data[band::4] for band in ((0, 3), (0, 1, 2), (0, 1, 2, 3))[self.bands - 2]]
        return zip(*columns)

    def putdata(self, data, scale=1.0, offset=0.0):
        width, height = self.size
        if len(data) > width * height:
            raise TypeError("too many data entries")
        plain = scale == 1.0 and offset == 0.0
        each = 1 if self.mode in ("1", "L", "P") else 2 if self.mode == "I;16" else 4
        if each == 1:
            value = lambda sample: _byte(sample[0] if isinstance(sample, (tuple, list)) else sample)
            if isinstance(data, (bytes, bytearray)) and plain:
                packed = bytes(data)
            else:
                packed = bytes(value(sample) if plain else _byte(value(sample) * scale + offset) for sample in data)
        else:
            adapt = (lambda sample: sample) if plain or self.bands > 1 else (lambda sample: sample * scale + offset)
            whole = int if self.mode in ("I", "I;16") else (lambda value: value)
            inks = [ink(self.mode, whole(adapt(sample))) for sample in data]
            packed = struct.pack(f"<{len(inks)}{'H' if each == 2 else 'I'}", *inks)
        missing = width * height * each - len(packed)
        if missing:
            rest = take(_pack(self.number, 0, 0, width, height, 0, 0, 8 * each, 1, 0, 0, each, *range(each)))
            packed += rest[len(packed) :]
        with Given(packed) as given:
            _unpack(self.number, given, 0, 0, width, height, 0, 0, 8 * each, 1, 0, 0, each, *range(each))

    # Whole pictures

    def copy(self):
        return self._made(_copy(self.number))

    def crop(self, box):
        x0, y0, x1, y1 = box
        return self._made(_crop(self.number, x0, y0, x1, y1), (max(0, x1 - x0), max(0, y1 - y0)))

    def expand(self, xmargin, ymargin, mode=0):
        size = (self.size[0] + 2 * xmargin, self.size[1] + 2 * ymargin)
        return self._made(_expand(self.number, xmargin, ymargin), size)

    def offset(self, xoffset, yoffset):
        return self._made(_offset(self.number, xoffset, yoffset))

    def transpose(self, method):
        size = self.size[::-1] if method in (2, 4, 5, 6) else self.size
        return self._made(_transpose(self.number, method), size)

    def resize(self, size, resample=0, box=None):
        box = box or (0, 0, *self.size)
        return self._made(_resize(self.number, *size, resample, *box), tuple(size))

    def reduce(self, factor, box):
        x, y = factor
        size = (-(-(box[2] - box[0]) // x), -(-(box[3] - box[1]) // y))
        return self._made(_reduce(self.number, x, y, *box), size)

    def transform(self, box, image, method, data, resample=0, fill=1):
        with Given(struct.pack(f"<{len(data)}d", *data)) as given:
            _transform(self.number, image.number, *box, method, given, resample, fill)

    def effect_spread(self, distance):
        return self._made(_spread(self.number, distance))

    # Modes and palettes

    def convert(self, mode, dither=0, palette=None):
        if palette is not None:
            return self._made(_to_palette(self.number, palette.number, bool(dither)), mode="P")
        return self._made(_convert(self.number, mode_number(mode), bool(dither)), mode=mode)

    convert2 = convert

    def convert_matrix(self, mode, matrix):
        with Given(struct.pack(f"<{len(matrix)}d", *matrix)) as given:
            return self._made(_convert_matrix(self.number, mode_number(mode), given), mode=mode)

    def convert_transparent(self, mode, colour):
        hole = colour if isinstance(colour, tuple) else (colour,) * 3
        return self._made(_convert_transparent(self.number, mode_number(mode), *hole), mode=mode)

    def setmode(self, mode):
        _set_mode(self.number, mode_number(mode))
        self.mode = mode

    def quantize(self, colors=256, method=0, kmeans=0):
        if method == 3:
            raise ValueError("dependency required by this method was not enabled at compile time")
        return self._made(_quantise(self.number, colors, method, kmeans), mode="P")

    def putpalette(self, palettemode, rawmode, data=b""):
        planes = rawmode.endswith(";L")
        name = rawmode.removesuffix(";L")
        order = {"RGB": (0, 1, 2), "BGR": (2, 1, 0), "RGBA": (0, 1, 2, 3), "RGBX": (0, 1, 2), "BGRX": (2, 1, 0)}
        if name not in order and name != "L":
            raise ValueError("unrecognized raw mode")
        step = 1 if name == "L" else len(name)
        count = min(256, len(data) // step)
        column = lambda at: data[at * count : (at + 1) * count] if planes else data[at : count * step : step]
        columns = [column(at) for at in order.get(name, (0, 0, 0))]
        if len(columns) == 3:
            columns.append(b"\xff" * count)
        colours = bytes(sample for colour in zip(*columns) for sample in colour)
        with Given(colours) as given:
            _put_palette(self.number, given, palettemode == "RGBA")
        self.mode = "PA" if "A" in self.mode else "P"

    def _palette(self):
        data = take(_get_palette(self.number))
        return data[0], data[1] | data[2] << 8, data[3:]

    def getpalettemode(self):
        return "RGBA" if self._palette()[0] else "RGB"

    def getpalette(self, mode="RGB", rawmode="RGB"):
        _, size, colours = self._palette()
        order = {"RGB": (0, 1, 2), "BGR": (2, 1, 0), "RGBA": (0, 1, 2, 3), "RGBX": (0, 1, 2, 3), "BGRX": (2, 1, 0, 3)}
        if rawmode not in order:
            raise ValueError("unrecognized raw mode")
        return bytes(colours[4 * at + band] for at in range(size) for band in order[rawmode])

    def putpalettealpha(self, index, alpha=0):
        with Given(bytes([alpha])) as given:
            _put_palette_alpha(self.number, given, index)

    def putpalettealphas(self, alphas):
        with Given(alphas) as given:
            _put_palette_alpha(self.number, given, 0)

    # Bands

    def getband(self, band):
        mode = self.mode if self.bands == 1 else "L"
        return self._made(_get_band(self.number, band), mode=mode)

    def putband(self, image, band):
        _put_band(self.number, image.number, band)

    def fillband(self, band, value):
        _fill_band(self.number, band, value)

    def split(self):
        return tuple(self.getband(band) for band in range(self.bands))

    # Pictures onto pictures

    def paste(self, source, box, mask=None):
        mask = -1 if mask is None else mask.number
        if isinstance(source, ImagingCore):
            _paste(self.number, source.number, *box, mask)
        else:
            _paste_colour(self.number, ink(self.mode, source), *box, mask)

    def point(self, table, mode=None):
        mode = mode or self.mode
        with Given(struct.pack(f"<{len(table)}d", *table)) as given:
            return self._made(_point(self.number, mode_number(mode), given), mode=mode)

    def point_transform(self, scale=1.0, offset=0.0):
        return self._made(_point_scale(self.number, scale, offset))

    # Filters

    def filter(self, size, divisor, offset, kernel):
        if size[0] * size[1] != len(kernel):
            raise ValueError("bad kernel size")
        with Given(struct.pack(f"<{len(kernel)}d", *kernel)) as given:
            return self._made(_filter(self.number, *size, divisor, offset, given))

    def rankfilter(self, size, rank):
        width, height = (side - (size // 2) * 2 for side in self.size)
        return self._made(_rank(self.number, size, rank), (width, height))

    def modefilter(self, size):
        return self._made(_mode_filter(self.number, size))

    def box_blur(self, radius, n=1):
        return self._made(_box_blur(self.number, *radius, n))

    def gaussian_blur(self, radius, passes=3):
        return self._made(_gaussian_blur(self.number, *radius, passes))

    def unsharp_mask(self, radius, percent, threshold):
        return self._made(_unsharp(self.number, radius, percent, threshold))

    # Statistics

    def _doubles(self, number):
        data = take(number)
        return struct.unpack(f"<{len(data) // 8}d", data)

    def getbbox(self, alpha_only=True):
        return tuple(int(side) for side in self._doubles(_bounds(self.number, bool(alpha_only)))) or None

    def getextrema(self):
        least, most = self._doubles(_extrema(self.number))
        return (least, most) if self.mode == "F" else (int(least), int(most))

    def histogram(self, extrema=None, mask=None):
        least, most = extrema or (0, 0)
        counts = self._doubles(_histogram(self.number, -1 if mask is None else mask.number, least, most))
        return [int(count) for count in counts]

    def entropy(self, extrema=None, mask=None):
        import math

        counts = self.histogram(extrema, mask)
        total = sum(counts)
        return -sum(count / total * math.log2(count / total) for count in counts if count)

    def getcolors(self, maxcolors=256):
        pairs = self._doubles(_colours(self.number, maxcolors))
        if not pairs and len(self):
            return None
        mode = self.mode
        return [(int(count), colour_of(mode, int(pixel))) for count, pixel in zip(pairs[::2], pairs[1::2])]

    def getprojection(self):
        data = take(_projection(self.number))
        return data[: self.size[0]], data[self.size[0] :]

    def chop_invert(self):
        return self._made(_invert(self.number))

    def save_ppm(self, filename):
        raise OSError("images are shown by no viewer here")


def _chopping(kind):
    def chop(self, image, scale=1.0, offset=0):
        size = (min(self.size[0], image.size[0]), min(self.size[1], image.size[1]))
        return self._made(_chop(self.number, image.number, kind, scale, offset), size)

    return chop


for _kind, _name in enumerate(_CHOPS):
    setattr(ImagingCore, f"chop_{_name}", _chopping(_kind))


def fill(mode, size, colour=0):
    """A new picture of one colour."""
    number = mode_number(mode)
    width, height = size
    if width < 0 or height < 0:
        raise ValueError("bad image size")
    return ImagingCore.of(_fill(number, width, height, ink(mode, colour)), mode, (width, height))


def new(mode, size):
    """A new picture whose bytes are all 0."""
    width, height = size
    if width < 0 or height < 0:
        raise ValueError("bad image size")
    return ImagingCore.of(_fill(mode_number(mode), width, height, 0), mode, (width, height))

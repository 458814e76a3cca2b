"""Drawing and bitmap fonts, as ImageDraw and ImageFont call them. Lines, rectangles and polygons are Pillow's to the pixel
where the tests say so; ellipses and their parts differ at some pixels of their edge."""

import struct

from ._imaging_bridge import Given, operation
from ._imaging_core import ink, new

_draw = operation("draw")
_paste_colour = operation("paste_colour")

_POINTS, _LINES, _RECTANGLE, _ELLIPSE, _ARC, _CHORD, _PIECE, _POLYGON = range(8)


def _flat(xy):
    """Coordinates as a flat list, from pairs or from numbers."""
    if isinstance(xy, path):
        xy = xy.xy
    flat = []
    for item in xy:
        if isinstance(item, (tuple, list)):
            flat.extend(item)
        else:
            flat.append(item)
    if len(flat) % 2:
        raise ValueError("wrong number of coordinates")
    return [float(number) for number in flat]


class draw:
    """What ImageDraw draws with."""

    def __init__(self, im, blend=0):
        self.im, self.blend = im, bool(blend)

    def draw_ink(self, colour):
        if colour == -1 and self.im.mode not in ("I", "F", "I;16"):
            return 0xFFFFFFFF
        return ink(self.im.mode, colour)

    def _draw(self, kind, xy, ink, fill=0, width=1, start=0.0, end=0.0):
        flat = _flat(xy)
        if kind in (_RECTANGLE, _ELLIPSE, _ARC, _CHORD, _PIECE):
            if len(flat) != 4:
                raise TypeError("coordinate list must contain exactly 2 coordinates")
            if flat[2] < flat[0]:
                raise ValueError("x1 must be greater than or equal to x0")
            if flat[3] < flat[1]:
                raise ValueError("y1 must be greater than or equal to y0")
        with Given(struct.pack(f"<{len(flat)}d", *flat)) as given:
            _draw(self.im.number, kind, ink, self.blend, given, bool(fill), width, start, end)

    def draw_points(self, xy, ink):
        self._draw(_POINTS, xy, ink)

    def draw_lines(self, xy, ink, width=0):
        self._draw(_LINES, xy, ink, 0, width)

    def draw_rectangle(self, xy, ink, fill, width=0):
        self._draw(_RECTANGLE, xy, ink, fill, width)

    def draw_ellipse(self, xy, ink, fill, width=0):
        self._draw(_ELLIPSE, xy, ink, fill, width)

    def draw_arc(self, xy, start, end, ink, width=0):
        self._draw(_ARC, xy, ink, 0, width, start, end)

    def draw_chord(self, xy, start, end, ink, fill, width=0):
        self._draw(_CHORD, xy, ink, fill, width, start, end)

    def draw_pieslice(self, xy, start, end, ink, fill, width=0):
        self._draw(_PIECE, xy, ink, fill, width, start, end)

    def draw_polygon(self, xy, ink, fill, width=0, mask=None):
        if mask is None:
            self._draw(_POLYGON, xy, ink, fill, width)
            return
        # Only where the mask is: drawn apart, then laid on.
        whole = new("1", self.im.size)
        draw(whole)._draw(_POLYGON, xy, 255, fill, width)
        kept = whole.chop_and(mask)
        _paste_colour(self.im.number, ink, 0, 0, *self.im.size, kept.number)

    def draw_bitmap(self, xy, bitmap, ink):
        x, y = (int(at) for at in _flat(xy)[:2])
        _paste_colour(self.im.number, ink, x, y, x + bitmap.size[0], y + bitmap.size[1], bitmap.number)

    def draw_outline(self, *_):
        raise NotImplementedError("outlines are not drawn here")


class font:
    """A bitmap font: a picture with all glyphs, and ten numbers of 16 bits for each of 256."""

    def __init__(self, im, data):
        if len(data) != 256 * 20:
            raise ValueError("descriptor table has wrong size")
        self.im = im
        self.glyphs = [struct.unpack_from(">10h", data, 20 * at) for at in range(256)]
        self.top = min(glyph[3] for glyph in self.glyphs)
        self.height = max(glyph[5] for glyph in self.glyphs) - self.top

    def _text(self, text):
        if isinstance(text, str):
            text = text.encode("latin-1")
        return [self.glyphs[at] for at in text]

    def getsize(self, text):
        return sum(glyph[0] for glyph in self._text(text)), self.height

    def getmask(self, text, mode=""):
        mask = new(self.im.mode, self.getsize(text))
        x = 0
        for dx, _, x0, y0, x1, y1, *source in self._text(text):
            if x1 > x0 and y1 > y0:
                glyph = self.im.crop(tuple(source))
                left, top = x0 + x, y0 - self.top
                mask.paste(glyph, (left, top, left + glyph.size[0], top + glyph.size[1]))
            x += dx
        return mask


class path:
    """ImagePath's list of coordinates, as far as drawing needs it."""

    def __init__(self, xy):
        self.xy = _flat(range(2 * xy) if isinstance(xy, int) else xy)

    def __len__(self):
        return len(self.xy) // 2

    def __getitem__(self, at):
        return self.tolist()[at]

    def tolist(self, flat=0):
        return list(self.xy) if flat else list(zip(self.xy[::2], self.xy[1::2]))

    def getbbox(self):
        return min(self.xy[::2]), min(self.xy[1::2]), max(self.xy[::2]), max(self.xy[1::2])


def outline():
    raise NotImplementedError("outlines are not drawn here")

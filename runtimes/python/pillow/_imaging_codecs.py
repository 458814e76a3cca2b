"""Decoders and encoders, as Pillow's ImageFile drives them.

A decoder gets bytes until it answers -1 as their number: then it is done, and its second answer says how it went.
"""

import os
import sys
import zlib

from . import _imaging_raw as raw
from ._imaging_bridge import Given, operation, put, take

_unpack = operation("unpack")
_pack = operation("pack")
_jpeg_decode = operation("jpeg_decode")
_jpeg_encode = operation("jpeg_encode")
_png_decode = operation("png_decode")
_png_encode = operation("png_encode")
_gif_decode = operation("gif_decode")
_gif_encode = operation("gif_encode")

BROKEN = -2
DONE = (-1, 0)
FAILED = (-1, BROKEN)


class _Codec:
    """What decoders and encoders have in common: the picture, and the part of it that they are about."""

    pulls_fd = False
    pushes_fd = False
    handles_eof = False
    im = None
    area = (0, 0, 0, 0)

    def setimage(self, im, extents=None):
        width, height = im.size
        x0, y0, x1, y1 = extents or (0, 0, width, height)
        if x1 - x0 <= 0 or y1 - y0 <= 0 or x0 < 0 or y0 < 0 or x1 > width or y1 > height:
            raise ValueError("tile cannot extend outside image")
        self.im = im
        self.area = (x0, y0, x1, y1)

    def setfd(self, fd):
        self.fd = fd

    def cleanup(self):
        pass


class ImagingDecoder(_Codec):
    """The kind of all decoders."""


class ImagingEncoder(_Codec):
    """The kind of all encoders: what is to be written is made at once, and given in parts of the wanted length."""

    _made = None
    _given = 0

    def make(self):
        raise NotImplementedError

    def encode(self, bufsize=16384):
        if self._made is None:
            self._made = self.make()
        part = self._made[self._given : self._given + max(bufsize, 1 << 20)]
        self._given += len(part)
        return len(part), int(self._given >= len(self._made)), part

    def encode_to_file(self, handle, bufsize=16384):
        made = memoryview(self.make())
        while made:
            made = made[os.write(handle, made) :]
        return 1


class RawDecoder(ImagingDecoder):
    def __init__(self, mode, rawmode, stride=0, ystep=1):
        self.layout = raw.layout(raw.UNPACK, mode, rawmode)
        self.stride, self.ystep = stride, ystep
        self.done = 0

    def decode(self, data):
        x0, y0, x1, y1 = self.area
        needed = raw.row_bytes(self.layout, x1 - x0)
        stride = self.stride or needed
        rows = 0 if len(data) < needed else 1 + (len(data) - needed) // stride
        rows = min(rows, y1 - y0 - self.done)
        if rows:
            upwards = self.ystep < 0
            top, bottom = y0 + self.done, y0 + self.done + rows
            if upwards:
                top, bottom = y1 - self.done - rows, y1 - self.done
            with Given(data) as given:
                _unpack(self.im.number, given, x0, top, x1, bottom, stride, upwards, *self.layout)
            self.done += rows
        return DONE if self.done == y1 - y0 else (min(rows * stride, len(data)), 0)


class RawEncoder(ImagingEncoder):
    def __init__(self, mode, rawmode, stride=0, ystep=1):
        self.layout = raw.layout(raw.PACK, mode, rawmode)
        self.stride, self.ystep = stride, ystep

    def make(self):
        return take(_pack(self.im.number, *self.area, self.stride, self.ystep < 0, *self.layout))


class JpegDecoder(ImagingDecoder):
    """Takes the file at once from where it lies, or, from ImageFile.Parser, in parts."""

    pulls_fd = True
    fd = None

    def __init__(self, mode, rawmode, jpegmode="", scale=1, draft=0):
        if rawmode.partition(";")[0] != mode:
            raise ValueError("unrecognized raw mode")
        self.inverted = rawmode.endswith(";I")
        self.scale = scale or 1
        self.parts = bytearray()

    def decode(self, data):
        if self.fd is None:
            self.parts += data
            ended = b"\xff\xd9" in self.parts[-len(data) - 1 :] if data else True
            if not ended:
                return len(data), 0
            data = bytes(self.parts)
        else:
            data = self.fd.read()
        tolerant = getattr(sys.modules.get("PIL.ImageFile"), "LOAD_TRUNCATED_IMAGES", False)
        try:
            try:
                self._decode(data)
            except EOFError:
                if self.fd is None:
                    return len(self.parts) - len(self.parts), 0
                if not tolerant:
                    raise OSError("image file is truncated (0 bytes not processed)") from None
                # What is missing stays grey.
                self._decode(data + b"\xff\xd9")
        except OSError as error:
            if "broken" in str(error):
                return FAILED
            raise
        return DONE

    def _decode(self, data):
        with Given(data) as given:
            _jpeg_decode(self.im.number, given, self.scale, self.inverted)


class JpegEncoder(ImagingEncoder):
    def __init__(
        self, mode, rawmode, quality=-1, progressive=False, smooth=0, optimize=False, keep_rgb=False, streamtype=0,
        dpi=(0, 0), subsampling=-1, restart_blocks=0, restart_rows=0, qtables=None, comment=None, extra=b"", exif=b"",
    ):  # fmt: skip
        if rawmode not in ("L", "RGB", "CMYK;I", "YCbCr"):
            raise ValueError("unrecognized raw mode")
        self.quality = 75 if quality < 0 else max(1, min(100, quality))
        self.progressive, self.optimize = bool(progressive), bool(optimize)
        self.subsampling = 2 if subsampling < 0 else subsampling
        self.dpi = dpi if isinstance(dpi, (tuple, list)) else (dpi, dpi)
        self.restart_blocks, self.restart_rows = restart_blocks, restart_rows
        self.steps = [step for table in (qtables or [])[:2] for step in table]
        segment = lambda marker, data: b"\xff" + bytes([marker]) + (len(data) + 2).to_bytes(2, "big") + data
        self.segments = b""
        if exif:
            self.segments += segment(0xE1, exif)
        self.segments += extra or b""
        if comment:
            text = comment.encode("utf-8") if isinstance(comment, str) else comment
            self.segments += segment(0xFE, text)

    def make(self):
        import struct

        restart = self.restart_blocks
        if not restart and self.restart_rows:
            unit = 16 if self.subsampling and self.im.bands == 3 else 8
            restart = self.restart_rows * -(-self.im.size[0] // unit)
        steps = struct.pack(f"<{len(self.steps)}d", *self.steps)
        with Given(self.segments) as segments, Given(steps) as steps:
            return take(
                _jpeg_encode(
                    self.im.number, self.quality, self.progressive, self.optimize, self.subsampling, *self.dpi[:2],
                    restart, segments, steps,
                )
            )  # fmt: skip


class ZipDecoder(ImagingDecoder):
    """PNG's rows: Python's zlib unpacks them, the filters are undone when all are there."""

    def __init__(self, mode, rawmode, interlaced=0, planes=-1):
        self.layout = raw.layout(raw.UNPACK, mode, rawmode)
        self.interlaced = interlaced
        self.inflate = zlib.decompressobj()
        self.rows = []

    def decode(self, data):
        try:
            self.rows.append(self.inflate.decompress(data))
        except zlib.error:
            self.flush()
            return FAILED
        if not self.inflate.eof:
            return len(data), 0
        try:
            return DONE if self.flush() else FAILED
        except OSError:
            return FAILED

    def flush(self):
        rows, self.rows = b"".join(self.rows), None
        return _png_decode(self.im.number, put(rows), *self.area, bool(self.interlaced), *self.layout)

    def cleanup(self):
        # What came before the end is shown all the same, for those who load truncated images.
        if self.rows and self.im is not None:
            try:
                self.flush()
            except OSError:
                pass


class ZipEncoder(ImagingEncoder):
    def __init__(self, mode, rawmode, optimize=False, compress_level=-1, compress_type=-1, dictionary=None):
        self.layout = raw.layout(raw.PACK, mode, rawmode)
        self.plain = rawmode.startswith("P")
        self.level = 9 if optimize else compress_level
        strategy = zlib.Z_DEFAULT_STRATEGY if self.plain else zlib.Z_FILTERED
        self.strategy = strategy if compress_type < 0 else compress_type
        self.dictionary = dictionary

    def make(self):
        rows = take(_png_encode(self.im.number, *self.area, self.plain, *self.layout))
        extra = (self.dictionary,) if self.dictionary else ()
        deflate = zlib.compressobj(self.level, zlib.DEFLATED, 15, 9, self.strategy, *extra)
        return deflate.compress(rows) + deflate.flush()


class GifDecoder(ImagingDecoder):
    def __init__(self, mode, bits=8, interlace=0, transparency=-1):
        self.bits, self.interlace, self.transparency = bits, interlace, transparency
        self.code = []

    def decode(self, data):
        at = 0
        while at < len(data):
            length = data[at]
            if length == 0:
                return self.finish()
            if at + 1 + length > len(data):
                break
            self.code.append(data[at + 1 : at + 1 + length])
            at += 1 + length
        return at, 0

    def finish(self):
        code, self.code = b"".join(self.code), None
        try:
            with Given(code) as given:
                _gif_decode(self.im.number, given, *self.area, self.bits, bool(self.interlace), self.transparency)
        except EOFError:
            raise OSError("image file is truncated (0 bytes not processed)") from None
        except OSError:
            return FAILED
        return DONE

    def cleanup(self):
        if self.code and self.im is not None:
            try:
                self.finish()
            except OSError:
                pass


class GifEncoder(ImagingEncoder):
    def __init__(self, mode, rawmode, bits=8, interlace=0):
        if rawmode not in ("L", "P") or mode not in ("L", "P", "1"):
            raise ValueError("unrecognized raw mode")
        self.bits, self.interlace = bits, interlace

    def make(self):
        return take(_gif_encode(self.im.number, *self.area, self.bits, bool(self.interlace)))

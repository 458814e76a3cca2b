"""What Pillow calls `PIL._webp`. Files are read as libwebp reads them; they are written without loss, whatever quality is
asked for, which a warning says.
"""

import struct
import warnings

from ._imaging_bridge import Given, operation, put, release_bytes, take

webpdecoder_version = "1.6.0"

_header = operation("webp_header")
_frame = operation("webp_frame")
_chunk = operation("webp_chunk")
_encode = operation("webp_encode")
_CHUNKS = ("ICCP", "EXIF", "XMP ")


class WebPAnimDecoder:
    def __init__(self, data):
        self.number = put(data)
        header = struct.unpack("<6d", take(_header(self.number)))
        width, height, loops, background, self.frames, alpha = map(int, header)
        self.info = ((width, height), loops, background, self.frames, "RGBA" if alpha else "RGBX")
        self.at = 0

    def __del__(self, release_bytes=release_bytes):
        number = getattr(self, "number", -1)
        if number >= 0:
            release_bytes(number)

    def get_info(self):
        return self.info

    def get_chunk(self, name):
        return take(_chunk(self.number, _CHUNKS.index(name))) or None

    def get_next(self):
        try:
            data = take(_frame(self.number, self.at))
        except EOFError:
            return None
        self.at += 1
        return data[4:], int.from_bytes(data[:4], "little")

    def reset(self):
        self.at = 0


class WebPAnimEncoder:
    def __init__(self, *_):
        raise OSError("animated WebP cannot be written here")


def WebPEncode(im, lossless, quality, alpha_quality, icc_profile, method, exact, exif, xmp):
    if not lossless:
        warnings.warn("WebP is written without loss here, so that the file is larger than with a quality", stacklevel=4)
    as_bytes = lambda data: data.encode("latin-1") if isinstance(data, str) else data
    with Given(as_bytes(icc_profile)) as profile, Given(as_bytes(exif)) as exif, Given(as_bytes(xmp)) as xmp:
        return take(_encode(im.number, profile, exif, xmp))

"""What Pillow calls `PIL._imaging`, over the imaging module (crates/imaging) that `imaging.js` beside this file has put
behind `_imaging_host`. How to install it is written there.

Not here: TrueType fonts (`_imagingft`; `ImageFont.load_default()` falls back to Pillow's own bitmap font), colour
management (`_imagingcms`), ImageMath and ImageMorph, TIFF's own compressions, JPEG 2000, AVIF, XBM, PCX and the like,
Arrow, and screens.
"""

from . import _imaging_codecs as _codecs
from ._imaging_bridge import operation
from ._imaging_core import ImagingCore, PixelAccess, fill, ink, mode_number, new
from ._imaging_draw import draw, font, outline, path

PILLOW_VERSION = "12.2.0"

DEFAULT_STRATEGY, FILTERED, HUFFMAN_ONLY, RLE, FIXED = range(5)

HAVE_LIBJPEGTURBO = False
HAVE_MOZJPEG = False
HAVE_LIBIMAGEQUANT = False
HAVE_XCB = False
HAVE_ZLIBNG = False
jpeglib_version = "6.2"
zlib_version = __import__("zlib").ZLIB_RUNTIME_VERSION

ImagingDecoder = _codecs.ImagingDecoder
ImagingEncoder = _codecs.ImagingEncoder
raw_decoder, raw_encoder = _codecs.RawDecoder, _codecs.RawEncoder
jpeg_decoder, jpeg_encoder = _codecs.JpegDecoder, _codecs.JpegEncoder
zip_decoder, zip_encoder = _codecs.ZipDecoder, _codecs.ZipEncoder
gif_decoder, gif_encoder = _codecs.GifDecoder, _codecs.GifEncoder

_merge = operation("merge")
_blend = operation("blend")
_alpha_composite = operation("alpha_composite")
_gradient = operation("gradient")


def merge(mode, *bands):
    numbers = [band.number for band in bands]
    return ImagingCore.of(_merge(mode_number(mode), *numbers), mode, bands[0].size)


def blend(first, second, alpha):
    return ImagingCore.of(_blend(first.number, second.number, alpha), first.mode, first.size)


def alpha_composite(below, above):
    return ImagingCore.of(_alpha_composite(below.number, above.number), below.mode, below.size)


def linear_gradient(mode):
    return ImagingCore.of(_gradient(mode_number(mode), 0), mode, (256, 256))


def radial_gradient(mode):
    return ImagingCore.of(_gradient(mode_number(mode), 1), mode, (256, 256))


def map_buffer(data, size, codec, offset, args):
    """Pillow's way to share memory. Ours is another's, so the bytes are copied."""
    im = new(args[0], size)
    decoder = _codecs.RawDecoder(args[0], *args)
    decoder.setimage(im)
    if decoder.decode(memoryview(data)[offset:])[0] >= 0:
        raise ValueError("buffer is not large enough")
    return im


def getcodecstatus(status):
    texts = {
        -1: "buffer overrun",
        -2: "broken data stream",
        -3: "unrecognized data stream contents",
        -8: "codec configuration error",
        -9: "out of memory",
    }
    return texts.get(status)


def _ignored(*_):
    return None


# Blocks, arenas and their alignment are matters of the C module's memory.
set_alignment = set_block_size = set_blocks_max = clear_cache = reset_stats = _ignored


def get_alignment():
    return 1


def get_block_size():
    return 16 * 1024 * 1024


def get_blocks_max():
    return 0

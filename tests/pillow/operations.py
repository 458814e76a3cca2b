"""What is done with Pillow, alike over its own C module and over ours: `cases(folder)` yields names, demands and pictures.

A demand is 0 when the samples must be the same, else the least PSNR in dB.
"""

import io

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps, ImageStat

CLOSE = 40
FILTERS = {"nearest": 0, "lanczos": 1, "bilinear": 2, "bicubic": 3, "box": 4, "hamming": 5}


def saved(image, form, **settings):
    """A picture written and read again."""
    kept = io.BytesIO()
    image.save(kept, form, **settings)
    return Image.open(io.BytesIO(kept.getvalue()))


def thumbnail(image, size=(100, 100), **settings):
    image.thumbnail(size, **settings)
    return image


def numbers(*values):
    """Numbers as a picture, so that they are compared like one."""
    text = repr(values).encode()
    return Image.frombytes("L", (len(text), 1), text)


def drawn(mode, draw_on, background=0):
    image = Image.new(mode, (64, 48), background)
    draw_on(ImageDraw.Draw(image))
    return image


def files(folder):
    """Each file: opened, as a thumbnail, and what its header says."""
    names = (
        "baseline.jpg progressive.jpg grey.jpg cmyk.jpg turned.jpg 422.jpg 440.jpg 444.jpg restart.jpg rgba.png rgb.png"
        " palette.png hole.png grey.png black.png deep.png interlaced.png photo.gif interlaced.gif"
    )
    for name in names.split():
        path = f"{folder}/{name}"
        yield f"open {name}", 0, lambda: Image.open(path)
        yield f"thumbnail {name}", 0, lambda: thumbnail(Image.open(path), (30, 30))
    yield "open lossless.webp", 0, lambda: Image.open(f"{folder}/lossless.webp")
    yield "open lossy.webp", CLOSE, lambda: Image.open(f"{folder}/lossy.webp")
    yield "thumbnail lossy.webp", CLOSE, lambda: thumbnail(Image.open(f"{folder}/lossy.webp"), (30, 30))
    for kind in ("baseline", "progressive"):
        yield f"12 MP {kind}", CLOSE, lambda: thumbnail(Image.open(f"{folder}/large-{kind}.jpg"))
        for scale in (2, 4, 8):
            yield f"draft 1/{scale} {kind}", 0 if scale < 8 else CLOSE, lambda: draft(f"{folder}/{kind}.jpg", scale, "RGB")
            yield f"draft 1/{scale} L {kind}", 0, lambda: draft(f"{folder}/{kind}.jpg", scale, "L")
    yield "upright", 0, lambda: ImageOps.exif_transpose(Image.open(f"{folder}/turned.jpg"))
    yield "exif", 0, lambda: numbers(dict(Image.open(f"{folder}/turned.jpg").getexif()))
    for frame in range(3):
        yield f"frame {frame} of moving.gif", 0, lambda: frame_of(f"{folder}/moving.gif", frame)
        yield f"frame {frame} of moving.webp", CLOSE, lambda: frame_of(f"{folder}/moving.webp", frame)


def draft(path, scale, mode):
    image = Image.open(path)
    image.draft(mode, (image.width // scale, image.height // scale))
    return image


def frame_of(path, frame):
    image = Image.open(path)
    image.seek(frame)
    return image.convert("RGBA")


def sizes(rgb, rgba, grey):
    for name, number in FILTERS.items():
        for size in ((20, 30), (150, 20), (97, 101)):
            yield f"resize {name} {size}", 0, lambda: rgb.resize(size, number)
        yield f"resize RGBA {name}", 0, lambda: rgba.resize((33, 21), number)
        yield f"resize L {name}", 0, lambda: grey.resize((33, 81), number)
        yield f"resize part {name}", 0, lambda: rgb.resize((30, 30), number, box=(3.5, 2.25, 40.75, 39))
        yield f"resize F {name}", CLOSE, lambda: grey.convert("F").resize((33, 21), number).convert("L")
    yield "resize LA", 0, lambda: rgba.convert("LA").resize((33, 21), Image.Resampling.BICUBIC)
    yield "resize P", 0, lambda: rgb.quantize(16, method=0).resize((30, 30)).convert("L").point(lambda v: 0)
    for factor in (2, 3, 5, (1, 4), (7, 2)):
        yield f"reduce {factor}", 0, lambda: rgb.reduce(factor)
    yield "thumbnail RGBA", 0, lambda: thumbnail(rgba.copy(), (20, 20))
    yield "thumbnail lanczos", 0, lambda: thumbnail(rgb.copy(), (20, 20), resample=Image.Resampling.LANCZOS)
    for call in (ImageOps.fit, ImageOps.contain, ImageOps.cover, ImageOps.pad):
        yield call.__name__, 0, lambda: call(rgb, (30, 30))


def places(rgb, rgba, grey):
    for method in Image.Transpose:
        yield f"transpose {method.name}", 0, lambda: rgb.transpose(method)
        yield f"transpose L {method.name}", 0, lambda: grey.transpose(method)
    for name in ("nearest", "bilinear", "bicubic"):
        yield f"rotate {name}", 0, lambda: rgb.rotate(30, FILTERS[name])
        yield f"rotate RGBA {name}", 0, lambda: rgba.rotate(-100, FILTERS[name], expand=True, fillcolor=(9, 8, 7, 6))
        shear = (1, 0.3, -5, 0.1, 0.9, 2)
        yield f"affine {name}", 0, lambda: grey.transform((50, 50), Image.Transform.AFFINE, shear, FILTERS[name])
        perspective = (1, 0.2, -3, 0.1, 1.1, 2, 0.002, 0.001)
        yield f"perspective {name}", 0, lambda: rgb.transform((50, 50), Image.Transform.PERSPECTIVE, perspective, FILTERS[name])
    quad = (3, 2, 5, 40, 55, 38, 50, 1)
    yield "quadrilateral", 0, lambda: rgb.transform((50, 50), Image.Transform.QUAD, quad, Image.Resampling.BILINEAR)
    yield "rotate 90", 0, lambda: rgb.rotate(90, expand=True)
    yield "crop", 0, lambda: rgb.crop((5, 6, 40, 30))
    yield "crop outside", 0, lambda: rgb.crop((-5, -6, 80, 50))
    yield "border", 0, lambda: ImageOps.expand(rgb, 7, "navy")
    yield "offset", 0, lambda: ImageChops.offset(rgb, 10, -5)
    yield "getbbox", 0, lambda: numbers(Image.new("L", (9, 9)).getbbox(), ImageOps.expand(rgba, 3).getbbox())


def modes(rgb, rgba, grey):
    ways = "1 L LA P RGB RGBA RGBX CMYK YCbCr HSV I F".split()
    cmyk, ycbcr, hsv = rgb.convert("CMYK"), rgb.convert("YCbCr"), rgb.convert("HSV")
    palette = Image.open(io.BytesIO(PALETTE))
    sources = {"RGB": rgb, "RGBA": rgba, "L": grey, "LA": rgba.convert("LA"), "CMYK": cmyk, "YCbCr": ycbcr, "HSV": hsv, "P": palette, "1": grey.convert("1")}
    for name, source in sources.items():
        for way in ways:
            if way == "P" and name in ("RGBA", "LA"):
                # Pillow makes a palette for these, and ours has other colours.
                yield f"convert {name} to {way}", 20, lambda: source.convert(way).convert("RGBA")
            else:
                yield f"convert {name} to {way}", 0, lambda: source.convert(way)
    yield "convert to 1 by the middle", 0, lambda: grey.convert("1", dither=Image.Dither.NONE)
    yield "convert to P without dither", 0, lambda: rgb.convert("P", dither=Image.Dither.NONE)
    yield "convert by matrix", 0, lambda: rgb.convert("L", (0.2, 0.5, 0.3, 4))
    yield "convert by matrix to RGB", 0, lambda: rgb.convert("RGB", (0.9, 0.1, 0, 4, 0, 1.2, 0, 0, 0.1, 0, 0.7, 9))
    yield "16 bits", 0, lambda: grey.convert("I;16")
    yield "16 bits, scaled", 0, lambda: grey.convert("I").point(lambda v: v * 200 + 5).convert("F")
    yield "split", 0, lambda: Image.merge("RGB", rgb.split()[::-1])
    yield "getchannel", 0, lambda: rgba.getchannel("A")
    yield "putalpha", 0, lambda: with_alpha(rgb, grey)
    yield "putalpha number", 0, lambda: with_alpha(rgb, 77)
    yield "bytes", 0, lambda: Image.frombytes("RGB", rgb.size, rgb.tobytes("raw", "BGR"))
    yield "data", 0, lambda: with_data(Image.new("RGB", (5, 4)), list(rgb.crop((0, 0, 5, 4)).get_flattened_data()))
    for method in (0, 1, 2):
        yield f"quantize {method}", 26, lambda: rgb.quantize(64, method).convert("RGB")
    yield "quantize RGBA", 22, lambda: rgba.quantize(64).convert("RGBA")
    yield "quantize few", 0, lambda: drawn("RGB", lambda d: d.rectangle((3, 3, 20, 20), "red")).quantize(8).convert("RGB")
    yield "quantize to a palette", 0, lambda: rgb.quantize(palette=palette).convert("RGB")
    yield "adaptive", 26, lambda: rgb.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).convert("RGB")


def with_alpha(image, alpha):
    image = image.copy()
    image.putalpha(alpha)
    return image


def with_data(image, data):
    image.putdata(data)
    return image


def mixtures(rgb, rgba, grey):
    other = rgb.transpose(Image.Transpose.ROTATE_180)
    yield "paste", 0, lambda: pasted(rgb, other.crop((0, 0, 30, 20)), (40, 30))
    yield "paste outside", 0, lambda: pasted(rgb, other, (-20, -10))
    yield "paste by mask", 0, lambda: pasted(rgb, other, (0, 0), grey)
    yield "paste by bits", 0, lambda: pasted(rgb, other, (5, 5), grey.convert("1"))
    yield "paste by alpha", 0, lambda: pasted(rgb, rgba, (3, 3), rgba)
    yield "paste colour", 0, lambda: pasted(rgb, "orange", (3, 3, 20, 30))
    yield "paste colour by mask", 0, lambda: pasted(rgb, (9, 200, 7), (0, 0, *grey.size), grey)
    yield "blend", 0, lambda: Image.blend(rgb, other, 0.3)
    yield "blend beyond", 0, lambda: Image.blend(rgb, other, 1.7)
    yield "composite", 0, lambda: Image.composite(rgb, other, grey)
    yield "alpha composite", 0, lambda: Image.alpha_composite(rgba, rgba.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    two = "lighter darker difference multiply screen soft_light hard_light overlay add subtract add_modulo subtract_modulo"
    for name in two.split():
        yield f"chops {name}", 0, lambda: getattr(ImageChops, name)(rgb, other)
    yield "chops add scaled", 0, lambda: ImageChops.add(rgb, other, 1.5, 10)
    yield "invert", 0, lambda: ImageChops.invert(rgb)
    yield "point", 0, lambda: rgb.point(lambda value: value * 2 % 256)
    yield "point to 1", 0, lambda: grey.point(lambda value: 255 if value > 99 else 0, "1")
    for name in ("Color", "Contrast", "Brightness", "Sharpness"):
        yield f"enhance {name}", 0, lambda: getattr(ImageEnhance, name)(rgb).enhance(1.6)
        yield f"enhance less {name}", 0, lambda: getattr(ImageEnhance, name)(rgb).enhance(0.4)
    for name in ("autocontrast", "equalize", "grayscale", "solarize", "mirror", "flip", "invert"):
        yield f"ops {name}", 0, lambda: getattr(ImageOps, name)(rgb)
    yield "posterize", 0, lambda: ImageOps.posterize(rgb, 3)
    yield "colorize", 0, lambda: ImageOps.colorize(grey, "black", "yellow")


def pasted(image, source, box, mask=None):
    image = image.copy()
    image.paste(source, box, mask)
    return image


def filters(rgb, rgba, grey):
    kernels = "BLUR CONTOUR DETAIL EDGE_ENHANCE EDGE_ENHANCE_MORE EMBOSS FIND_EDGES SHARPEN SMOOTH SMOOTH_MORE".split()
    for name in kernels:
        yield f"filter {name}", 0, lambda: rgb.filter(getattr(ImageFilter, name))
    yield "filter L", 0, lambda: grey.filter(ImageFilter.Kernel((3, 3), range(9), 20, 3))
    for radius in (0.4, 1, 2, 5.5, (3, 0), (0, 2.5)):
        yield f"gaussian {radius}", 0, lambda: rgb.filter(ImageFilter.GaussianBlur(radius))
        yield f"box {radius}", 0, lambda: grey.filter(ImageFilter.BoxBlur(radius))
    yield "gaussian RGBA", 0, lambda: rgba.filter(ImageFilter.GaussianBlur(3))
    yield "box wide", 0, lambda: rgb.filter(ImageFilter.BoxBlur(200))
    yield "unsharp", 0, lambda: rgb.filter(ImageFilter.UnsharpMask(2, 150, 3))
    for name in ("MedianFilter", "MinFilter", "MaxFilter", "ModeFilter"):
        yield f"filter {name}", 0, lambda: rgb.filter(getattr(ImageFilter, name)(5))


def statistics(rgb, rgba, grey):
    yield "histogram", 0, lambda: numbers(rgb.histogram())
    yield "histogram by mask", 0, lambda: numbers(grey.histogram(grey.convert("1")))
    yield "extrema", 0, lambda: numbers(rgb.getextrema(), grey.convert("F").getextrema())
    yield "colours", 0, lambda: numbers(sorted(rgb.quantize(8, 0).point([at % 3 for at in range(256)]).getcolors()) and 1)
    yield "getcolors", 0, lambda: numbers(sorted(grey.getcolors()), rgb.getcolors(5))
    yield "stat", 0, lambda: numbers([(s.mean, s.stddev, s.median, s.rms) for s in [ImageStat.Stat(rgb)]])
    yield "pixels", 0, lambda: numbers(rgb.getpixel((3, 4)), rgba.getpixel((-1, -1)), grey.load()[5, 6], list(grey.getdata())[:9])
    yield "entropy", 0, lambda: numbers(round(grey.entropy(), 9))
    yield "projection", 0, lambda: numbers(drawn("L", lambda d: d.point((5, 6), 1)).getprojection())


def drawings():
    yield "lines", 0, lambda: drawn("RGB", lambda d: d.line([(2, 3), (60, 40), (10, 44), (30, 1)], "red"))
    yield "wide lines", 0, lambda: drawn("L", lambda d: d.line([(5, 6), (50, 40)], 200, width=5))
    yield "rectangle", 0, lambda: drawn("RGB", lambda d: d.rectangle((5, 6, 50, 40), "blue", "white", 3))
    yield "polygon", 0, lambda: drawn("RGB", lambda d: d.polygon([(5, 6), (60, 20), (30, 45), (2, 30)], "green"))
    yield "polygon with outline", 0, lambda: drawn("RGB", lambda d: d.polygon([(5, 6), (60, 20), (30, 45)], "green", "red"))
    yield "points", 0, lambda: drawn("1", lambda d: d.point([(1, 2), (3, 4), (70, 3)], 1))
    yield "ellipse", 15, lambda: drawn("L", lambda d: d.ellipse((5, 6, 50, 40), 255))
    yield "ellipse with outline", 12, lambda: drawn("L", lambda d: d.ellipse((5, 6, 50, 40), 100, 255, 3))
    yield "arc", 12, lambda: drawn("L", lambda d: d.arc((5, 6, 50, 40), 30, 200, 255, 2))
    yield "piece", 12, lambda: drawn("L", lambda d: d.pieslice((5, 6, 50, 40), 30, 200, 255))
    yield "chord", 12, lambda: drawn("L", lambda d: d.chord((5, 6, 50, 40), 30, 200, 255))
    yield "rounded", 20, lambda: drawn("RGB", lambda d: d.rounded_rectangle((3, 3, 60, 44), 9, "teal"))
    font = ImageFont.load_default_imagefont()
    yield "text", 0, lambda: drawn("RGB", lambda d: d.text((3, 5), "Cold start!", "yellow", font))
    yield "text size", 0, lambda: numbers(font.getbbox("Cold"), font.getlength("start"))


def writing(rgb, rgba, grey):
    few = drawn("RGB", lambda d: d.rectangle((3, 3, 20, 20), "red"), "navy")
    yield "JPEG", 28, lambda: saved(rgb, "JPEG")
    yield "JPEG fine", 34, lambda: saved(rgb, "JPEG", quality=95, subsampling=0)
    yield "JPEG progressive", 28, lambda: saved(rgb, "JPEG", progressive=True, optimize=True)
    yield "JPEG grey", 28, lambda: saved(grey, "JPEG", quality=80)
    yield "JPEG CMYK", 28, lambda: saved(rgb.convert("CMYK"), "JPEG")
    yield "JPEG keeps", 0, lambda: numbers(kept(saved(rgb, "JPEG", dpi=(72, 72), comment="drawn", exif=turned())))
    yield "PNG RGB", 0, lambda: saved(rgb, "PNG")
    yield "PNG RGBA", 0, lambda: saved(rgba, "PNG", optimize=True)
    yield "PNG L", 0, lambda: saved(grey, "PNG", compress_level=1)
    yield "PNG LA", 0, lambda: saved(rgba.convert("LA"), "PNG")
    yield "PNG 1", 0, lambda: saved(grey.convert("1"), "PNG")
    yield "PNG P", 0, lambda: saved(few.quantize(8), "PNG").convert("RGB")
    yield "PNG 16 bits", 0, lambda: saved(grey.convert("I;16"), "PNG")
    yield "GIF L", 0, lambda: saved(grey, "GIF")
    yield "GIF few", 0, lambda: saved(few, "GIF").convert("RGB")
    yield "GIF moving", 0, lambda: numbers(saved(few, "GIF", save_all=True, append_images=[few.rotate(90)], duration=50).n_frames)
    yield "WebP", 0, lambda: saved(rgb, "WEBP", lossless=True)
    yield "WebP RGBA", 0, lambda: saved(rgba, "WEBP", lossless=True, exact=True)
    yield "BMP", 0, lambda: saved(rgb, "BMP")
    yield "PPM", 0, lambda: saved(rgb, "PPM")
    yield "TIFF", 0, lambda: saved(rgb, "TIFF")
    yield "ICO", 0, lambda: saved(rgba, "ICO", sizes=[(32, 32)])


def turned():
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def kept(image):
    return image.info.get("dpi"), image.info.get("comment"), dict(image.getexif())


def damaged(folder):
    """What Pillow says of files that are none: the kind of the error, and its words up to the first digit."""
    names = "cut.jpg cut-progressive.jpg cut.png cut.gif cut.webp garbage.jpg garbage.png garbage.gif empty.jpg zero.png huge.png huge.jpg text.jpg wrong-crc.png"
    for name in names.split():
        yield f"damaged {name}", 0, lambda: numbers(said(f"{folder}/{name}"))
    yield "damaged cut.jpg, allowed", 0, lambda: numbers(allowed(f"{folder}/cut.jpg"))


def said(path):
    try:
        image = Image.open(path)
        image.load()
        return image.mode, image.size
    except Exception as error:
        text = str(error).replace(path, "FILE")
        end = next((at for at, letter in enumerate(text) if letter.isdigit()), len(text))
        return type(error).__name__, text[:end]


def allowed(path):
    from PIL import ImageFile

    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        return said(path)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def cases(folder):
    global PALETTE
    with open(f"{folder}/palette.png", "rb") as file:
        PALETTE = file.read()
    rgb = Image.open(f"{folder}/rgb.png").convert("RGB")
    rgba = Image.open(f"{folder}/rgba.png").convert("RGBA")
    grey = Image.open(f"{folder}/grey.png").convert("L")
    three = rgb, rgba, grey
    yield from files(folder)
    for group in (sizes, places, modes, mixtures, filters, statistics):
        yield from group(*three)
    yield from drawings()
    yield from writing(*three)
    yield from damaged(folder)


def result(make):
    """A case's picture as its mode, its size and its bytes."""
    try:
        image = make()
        image.load()
        return image.mode, image.size, image.tobytes()
    except Exception as error:
        return "error", (0, 0), f"{type(error).__name__}: {error}".encode()

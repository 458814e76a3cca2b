"""Draws the pictures and records what Pillow, over its own C module, makes of them: `python record.py` in an environment
with Pillow 12.2. It need not run again unless a case is new.
"""

import base64
import hashlib
import io
import json
import pathlib
import zlib

import operations
from PIL import Image

HERE = pathlib.Path(__file__).parent
PICTURES = HERE / "pictures"


def grain(x, y, seed):
    mixed = (x * 0x9E3779B1 ^ y * 0x85EBCA77 ^ seed * 0xC2B2AE3D) & 0xFFFFFFFF
    mixed = (mixed ^ mixed >> 15) * 0x2C1B3C6D & 0xFFFFFFFF
    return (mixed ^ mixed >> 12) >> 8 & 255


def hill(x, y, seed, side):
    """Smooth noise whose hills are `side` pixels apart."""
    column, row = x // side, y // side
    along, below = x % side, y % side
    corner = lambda right, down: grain(column + right, row + down, seed)
    above = corner(0, 0) * (side - along) + corner(1, 0) * along
    under = corner(0, 1) * (side - along) + corner(1, 1) * along
    return (above * (side - below) + under * below) // (side * side)


def photo(width, height, bands=3):
    def sample(x, y, band):
        value = hill(x, y, band, 32) + hill(x, y, band + 9, 8) // 3 + grain(x, y, band + 5) // 16
        return min(255, value * 4 // 5)

    return bytes(sample(x, y, band) for y in range(height) for x in range(width) for band in range(bands))


def large():
    """12 MP of soft hills, so that the file stays small."""
    small = Image.frombytes("RGB", (250, 188), photo(250, 188))
    return small.resize((4000, 3000), Image.Resampling.BICUBIC)


def draw():
    PICTURES.mkdir(exist_ok=True)
    size = (61, 43)
    rgb = Image.frombytes("RGB", size, photo(*size))
    rgba = Image.frombytes("RGBA", size, photo(*size, 4))
    grey = rgb.convert("L")
    exif = operations.turned()

    def save(image, name, **settings):
        image.save(PICTURES / name, **settings)

    save(rgb, "rgb.png")
    save(rgba, "rgba.png")
    save(grey, "grey.png")
    save(grey.convert("1"), "black.png")
    save(grey.convert("I").point(lambda v: v * 200 + 5).convert("I;16"), "deep.png")
    save(rgb.quantize(50), "palette.png")
    save(rgb.quantize(13), "hole.png", transparency=3)
    save(rgb.quantize(60), "photo.gif", interlace=0)
    save(rgb.quantize(60), "interlaced.gif", interlace=1)
    frames = [rgb.rotate(turn).quantize(30) for turn in (0, 90, 180)]
    save(frames[0], "moving.gif", save_all=True, append_images=frames[1:], duration=70)
    save(rgb, "moving.webp", save_all=True, append_images=[rgb.rotate(90), rgb.rotate(180)], lossless=True, duration=70)
    save(rgba, "lossless.webp", lossless=True, exact=True)
    save(rgb, "lossy.webp", quality=85)
    save(grey, "grey.jpg", quality=85)
    save(rgb.convert("CMYK"), "cmyk.jpg", quality=85)
    save(rgb, "turned.jpg", exif=exif)
    save(rgb, "422.jpg", subsampling=1, quality=85)
    save(rgb, "444.jpg", subsampling=0, quality=85)
    save(rgb, "restart.jpg", restart_marker_blocks=3, quality=85)
    # Twice as fine across as down: a turned picture of 4:2:2, as cameras turn them without loss.
    (PICTURES / "440.jpg").write_bytes(sampled(rgb))
    big = Image.frombytes("RGB", (163, 121), photo(163, 121))
    save(big, "baseline.jpg", quality=88)
    save(big, "progressive.jpg", quality=88, progressive=True)
    interlaced(rgb, PICTURES / "interlaced.png")
    photo12 = large()
    save(photo12, "large-baseline.jpg", quality=60)
    save(photo12, "large-progressive.jpg", quality=60, progressive=True)
    damage()


def sampled(rgb):
    """A file with colours at half the height only, which Pillow does not write: a 4:2:2 file with its factors and sides
    exchanged is a sound file of another picture."""
    kept = io.BytesIO()
    rgb.resize((64, 32)).save(kept, "JPEG", subsampling=1, quality=85)
    data = bytearray(kept.getvalue())
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = (64).to_bytes(2, "big") + (32).to_bytes(2, "big")
    data[at + 11] = 0x12
    return bytes(data)


def interlaced(rgb, path):
    """Pillow writes no interlaced files, so the passes are put together here."""
    import struct

    data = rgb.tobytes()
    width, height = rgb.size
    rows = bytearray()
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    for x0, y0, step_x, step_y in passes:
        for y in range(y0, height, step_y):
            rows.append(0)
            for x in range(x0, width, step_x):
                rows += data[(y * width + x) * 3 :][:3]
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    header = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 1)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows))) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + parts)


def damage():
    read = lambda name: (PICTURES / name).read_bytes()
    write = lambda name, data: (PICTURES / name).write_bytes(bytes(data))
    for whole, name in [
        ("baseline.jpg", "cut.jpg"),
        ("progressive.jpg", "cut-progressive.jpg"),
        ("rgb.png", "cut.png"),
        ("photo.gif", "cut.gif"),
        ("lossy.webp", "cut.webp"),
    ]:
        data = read(whole)
        write(name, data[: len(data) * 2 // 3])
    for whole, name in [("baseline.jpg", "garbage.jpg"), ("photo.gif", "garbage.gif")]:
        data = bytearray(read(whole))
        write(name, data[:20] + bytes(grain(at, 1, 2) for at in range(500)))
    write("garbage.png", read("rgb.png")[:41] + bytes(grain(at, 1, 2) for at in range(500)))
    write("empty.jpg", b"")
    write("text.jpg", b"this is no picture at all, whatever its name says")
    png = bytearray(read("rgb.png"))
    png[16:24] = bytes(8)
    png[29:33] = zlib.crc32(png[12:29]).to_bytes(4, "big")
    write("zero.png", png)
    png[16:24] = (60_000).to_bytes(4, "big") * 2
    png[29:33] = zlib.crc32(png[12:29]).to_bytes(4, "big")
    write("huge.png", png)
    jpg = bytearray(read("baseline.jpg"))
    at = jpg.index(b"\xff\xc0")
    jpg[at + 5 : at + 9] = b"\xff\xdc\xff\xdc"
    write("huge.jpg", jpg)
    png = bytearray(read("rgb.png"))
    png[60] ^= 0x55
    write("wrong-crc.png", png)


def record():
    recorded = []
    for name, demand, make in operations.cases(str(PICTURES)):
        mode, size, data = operations.result(make)
        case = {"name": name, "demand": demand, "mode": mode, "size": list(size), "sha": hashlib.sha256(data).hexdigest()[:16]}
        if mode == "error":
            print("error:", name, data.decode())
        if demand or len(data) < 60:
            case["data"] = base64.b64encode(zlib.compress(data, 9)).decode()
        recorded.append(case)
    lines = ",\n".join(json.dumps(case) for case in recorded)
    (HERE / "recorded.json").write_text(f"[\n{lines}\n]\n")
    print(len(recorded), "cases")


if __name__ == "__main__":
    draw()
    record()

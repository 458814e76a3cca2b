import io

from PIL import Image, ImageDraw, ImageOps


def lambda_handler(event, context):
    picture = Image.new("RGB", (200, 100), (255, 0, 0))
    ImageDraw.Draw(picture).rectangle((0, 0, 99, 99), fill=(0, 0, 255))
    sizes = []
    for form in ("PNG", "JPEG", "GIF", "WEBP"):
        buffer = io.BytesIO()
        picture.save(buffer, form)
        buffer.seek(0)
        again = Image.open(buffer)
        again.load()
        sizes.append([again.format, again.size, again.mode])
    small = ImageOps.fit(picture.rotate(90, expand=True), (50, 50)).convert("L")
    return [sizes, small.size, small.mode, picture.getpixel((10, 10)), picture.getpixel((150, 10))]

import io
import os
from urllib.parse import unquote_plus

import boto3
from PIL import Image

# What stands out here runs once for each environment, while it starts.
s3 = boto3.client("s3")
TARGET_BUCKET = os.environ["TARGET_BUCKET"]
SIZE = int(os.environ.get("THUMBNAIL_SIZE", "100"))
QUALITY = int(os.environ.get("JPEG_QUALITY", "75"))


def lambda_handler(event, context):
    made = []
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        # Keys come encoded as in an address: a space is a plus.
        key = unquote_plus(record["s3"]["object"]["key"])

        photo = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        image = Image.open(io.BytesIO(photo))
        image.thumbnail((SIZE, SIZE))

        small = io.BytesIO()
        image.convert("RGB").save(small, "JPEG", quality=QUALITY)

        thumbnail = f"thumbnails/{key}"
        s3.put_object(
            Bucket=TARGET_BUCKET,
            Key=thumbnail,
            Body=small.getvalue(),
            ContentType="image/jpeg",
        )
        print(f"{key}: {len(photo)} bytes became {small.tell()}")
        made.append(thumbnail)

    return {"thumbnails": made}

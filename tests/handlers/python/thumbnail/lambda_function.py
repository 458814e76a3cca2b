import io
import urllib.parse

import boto3
from PIL import Image

s3 = boto3.client("s3")


def lambda_handler(event, context):
    put = event["Records"][0]["s3"]
    key = urllib.parse.unquote_plus(put["object"]["key"])
    original = s3.get_object(Bucket=put["bucket"]["name"], Key=key)["Body"].read()
    picture = Image.open(io.BytesIO(original))
    picture.thumbnail((100, 100))
    small = io.BytesIO()
    picture.save(small, "JPEG")
    small.seek(0)
    s3.put_object(Bucket="thumbnails", Key=f"small/{key}", Body=small)
    return {"statusCode": 200, "body": f"{picture.format} {picture.size}"}

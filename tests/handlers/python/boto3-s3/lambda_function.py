import boto3

s3 = boto3.client("s3")


def lambda_handler(event, context):
    s3.put_object(Bucket="photos", Key="a b.txt", Body=b"x" * 10, ContentType="text/plain")
    got = s3.get_object(Bucket="photos", Key="a b.txt")
    body = got["Body"].read().decode()
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket="photos")
    keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
    try:
        s3.get_object(Bucket="photos", Key="none")
    except s3.exceptions.NoSuchKey as error:
        return [body, got["ContentType"], keys, error.response["Error"]["Code"]]

import io

import boto3

s3 = boto3.client("s3")


def lambda_handler(event, context):
    with open("/tmp/out.txt", "w") as file:
        file.write("from a file")
    s3.upload_file("/tmp/out.txt", "photos", "file.txt")
    s3.upload_fileobj(io.BytesIO(b"from memory"), "photos", "memory.txt")
    s3.download_file("photos", "file.txt", "/tmp/in.txt")
    return open("/tmp/in.txt").read()

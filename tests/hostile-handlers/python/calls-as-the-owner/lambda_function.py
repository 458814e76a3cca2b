import boto3

from attempts import attempts


def puts(**pair):
    client = boto3.client("s3", region_name="us-east-1", **pair)
    return client.put_object(Bucket="my-thumbnails", Key="hostile", Body=b"x")["ETag"]


def lambda_handler(event, context):
    return attempts(
        role=puts,
        owner=lambda: puts(aws_access_key_id="test", aws_secret_access_key="test", aws_session_token=None),
    )

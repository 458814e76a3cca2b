import boto3

from attempts import attempts


def lists(**pair):
    return len(boto3.client("s3", region_name="us-east-1", **pair).list_buckets()["Buckets"])


def lambda_handler(event, context):
    return attempts(
        role=lists,
        owner=lambda: lists(aws_access_key_id="test", aws_secret_access_key="test", aws_session_token=None),
    )

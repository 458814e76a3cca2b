import boto3


def lambda_handler(event, context):
    boto3.client("rekognition")

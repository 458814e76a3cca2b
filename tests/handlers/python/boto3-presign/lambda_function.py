import boto3


def lambda_handler(event, context):
    address = boto3.client("s3").generate_presigned_url("get_object", Params={"Bucket": "photos", "Key": "a.jpg"}, ExpiresIn=60)
    return [address.split("?")[0], "Expires=" in address]

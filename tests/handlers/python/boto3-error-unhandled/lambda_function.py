import boto3

table = boto3.resource("dynamodb").Table("Nowhere")


def lambda_handler(event, context):
    return table.scan()["Items"]

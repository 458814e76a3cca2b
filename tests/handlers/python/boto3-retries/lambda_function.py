import boto3

sqs = boto3.client("sqs")


def lambda_handler(event, context):
    return sqs.send_message(QueueUrl="https://sqs.us-east-1.amazonaws.com/123456789012/jobs", MessageBody="go")["MessageId"]

import json

import boto3


def lambda_handler(event, context):
    boto3.client("sns").publish(TopicArn="arn:aws:sns:us-east-1:123456789012:news", Message="hi")
    answer = boto3.client("lambda").invoke(FunctionName="other", Payload=json.dumps({"a": 1}))
    boto3.client("events").put_events(Entries=[{"Source": "shop", "DetailType": "order", "Detail": "{}"}])
    names = "iam kinesis logs apigateway apigatewayv2 cloudformation dynamodbstreams"
    made = [boto3.client(name).meta.service_model.service_name for name in names.split()]
    return [json.loads(answer["Payload"].read()), made == names.split()]

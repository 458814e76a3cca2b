// An asset: AWS's SDK for JavaScript v2. Node 24 on Lambda does not bring it any more; the programs that people find
// are written for it.

const CLIENTS = {
  APIGateway: () => require("aws-sdk/clients/apigateway"),
  ApiGatewayManagementApi: () => require("aws-sdk/clients/apigatewaymanagementapi"),
  CloudWatch: () => require("aws-sdk/clients/cloudwatch"),
  CloudWatchLogs: () => require("aws-sdk/clients/cloudwatchlogs"),
  DynamoDB: () => require("aws-sdk/clients/dynamodb"),
  DynamoDBStreams: () => require("aws-sdk/clients/dynamodbstreams"),
  EventBridge: () => require("aws-sdk/clients/eventbridge"),
  IAM: () => require("aws-sdk/clients/iam"),
  Kinesis: () => require("aws-sdk/clients/kinesis"),
  Lambda: () => require("aws-sdk/clients/lambda"),
  S3: () => require("aws-sdk/clients/s3"),
  SNS: () => require("aws-sdk/clients/sns"),
  SQS: () => require("aws-sdk/clients/sqs"),
  SSM: () => require("aws-sdk/clients/ssm"),
  SecretsManager: () => require("aws-sdk/clients/secretsmanager"),
  StepFunctions: () => require("aws-sdk/clients/stepfunctions"),
  STS: () => require("aws-sdk/clients/sts"),
};

function whole() {
  require("aws-sdk/lib/node_loader");
  const AWS = require("aws-sdk/lib/core");
  for (const [name, load] of Object.entries(CLIENTS)) {
    const settle = (value) =>
      Object.defineProperty(AWS, name, { value, writable: true, configurable: true, enumerable: true });
    Object.defineProperty(AWS, name, {
      configurable: true,
      enumerable: true,
      get() {
        const value = load();
        settle(value);
        return value;
      },
      set: settle,
    });
  }
  return AWS;
}

const modules = { "aws-sdk": whole, "aws-sdk/global": () => require("aws-sdk/lib/core") };
for (const [name, load] of Object.entries(CLIENTS)) {
  modules[`aws-sdk/clients/${name.toLowerCase()}`] = () => {
    require("aws-sdk/lib/node_loader");
    return load();
  };
}
__coldstart_asset.register(modules);

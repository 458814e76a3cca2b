// An asset: AWS's SDK for JavaScript v3, as Lambda brings it along. Each package is run when it is first asked for.

__coldstart_asset.register({
  "@aws-sdk/client-dynamodb": () => require("@aws-sdk/client-dynamodb"),
  "@aws-sdk/client-lambda": () => require("@aws-sdk/client-lambda"),
  "@aws-sdk/client-s3": () => require("@aws-sdk/client-s3"),
  "@aws-sdk/client-sns": () => require("@aws-sdk/client-sns"),
  "@aws-sdk/client-sqs": () => require("@aws-sdk/client-sqs"),
  "@aws-sdk/client-sts": () => require("@aws-sdk/client-sts"),
  "@aws-sdk/lib-dynamodb": () => require("@aws-sdk/lib-dynamodb"),
  "@aws-sdk/lib-storage": () => require("@aws-sdk/lib-storage"),
  "@aws-sdk/s3-request-presigner": () => require("@aws-sdk/s3-request-presigner"),
  "@aws-sdk/util-dynamodb": () => require("@aws-sdk/util-dynamodb"),
});

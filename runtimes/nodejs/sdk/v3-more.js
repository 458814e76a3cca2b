// An asset: the rest of the SDK v3, so that most learners need not fetch it. It brings the SDK's core once more.

__coldstart_asset.register({
  "@aws-sdk/client-cloudwatch-logs": () => require("@aws-sdk/client-cloudwatch-logs"),
  "@aws-sdk/client-eventbridge": () => require("@aws-sdk/client-eventbridge"),
});

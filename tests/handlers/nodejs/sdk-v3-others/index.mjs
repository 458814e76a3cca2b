import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { PutEventsCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DescribeLogGroupsCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
export const handler = async () => {
  const sent = await new SQSClient().send(new SendMessageCommand({ QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/q', MessageBody: 'hi' }));
  const published = await new SNSClient().send(new PublishCommand({ TopicArn: 'arn:aws:sns:us-east-1:123456789012:t', Message: 'hi' }));
  const who = await new STSClient().send(new GetCallerIdentityCommand());
  const put = await new EventBridgeClient().send(new PutEventsCommand({ Entries: [{ Source: 's', DetailType: 'd', Detail: '{}' }] }));
  const groups = await new CloudWatchLogsClient().send(new DescribeLogGroupsCommand());
  return [sent.MessageId, published.MessageId, who.Account, put.FailedEntryCount, groups.logGroups];
};

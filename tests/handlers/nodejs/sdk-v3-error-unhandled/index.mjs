import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
const lambda = new LambdaClient();
export const handler = async () => {
  await lambda.send(new InvokeCommand({ FunctionName: 'other', Payload: '{}' }));
};

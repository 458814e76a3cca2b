import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
export const handler = async () => {
  await Promise.all([1, 2].map((n) => documents.send(new PutCommand({ TableName: 'T', Item: { id: `${n}`, n, tags: new Set(['a']) } }))));
  const { Item } = await documents.send(new GetCommand({ TableName: 'T', Key: { id: '1' } }));
  return { ...Item, tags: [...Item.tags] };
};

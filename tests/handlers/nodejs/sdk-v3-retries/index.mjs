import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = async () => (await client.send(new ListTablesCommand({}))).$metadata.attempts;

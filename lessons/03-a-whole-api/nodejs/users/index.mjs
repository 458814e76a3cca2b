import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand,
} from "@aws-sdk/lib-dynamodb";

const db = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const TableName = process.env.TABLE;

const answer = (statusCode, body) => ({
  statusCode,
  headers: { "content-type": "application/json" },
  body: body === undefined ? "" : JSON.stringify(body),
});

const list = async () => {
  const { Items } = await db.send(new ScanCommand({ TableName }));
  return answer(200, { users: Items });
};

const create = async (event) => {
  const user = JSON.parse(event.body);
  await db.send(new PutCommand({ TableName, Item: user }));
  return answer(201, user);
};

const read = async (event) => {
  const { Item } = await db.send(new GetCommand({ TableName, Key: { id: event.pathParameters.id } }));
  return Item ? answer(200, Item) : answer(404, { message: "There is no such user" });
};

const change = async (event) => {
  const user = { ...JSON.parse(event.body), id: event.pathParameters.id };
  await db.send(new PutCommand({ TableName, Item: user }));
  return answer(200, user);
};

const remove = async (event) => {
  await db.send(new DeleteCommand({ TableName, Key: { id: event.pathParameters.id } }));
  return answer(204);
};

const routes = {
  "GET /users": list,
  "POST /users": create,
  "GET /users/{id}": read,
  "PUT /users/{id}": change,
  "DELETE /users/{id}": remove,
};

export const handler = async (event) => {
  return routes[`${event.httpMethod} ${event.resource}`](event);
};

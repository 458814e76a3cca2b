// DynamoDB, Lambda's control plane, IAM, STS and CloudWatch Logs by the SDK for JavaScript v2.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {AWS, EMPTY_ZIP, TRUST_LAMBDA, fresh, pages, refused} from './support.mjs';

const dynamodb = new AWS.DynamoDB();
const documents = new AWS.DynamoDB.DocumentClient();
const lambda = new AWS.Lambda();
const iam = new AWS.IAM();
const logs = new AWS.CloudWatchLogs();
const Code = {ZipFile: EMPTY_ZIP};

async function notes() {
  const TableName = fresh();
  await dynamodb.createTable({
    TableName, BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{AttributeName: 'user', KeyType: 'HASH'}, {AttributeName: 'noted', KeyType: 'RANGE'}],
    AttributeDefinitions: [{AttributeName: 'user', AttributeType: 'S'}, {AttributeName: 'noted', AttributeType: 'N'}],
  }).promise();
  await dynamodb.waitFor('tableExists', {TableName}).promise();
  return TableName;
}

test('the document client keeps plain values', async () => {
  const TableName = await notes();
  const Item = {user: 'ann', noted: 1, yes: true, nothing: null, list: [1, 'two', {}], map: {a: -0.5}};
  await documents.put({TableName, Item: {...Item, set: documents.createSet(['a', 'b'])}}).promise();
  const {Item: {set, ...got}} = await documents.get({TableName, Key: {user: 'ann', noted: 1}}).promise();
  assert.deepEqual(got, Item);
  assert.deepEqual(set.values, ['a', 'b']);
});

test('conditions, updates and the errors of both', async () => {
  const TableName = await notes();
  const Key = {user: 'ann', noted: 1};
  const {Attributes} = await documents.update({
    TableName, Key, UpdateExpression: 'SET looks = if_not_exists(looks, :none) + :n', ReturnValues: 'ALL_NEW',
    ExpressionAttributeValues: {':none': 0, ':n': 2},
  }).promise();
  assert.deepEqual(Attributes, {...Key, looks: 2});
  const error = await refused('ConditionalCheckFailedException', documents.put({
    TableName, Item: Key, ConditionExpression: 'attribute_not_exists(noted)',
  }));
  assert.deepEqual([error.statusCode, error.message], [400, 'The conditional request failed']);
  await refused('ResourceNotFoundException', documents.scan({TableName: `${TableName}-none`}));
  await refused('ValidationException', documents.get({TableName, Key: {user: 'ann'}}));
});

test('batches, pages, transactions', async () => {
  const TableName = await notes();
  const puts = Array.from({length: 25}, (_, noted) => ({PutRequest: {Item: {user: 'ann', noted}}}));
  await documents.batchWrite({RequestItems: {[TableName]: puts}}).promise();
  const query = {TableName, Limit: 10, KeyConditionExpression: '#u = :u', ExpressionAttributeNames: {'#u': 'user'},
    ExpressionAttributeValues: {':u': 'ann'}};
  const {found, count} = await pages(documents.query(query), 'Items');
  assert.deepEqual([count, found.length, found[24].noted], [3, 25, 24]);
  assert.equal((await pages(documents.scan({TableName, Limit: 6}), 'Items')).found.length, 25);
  const Put = {TableName, Item: {user: 'bob', noted: 1}};
  const ConditionCheck = {TableName, Key: {user: 'eve', noted: 1}, ConditionExpression: 'attribute_exists(noted)'};
  await refused('TransactionCanceledException', documents.transactWrite({TransactItems: [{Put}, {ConditionCheck}]}));
  await documents.transactWrite({TransactItems: [{Put}]}).promise();
  const {Responses} = await documents.transactGet({TransactItems: [{Get: {TableName, Key: Put.Item}}]}).promise();
  assert.deepEqual(Responses, [{Item: Put.Item}]);
  await dynamodb.deleteTable({TableName}).promise();
  await dynamodb.waitFor('tableNotExists', {TableName}).promise();
});

test('roles and functions', async () => {
  const RoleName = fresh();
  const {Role} = await iam.createRole({RoleName, AssumeRolePolicyDocument: TRUST_LAMBDA}).promise();
  await iam.waitFor('roleExists', {RoleName}).promise();
  const FunctionName = fresh();
  await lambda.createFunction({
    FunctionName, Runtime: 'nodejs20.x', Role: Role.Arn, Handler: 'index.handler', Code,
  }).promise();
  for (const waiter of ['functionExists', 'functionActive', 'functionUpdated']) {
    await lambda.waitFor(waiter, {FunctionName}).promise();
  }
  await lambda.publishVersion({FunctionName}).promise();
  const {found} = await pages(lambda.listVersionsByFunction({FunctionName, MaxItems: 1}), 'Versions');
  assert.deepEqual(found.map(({Version}) => Version), ['$LATEST', '1']);
  await refused('ResourceConflictException', lambda.createFunction({
    FunctionName, Runtime: 'nodejs20.x', Role: Role.Arn, Handler: 'index.handler', Code,
  }));
  await lambda.deleteFunction({FunctionName}).promise();
  await refused('ResourceNotFoundException', lambda.getFunction({FunctionName}));
  await iam.deleteRole({RoleName}).promise();
  const error = await refused('NoSuchEntity', iam.getRole({RoleName}));
  assert.equal(error.message, `The role with name ${RoleName} cannot be found.`);
});

test('who one is, and who one is not', async () => {
  const {Arn} = await new AWS.STS().getCallerIdentity().promise();
  assert.match(Arn, /^arn:aws:iam::\d{12}:root$/);
  const wrong = new AWS.STS({accessKeyId: 'test', secretAccessKey: 'guess'});
  await refused('SignatureDoesNotMatch', wrong.getCallerIdentity());
});

test('log events', async () => {
  const at = {logGroupName: fresh(), logStreamName: 's'};
  await logs.createLogGroup({logGroupName: at.logGroupName}).promise();
  await logs.createLogStream(at).promise();
  const logEvents = ['one', 'two ERROR'].map((message, index) => ({timestamp: Date.now() + index, message}));
  await logs.putLogEvents({...at, logEvents}).promise();
  const {events} = await logs.getLogEvents({...at, startFromHead: true}).promise();
  assert.deepEqual(events.map(({message}) => message), ['one', 'two ERROR']);
  const filter = {logGroupName: at.logGroupName, filterPattern: 'ERROR'};
  assert.equal((await pages(logs.filterLogEvents(filter), 'events')).found.length, 1);
  await refused('ResourceAlreadyExistsException', logs.createLogGroup({logGroupName: at.logGroupName}));
});

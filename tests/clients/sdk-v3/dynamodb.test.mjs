// DynamoDB by the SDK for JavaScript v3, and by its document client, which takes plain values.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import * as commands from '@aws-sdk/client-dynamodb';
import * as lib from '@aws-sdk/lib-dynamodb';
import {all, caller, fresh, refused} from './support.mjs';

const client = new commands.DynamoDBClient();
const call = caller(client, commands);
const documents = lib.DynamoDBDocumentClient.from(client, {
  marshallOptions: {removeUndefinedValues: true}, unmarshallOptions: {wrapNumbers: (text) => Number(text)},
});
const exact = lib.DynamoDBDocumentClient.from(new commands.DynamoDBClient(), {unmarshallOptions: {wrapNumbers: true}});
const item = caller(documents, lib);

async function notes() {
  const TableName = fresh();
  await call('CreateTable', {
    TableName, BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{AttributeName: 'user', KeyType: 'HASH'}, {AttributeName: 'noted', KeyType: 'RANGE'}],
    AttributeDefinitions: [{AttributeName: 'user', AttributeType: 'S'}, {AttributeName: 'noted', AttributeType: 'N'}],
  });
  await commands.waitUntilTableExists({client, maxWaitTime: 60}, {TableName});
  return TableName;
}

test('plain values come back as they were sent', async () => {
  const TableName = await notes();
  const Item = {
    user: 'ann', noted: 1, text: 'ü', yes: true, nothing: null, list: [1, 'two', [{}]], map: {a: {b: -0.5}},
    set: new Set(['a', 'b']), numbers: new Set([1, 2.5]), bytes: new Uint8Array([0, 255]), left: undefined,
  };
  await item('Put', {TableName, Item});
  const {left, ...expected} = Item;
  assert.deepEqual((await item('Get', {TableName, Key: {user: 'ann', noted: 1}})).Item, expected);
  const digits = '12345678901234567890123456789012345678';
  const Exact = {user: 'ann', noted: 2, digits: lib.NumberValue.from(digits)};
  await exact.send(new lib.PutCommand({TableName, Item: Exact}));
  const got = await exact.send(new lib.GetCommand({TableName, Key: {user: 'ann', noted: 2}}));
  assert.equal(got.Item.digits.toString(), digits);
});

test('conditional writes and updates', async () => {
  const TableName = await notes();
  const Key = {user: 'ann', noted: 1};
  await item('Put', {TableName, Item: {...Key, looks: 1}, ConditionExpression: 'attribute_not_exists(#u)',
    ExpressionAttributeNames: {'#u': 'user'}});
  const error = await refused('ConditionalCheckFailedException', item('Update', {
    TableName, Key, UpdateExpression: 'SET looks = :n', ConditionExpression: 'looks > :n',
    ExpressionAttributeValues: {':n': 5}, ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  }));
  assert.ok(error instanceof commands.ConditionalCheckFailedException);
  assert.deepEqual(error.Item.looks, {N: '1'});
  const {Attributes} = await item('Update', {
    TableName, Key, UpdateExpression: 'SET looks = looks + :n, tags = list_append(if_not_exists(tags, :none), :tags)',
    ExpressionAttributeValues: {':n': 5, ':none': [], ':tags': ['a']}, ReturnValues: 'ALL_NEW',
  });
  assert.deepEqual(Attributes, {...Key, looks: 6, tags: ['a']});
  await item('Delete', {TableName, Key});
  assert.equal((await item('Get', {TableName, Key})).Item, undefined);
});

test('queries and scans in pages', async () => {
  const TableName = await notes();
  const puts = Array.from({length: 25}, (_, noted) => ({PutRequest: {Item: {user: 'ann', noted}}}));
  const {UnprocessedItems} = await item('BatchWrite', {RequestItems: {[TableName]: puts}});
  assert.deepEqual(UnprocessedItems, {});
  const query = {
    TableName, KeyConditionExpression: '#u = :u AND noted BETWEEN :from AND :to', ScanIndexForward: false,
    ExpressionAttributeNames: {'#u': 'user'}, ExpressionAttributeValues: {':u': 'ann', ':from': 5, ':to': 14},
  };
  const queried = await all(lib.paginateQuery({client: documents, pageSize: 4}, query), 'Items');
  assert.deepEqual(queried.found.map(({noted}) => noted), [14, 13, 12, 11, 10, 9, 8, 7, 6, 5]);
  const scanned = await all(lib.paginateScan({client: documents, pageSize: 7}, {TableName}), 'Items');
  assert.deepEqual([scanned.pages, scanned.found.length], [4, 25]);
});

test('a batch gives back what it did not do', async () => {
  const TableName = await notes();
  const text = 'x'.repeat(390_000);
  for (let noted = 0; noted < 45; noted += 1) await item('Put', {TableName, Item: {user: 'ann', noted, text}});
  let wanted = {[TableName]: {Keys: Array.from({length: 45}, (_, noted) => ({user: 'ann', noted}))}};
  let [rounds, found] = [0, 0];
  while (Object.keys(wanted).length) {
    const {Responses, UnprocessedKeys} = await item('BatchGet', {RequestItems: wanted});
    found += Responses[TableName].length;
    wanted = UnprocessedKeys;
    rounds += 1;
  }
  assert.deepEqual([rounds, found], [2, 45]);
});

test('a transaction is done whole or not at all', async () => {
  const TableName = await notes();
  const Put = {TableName, Item: {user: 'bob', noted: 1}};
  const ConditionCheck = {
    TableName, Key: {user: 'eve', noted: 1}, ConditionExpression: 'attribute_exists(noted)',
  };
  const error = await refused('TransactionCanceledException',
    item('TransactWrite', {TransactItems: [{Put}, {ConditionCheck}]}));
  assert.deepEqual(error.CancellationReasons.map(({Code}) => Code), ['None', 'ConditionalCheckFailed']);
  await item('TransactWrite', {TransactItems: [{Put}], ClientRequestToken: TableName});
  await item('TransactWrite', {TransactItems: [{Put}], ClientRequestToken: TableName});
  const {Responses} = await item('TransactGet', {
    TransactItems: ['bob', 'eve'].map((user) => ({Get: {TableName, Key: {user, noted: 1}}})),
  });
  assert.deepEqual(Responses, [{Item: {user: 'bob', noted: 1}}, {}]);
});

test('errors are typed, and tables end', async () => {
  const TableName = await notes();
  const none = await refused('ResourceNotFoundException', item('Get', {TableName: fresh(), Key: {user: 'a', noted: 1}}));
  assert.ok(none instanceof commands.ResourceNotFoundException);
  assert.ok(none.$metadata.requestId);
  await refused('ValidationException', item('Get', {TableName, Key: {user: 'a'}}));
  await call('DeleteTable', {TableName});
  await commands.waitUntilTableNotExists({client, maxWaitTime: 60}, {TableName});
  const {found} = await all(commands.paginateListTables({client, pageSize: 1}, {}), 'TableNames');
  assert.ok(!found.includes(TableName));
});

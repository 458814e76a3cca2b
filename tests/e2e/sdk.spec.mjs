// AWS's SDK for JavaScript, unmodified, as a program of the page: its requests meet the service worker on their way to AWS,
// and are whose they are signed to be.

import { createRequire } from 'node:module';
import { controlled, expect, test } from './support.mjs';
import { LessonPage } from './pages/lesson.mjs';

const { buildSync } = createRequire(new URL('../clients/package.json', import.meta.url))('esbuild');

/** The clients as one script that leaves them in `sdk`. */
const script = buildSync({
  stdin: {
    contents: `
      export * as s3 from '@aws-sdk/client-s3';
      export * as dynamodb from '@aws-sdk/client-dynamodb';
      export * as documents from '@aws-sdk/lib-dynamodb';
      export * as iam from '@aws-sdk/client-iam';
      export { Upload } from '@aws-sdk/lib-storage';
    `,
    resolveDir: new URL('../clients', import.meta.url).pathname,
  },
  bundle: true,
  write: false,
  format: 'iife',
  globalName: 'sdk',
  platform: 'browser',
  target: 'es2022',
}).outputFiles[0].text;

async function opened(page) {
  const lesson = new LessonPage(page);
  await lesson.open();
  await controlled(page);
  await page.addScriptTag({ content: script });
  await page.evaluate(() => {
    globalThis.settings = (accessKeyId = 'test', secretAccessKey = 'test') => ({
      region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId, secretAccessKey },
    });
  });
  return lesson;
}

test('buckets: an upload in parts, pages of keys, bytes that come back', async ({ page, complaints }) => {
  const lesson = await opened(page);
  const result = await page.evaluate(async () => {
    const { s3, Upload } = globalThis.sdk;
    const client = new s3.S3Client(globalThis.settings());
    await client.send(new s3.CreateBucketCommand({ Bucket: 'from-the-sdk' }));
    await s3.waitUntilBucketExists({ client, maxWaitTime: 30 }, { Bucket: 'from-the-sdk' });
    const body = new Uint8Array(6 * 1024 * 1024).map((_, at) => at % 251);
    await new Upload({ client, params: { Bucket: 'from-the-sdk', Key: 'large.bin', Body: body } }).done();
    for (const name of ['a', 'b', 'c']) {
      await client.send(new s3.PutObjectCommand({ Bucket: 'from-the-sdk', Key: `small/${name}`, Body: name }));
    }
    const keys = [];
    for await (const answer of s3.paginateListObjectsV2({ client, pageSize: 2 }, { Bucket: 'from-the-sdk' })) {
      keys.push(answer.Contents.map((object) => object.Key));
    }
    const given = await client.send(new s3.GetObjectCommand({ Bucket: 'from-the-sdk', Key: 'large.bin' }));
    const bytes = await given.Body.transformToByteArray();
    const missing = await client.send(new s3.GetObjectCommand({ Bucket: 'from-the-sdk', Key: 'none' })).catch((error) => error);
    return { keys, same: bytes.length === body.length && bytes.every((byte, at) => byte === body[at]), missing: missing.name };
  });
  expect(result).toEqual({ keys: [['large.bin', 'small/a'], ['small/b', 'small/c']], same: true, missing: 'NoSuchKey' });
  await lesson.rest();
  await expect(lesson.node('from-the-sdk')).toContainText('4 objects');
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
});

test('tables: a waiter returns at the first look, plain values come back, a condition holds', async ({ page }) => {
  const lesson = await opened(page);
  const result = await page.evaluate(async () => {
    const { dynamodb, documents } = globalThis.sdk;
    const client = new dynamodb.DynamoDBClient(globalThis.settings());
    const TableName = 'UsersTable';
    await client.send(new dynamodb.CreateTableCommand({
      TableName, BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }));
    await dynamodb.waitUntilTableExists({ client, maxWaitTime: 30 }, { TableName });
    const plain = documents.DynamoDBDocumentClient.from(client);
    const Item = { id: '1', name: 'John Doe', tags: ['a', 'b'], visits: 3 };
    await plain.send(new documents.PutCommand({ TableName, Item }));
    const again = await plain.send(new documents.PutCommand({
      TableName, Item, ConditionExpression: 'attribute_not_exists(id)',
    })).catch((error) => error.name);
    const found = await plain.send(new documents.QueryCommand({
      TableName, KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': '1' },
    }));
    return { again, items: found.Items };
  });
  expect(result).toEqual({
    again: 'ConditionalCheckFailedException',
    items: [{ id: '1', name: 'John Doe', tags: ['a', 'b'], visits: 3 }],
  });
  await lesson.rest();
  await expect(lesson.node('UsersTable')).toContainText('John Doe');
});

test('a request is whose it is signed to be', async ({ page }) => {
  const lesson = await opened(page);
  const result = await page.evaluate(async () => {
    const { s3, iam } = globalThis.sdk;
    const owner = new iam.IAMClient(globalThis.settings());
    await owner.send(new iam.CreateUserCommand({ UserName: 'ann' }));
    const { AccessKey } = await owner.send(new iam.CreateAccessKeyCommand({ UserName: 'ann' }));
    const lists = async (settings) => {
      const client = new s3.S3Client(settings);
      return client.send(new s3.ListBucketsCommand({})).then((answer) => answer.Buckets.length, (error) => `${error.name}: ${error.message}`);
    };
    const refused = await lists(globalThis.settings(AccessKey.AccessKeyId, AccessKey.SecretAccessKey));
    const wrong = await lists(globalThis.settings('test', 'not-it'));
    const owned = await lists(globalThis.settings());
    return { refused, wrong, owned };
  });
  expect(result.refused).toContain('AccessDenied: User: arn:aws:iam::123456789012:user/ann is not authorized to perform: s3:ListAllMyBuckets');
  expect(result.wrong).toContain('SignatureDoesNotMatch');
  expect(result.owned).toBe(2);
  await lesson.rest();
});

// Node handlers as a learner brings them: made by Lambda's API, run in the cage, called like any function.

import { controlled, expect, test } from './support.mjs';
import { ask, invoke, makeFunction, makeRole, rewrite } from './functions.mjs';
import { LessonPage } from './pages/lesson.mjs';

async function opened(page) {
  const lesson = new LessonPage(page);
  await lesson.open();
  await controlled(page);
  return lesson;
}

test('a handler of Node.js runs, keeps its globals, and reads the clock of the cloud', async ({ page, complaints }) => {
  await opened(page);
  const role = await makeRole(page, 'runs');
  const files = { 'index.mjs': `
    let count = 0;
    console.log('at module level');
    export const handler = async (event) => {
      const began = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 120_000));
      console.log('hello', event.name);
      return { count: ++count, slept: Date.now() - began };
    };` };
  await makeFunction(page, 'counter', { files, runtime: 'nodejs24.x', handler: 'index.handler', role, timeout: 300 });
  const first = await invoke(page, 'counter', { name: 'Ada' });
  // Computing for a short time counts for a fraction of a millisecond.
  expect(first.text).toMatch(/^{"count":1,"slept":12000\d}$/);
  expect(first.lines.join('\n')).toContain('INFO\thello Ada');
  expect(first.report).toMatch(/Init Duration/);
  const second = await invoke(page, 'counter', { name: 'Ada' });
  expect(second.text).toMatch(/^{"count":2,"slept":12000\d}$/);
  expect(second.report).not.toMatch(/Init Duration/);
  expect(complaints).toEqual([]);
});

test('a handler with the SDK v2 reads a table', async ({ page, complaints }) => {
  await opened(page);
  const role = await makeRole(page, 'reads');
  const table = (target, body) => ask(page, 'POST', 'https://dynamodb.us-east-1.amazonaws.com/', {
    body: JSON.stringify(body), headers: { 'x-amz-target': `DynamoDB_20120810.${target}`, 'content-type': 'application/x-amz-json-1.0' },
  });
  await table('CreateTable', {
    TableName: 'People', BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  });
  await table('PutItem', { TableName: 'People', Item: { id: { S: '1' }, name: { S: 'Ada' } } });
  const files = { 'index.js': `
    const AWS = require('aws-sdk');
    const documents = new AWS.DynamoDB.DocumentClient();
    exports.handler = async () => {
      const { Items } = await documents.scan({ TableName: 'People' }).promise();
      return { statusCode: 200, body: JSON.stringify(Items) };
    };` };
  await makeFunction(page, 'people', { files, runtime: 'nodejs24.x', handler: 'index.handler', role });
  const answer = await invoke(page, 'people');
  expect(JSON.parse(answer.text)).toEqual({ statusCode: 200, body: JSON.stringify([{ id: '1', name: 'Ada' }]) });
  expect(complaints).toEqual([]);
});

const PYTHON = `
import io
from urllib.parse import unquote_plus

import boto3
from PIL import Image

s3 = boto3.client('s3')


def lambda_handler(event, context):
    for record in event['Records']:
        bucket, key = record['s3']['bucket']['name'], unquote_plus(record['s3']['object']['key'])
        picture = Image.open(io.BytesIO(s3.get_object(Bucket=bucket, Key=key)['Body'].read()))
        picture.thumbnail((100, 100))
        out = io.BytesIO()
        picture.save(out, 'JPEG')
        out.seek(0)
        s3.put_object(Bucket='my-thumbnails', Key=key.replace('photos/', 'thumbnails/'), Body=out)
        print('made', picture.size)
    return {'statusCode': 200}
`;

test('the thumbnail in Python, with boto3 and Pillow: a photo of 12 megapixels', async ({ page, complaints }) => {
  test.setTimeout(240_000);
  const lesson = await opened(page);
  await rewrite(page, 'make-thumbnail', {
    files: { 'lambda_function.py': PYTHON }, runtime: 'python3.14', handler: 'lambda_function.lambda_handler', memory: 1769, timeout: 30,
  });
  await lesson.choose('dist/assets/samples/harbour.jpg');
  await lesson.rest(150_000);
  await expect(lesson.object('thumbnails/harbour.jpg')).toBeVisible();
  const answer = await page.evaluate(async () => {
    const response = await globalThis.coldstart.fetch('https://my-thumbnails.s3.us-east-1.amazonaws.com/thumbnails/harbour.jpg');
    const picture = await createImageBitmap(await response.blob());
    return [response.status, Math.max(picture.width, picture.height)];
  });
  expect(answer).toEqual([200, 100]);
  expect(complaints).toEqual([]);
});

// What goes beyond the lesson: a service that the page fetches only once it is asked for, on map, tape and in the kept run.

import { expect, started, test } from './support.mjs';
import { Cloud } from './pages/cloud.mjs';
import { LessonPage } from './pages/lesson.mjs';

const users = {
  TableName: 'UsersTable',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};
const ann = { id: { S: '1' }, name: { S: 'John Doe' }, visits: { N: '3' } };
const jane = { id: { S: '2' }, name: { S: 'Jane Smith' } };

/** The addresses of the parts that a page has fetched. */
function parts(page) {
  return page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => name.includes('part-services')));
}

test('a table is made, written and read; it stands on the map, and comes back with the run', async ({ page, complaints }) => {
  const lesson = new LessonPage(page);
  const cloud = new Cloud(page);
  await lesson.open();
  expect(await parts(page), 'a first lesson does without').toEqual([]);

  expect((await cloud.dynamodb('CreateTable', users)).status).toBe(200);
  expect(await parts(page)).toHaveLength(1);
  for (const Item of [ann, jane]) {
    expect((await cloud.dynamodb('PutItem', { TableName: 'UsersTable', Item })).status).toBe(200);
  }
  const read = JSON.parse((await cloud.dynamodb('Scan', { TableName: 'UsersTable' })).text);
  expect(read.Count).toBe(2);
  const refused = await cloud.dynamodb('PutItem', {
    TableName: 'UsersTable', Item: ann, ConditionExpression: 'attribute_not_exists(id)',
  });
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('ConditionalCheckFailedException');
  await lesson.rest();

  const node = lesson.node('UsersTable');
  await expect(node).toContainText('John Doe');
  await expect(node).toContainText('2 items');
  await expect(lesson.failure('UsersTable')).toContainText('ConditionalCheckFailedException');
  await expect(lesson.part('Access'), 'the last call is shown with who allowed it').toContainText('dynamodb:PutItem');
  await node.getByRole('button').first().click();
  const items = lesson.inspector.getByRole('table');
  await expect(items.getByRole('columnheader').first()).toHaveText(/id S, key/);
  await expect(items.getByRole('row')).toHaveCount(3);
  await expect(items).toContainText('Jane Smith');

  await page.waitForFunction(async () => (await caches.open('coldstart-run')).match('/coldstart-run/text').then(
    (text) => text?.text()).then((text) => text?.includes('attribute_not_exists')));
  await page.reload();
  await started(page);
  await expect(lesson.node('UsersTable')).toContainText('2 items');
  expect(complaints).toEqual([]);
});

test.describe('without the service worker, which keeps every part', () => {
  test.use({ serviceWorkers: 'block' });

  test('when the rest of the services does not arrive, the call says so and the lesson goes on', async ({ page, complaints }) => {
    await page.route(/part-services/, (route) => route.abort());
    const lesson = new LessonPage(page);
    const cloud = new Cloud(page);
    await lesson.open();
    const answer = await cloud.dynamodb('ListTables', {});
    expect(answer.status).toBe(503);
    expect(answer.text).toContain('did not arrive');
    expect(await cloud.keys('my-original-images')).toEqual([]);
    await page.unroute(/part-services/);
    expect((await cloud.dynamodb('ListTables', {})).status, 'it is asked for again').toBe(200);
    complaints.length = 0;
  });
});

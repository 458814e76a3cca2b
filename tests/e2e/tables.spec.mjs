// What goes beyond the lesson: a service that the page fetches only once it is asked for, on map, tape and in the kept run.

import { expect, started, test } from './support.mjs';
import { Cloud } from './pages/cloud.mjs';
import { LessonPage } from './pages/lesson.mjs';
import { TablePage } from './pages/table.mjs';

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

const orders = {
  TableName: 'OrdersTable',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'customer', AttributeType: 'S' }, { AttributeName: 'number', AttributeType: 'N' },
    { AttributeName: 'city', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'customer', KeyType: 'HASH' }, { AttributeName: 'number', KeyType: 'RANGE' }],
  GlobalSecondaryIndexes: [{
    IndexName: 'by-city', KeySchema: [{ AttributeName: 'city', KeyType: 'HASH' }], Projection: { ProjectionType: 'ALL' },
  }],
};

/** A lesson with the table of users, opened. */
async function openedUsers(page) {
  const lesson = new LessonPage(page);
  const cloud = new Cloud(page);
  await lesson.open();
  await cloud.dynamodb('CreateTable', users);
  for (const Item of [ann, jane]) await cloud.dynamodb('PutItem', { TableName: 'UsersTable', Item });
  await lesson.rest();
  const table = new TablePage(page, 'UsersTable');
  await table.open(lesson);
  return { lesson, cloud, table };
}

/** The item of that id, as DynamoDB has it. */
async function held(cloud, id) {
  return JSON.parse((await cloud.dynamodb('GetItem', { TableName: 'UsersTable', Key: { id: { S: id } } })).text).Item;
}

test('a cell is edited in place by keyboard, and keeps its type; each edit is a call on the tape', async ({ page, complaints }) => {
  const { cloud, table } = await openedUsers(page);
  await expect(table.grid).toHaveAttribute('aria-rowcount', '3');
  await table.cell('John Doe', 3).click();
  await page.keyboard.press('Enter');
  const input = table.bench.getByRole('textbox', { name: 'Value of the cell' });
  await expect(input).toHaveValue('3');
  await input.fill('three');
  await page.keyboard.press('Enter');
  await expect(table.bench).toContainText('visits is a number, and "three" is none');
  await page.keyboard.press('Enter');
  await input.fill('4');
  await page.keyboard.press('Enter');
  await expect(table.bench).toContainText('UpdateItem changed 1, for 1 write unit.');
  await expect(table.calls.getByRole('listitem').filter({ hasText: 'UpdateItem' })).toContainText('1 unit');
  expect(await held(cloud, '1')).toEqual({ ...ann, visits: { N: '4' } });
  // Escape leaves a cell as it is, and only then the bench.
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(table.grid).toBeFocused();
  // As quick as no one types: the cell has not got the focus yet.
  await table.grid.evaluate((grid) => {
    for (const key of ['Enter', 'Escape']) grid.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  });
  await expect(input).toHaveCount(0);
  await expect(table.grid).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(table.bench).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('an item is edited as JSON with and without types, and what is wrong is told at its line', async ({ page }) => {
  const { cloud, table } = await openedUsers(page);
  await table.cell('John Doe', 1).click();
  await expect(table.text).toContainText('"visits": 3');
  await table.write('{\n  "id": "1",\n  "name": "Ann"\n  "visits": 5\n}');
  await expect(table.item).toContainText('Line 3: a comma is missing after "name": "Ann"');
  await table.write('{\n  "id": "1",\n  "name": "Ann",\n  "tags": ["a", 2]\n}');
  await table.button('DynamoDB JSON').last().click();
  await expect(table.text).toContainText('"tags": {"L": [');
  await table.button(/^Send UpdateItem/).click();
  await expect(table.bench).toContainText('UpdateItem changed 1');
  expect(await held(cloud, '1')).toEqual({ id: ann.id, name: { S: 'Ann' }, tags: { L: [{ S: 'a' }, { N: '2' }] } });

  await table.write('{"id": {"S": "1"}, "visits": {"N": 3}}');
  await expect(table.item).toContainText('Line 1: visits: type N holds its number in quotation marks');
  await table.button('Discard').click();
  await table.button('Duplicate').click();
  await table.button(/^Send PutItem/).click();
  await expect(table.bench).toContainText('1 is there already');
  await table.write('{"id": {"S": "3"}}');
  await table.button(/^Send PutItem/).click();
  await expect(table.bench).toContainText('PutItem wrote the item 3');
  await table.button('Delete').click();
  await expect(table.bench).toContainText('DeleteItem took 3 out');
  expect(await held(cloud, '3')).toBeUndefined();
  await table.button('Put it back').click();
  await expect(table.bench).toContainText('BatchWriteItem put back 1 item.');
  expect(await held(cloud, '3')).toEqual({ id: { S: '3' } });
});

test('an item that is gone meanwhile is not made again by an edit', async ({ page }) => {
  const { cloud, table } = await openedUsers(page);
  await table.cell('John Doe', 1).click();
  await cloud.dynamodb('DeleteItem', { TableName: 'UsersTable', Key: { id: { S: '1' } } });
  await table.write('{"id": "1", "name": "Ann"}');
  await table.button(/^Send UpdateItem/).click();
  await expect(table.bench).toContainText('1 is not there any more, so nothing was changed');
  expect(await held(cloud, '1')).toBeUndefined();
});

test('several items are deleted at once, and put back', async ({ page }) => {
  const { lesson, cloud, table } = await openedUsers(page);
  await table.cell('John Doe', 0).click();
  await table.cell('Jane Smith', 0).click();
  await expect(table.row('John Doe')).toHaveAttribute('aria-selected', 'true');
  await table.button('Delete').click();
  const asks = page.getByRole('dialog', { name: 'Delete 2 items?' });
  await expect(asks).toContainText('1 call of BatchWriteItem');
  await asks.getByRole('button', { name: 'Delete' }).click();
  await expect(table.bench).toContainText('BatchWriteItem deleted 2 items.');
  await lesson.rest();
  await expect(table.bench).toContainText('No items yet');
  await table.button('Put 2 back').click();
  await expect(table.bench).toContainText('BatchWriteItem put back 2 items.');
  expect(await held(cloud, '2')).toEqual(jane);
});

test('a query is put together, shows the call that it makes, and is read page by page', async ({ page, complaints }) => {
  const lesson = new LessonPage(page);
  const cloud = new Cloud(page);
  await lesson.open();
  await cloud.dynamodb('CreateTable', orders);
  const put = (number) => ({ PutRequest: { Item: {
    customer: { S: 'Ann' }, number: { N: `${number}` }, city: { S: number % 2 ? 'Oslo' : 'Porto' }, total: { N: `${number * 10}` },
  } } });
  await cloud.dynamodb('BatchWriteItem', { RequestItems: { OrdersTable: Array.from({ length: 9 }, (_, at) => put(at + 1)) } });
  await lesson.rest();
  const table = new TablePage(page, 'OrdersTable');
  await table.open(lesson);
  await table.part('Query and scan');
  await expect(table.bench).toContainText('A Query reads one partition: say which customer');
  await table.bench.getByRole('textbox', { name: 'Value of the partition key' }).fill('Ann');
  await table.bench.getByRole('combobox', { name: 'How it is compared' }).selectOption('>=');
  await table.bench.getByRole('textbox', { name: 'Value of the sort key' }).fill('3');
  await table.bench.getByRole('textbox', { name: 'Limit' }).fill('4');
  await expect(table.calls).toContainText('"KeyConditionExpression": "#n0 = :v0 AND #n1 >= :v1"');
  await expect(table.calls).toContainText('aws dynamodb query --cli-input-json');
  await page.keyboard.press('Enter');
  await expect(table.bench).toContainText('Count 4, ScannedCount 4, 0.5 read units');
  await expect(table.bench).toContainText('LastEvaluatedKey Ann / 6');
  await expect(table.found.getByRole('row')).toHaveCount(5);
  await table.button('Next page').click();
  await expect(table.bench).toContainText('page 2: Count 3');
  await expect(table.bench).toContainText('that was all');
  await expect(table.found).toHaveAttribute('aria-rowcount', '8');

  await table.button('Scan').click();
  await table.bench.getByRole('combobox', { name: 'Table or index' }).selectOption('by-city');
  await table.button('Filter').click();
  await table.bench.getByRole('textbox', { name: 'Attribute', exact: true }).fill('total');
  await table.bench.getByRole('combobox', { name: 'Comparison' }).selectOption('between');
  await table.bench.getByRole('combobox', { name: 'Type of the value' }).selectOption('N');
  await table.bench.getByRole('textbox', { name: 'Value', exact: true }).fill('20');
  await table.bench.getByRole('textbox', { name: 'and', exact: true }).fill('x');
  await expect(table.bench).toContainText('total is compared with a number, and "x" is none');
  await table.bench.getByRole('textbox', { name: 'and', exact: true }).fill('50');
  await table.bench.getByRole('textbox', { name: 'Limit' }).fill('');
  await table.button('Run Scan').click();
  await expect(table.bench).toContainText('Count 4, ScannedCount 9');
  // What is edited here is the item that was found.
  await table.found.getByRole('row').filter({ hasText: '20' }).getByRole('gridcell').nth(1).click();
  await expect(table.text).toContainText('"total": 20');
  expect(complaints).toEqual([]);
});

test('a file is understood before it is written, and rows with faults are told by line', async ({ page, complaints }) => {
  const { lesson, cloud, table } = await openedUsers(page);
  await table.part('Import and export');
  await table.choose('users.csv', 'id,name,age,member\n10,Bo,41,true\n11,"Lee, Kim",,false\n,Nobody,1,true\n12,X,1,true,more\n');
  const files = table.bench.getByRole('region', { name: 'Import and export' });
  await expect(files.getByRole('row', { name: /^id/ })).toContainText('key');
  await expect(files.getByRole('row', { name: /^age/ })).toContainText('N');
  await expect(files).toContainText('Line 4the key id is empty');
  await expect(files).toContainText('Line 5it has 5 fields, and the first line names 4');
  expect(await held(cloud, '10'), 'nothing is written before one says so').toBeUndefined();
  await table.button('Write 2 items').click();
  await expect(files).toContainText('2 of 2 items from users.csv are in the table.');
  expect(await held(cloud, '11')).toEqual({ id: { S: '11' }, name: { S: 'Lee, Kim' }, member: { BOOL: false } });

  // One that DynamoDB refuses does not take the others of its batch with it, and can be saved.
  await table.button('Choose another file').click();
  const long = JSON.stringify({ id: 'x'.repeat(2_049) });
  await table.choose('users.jsonl', `{"id": "20"}\n${long}\n{"id": "21", "n": 12345678901234567890123456789}\n`);
  await table.button('Write 3 items').click();
  await expect(files).toContainText('2 of 3 items from users.jsonl are in the table.');
  await expect(files).toContainText('Line 2ValidationException');
  const [saved] = await Promise.all([page.waitForEvent('download'), table.button('Save these rows').click()]);
  expect(saved.suggestedFilename()).toBe('not-written.jsonl');
  expect((await held(cloud, '21')).n).toEqual({ N: '12345678901234567890123456789' });

  const [download] = await Promise.all([page.waitForEvent('download'), table.button('CSV').click()]);
  expect(download.suggestedFilename()).toBe('UsersTable.csv');
  const { readFile } = await import('node:fs/promises');
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
  expect(lines[0].split(',')[0]).toBe('id');
  expect(lines).toHaveLength(7);
  expect(lines.some((line) => line.includes('"Lee, Kim"'))).toBe(true);
  await lesson.rest();
  expect(complaints).toEqual([]);
});

test('rewound, the table is shown as it was, and an edit acts at the end', async ({ page }) => {
  const { lesson, cloud, table } = await openedUsers(page);
  await expect(table.row('Jane Smith')).toHaveCount(1);
  for (let press = 0; press < 40 && await table.row('Jane Smith').count(); press += 1) {
    await page.keyboard.press('ArrowLeft');
  }
  await expect(table.grid).toHaveAttribute('aria-rowcount', '2');
  await expect(table.bench).toContainText('What you change, you change at the run\'s end');
  await table.cell('John Doe', 2).dblclick();
  await table.bench.getByRole('textbox', { name: 'Value of the cell' }).fill('Ann');
  await page.keyboard.press('Enter');
  await lesson.rest();
  await expect(table.row('Jane Smith')).toHaveCount(1);
  await expect(table.row('Ann')).toHaveCount(1);
  expect((await held(cloud, '1')).name).toEqual({ S: 'Ann' });
  await lesson.press('To the start');
  await expect(table.bench).toContainText('At this moment of the run it is not there yet.');
});

test('thousands of items are scrolled with a few dozen rows in the page', async ({ page }) => {
  const { lesson, table } = await openedUsers(page);
  await table.part('Import and export');
  const rows = Array.from({ length: 3_000 }, (_, at) => ({ id: `user-${at}`, visits: at }));
  await table.choose('users.json', JSON.stringify(rows));
  await table.button('Write 3,000 items').click();
  await expect(table.bench).toContainText('3,000 of 3,000 items from users.json are in the table.', { timeout: 45_000 });
  await lesson.rest();
  await table.part('Items');
  await expect(table.grid).toHaveAttribute('aria-rowcount', '3003');
  await table.grid.focus();
  await page.keyboard.press('ControlOrMeta+End');
  const last = table.grid.locator('[aria-rowindex="3003"]');
  await expect(last).toBeInViewport();
  expect(await table.grid.getByRole('row').count()).toBeLessThan(60);
  await expect(table.grid.locator(`#${await table.grid.getAttribute('aria-activedescendant')}`)).toBeInViewport();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a table fills the screen, an item covers it, and no part is wider', async ({ page }) => {
    const { table } = await openedUsers(page);
    for (const part of ['Items', 'Query and scan', 'Import and export', 'Schema and capacity']) {
      await table.part(part);
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), part).toBe(390);
    }
    await table.part('Items');
    await table.cell('John Doe', 1).tap();
    await expect(table.text).toContainText('John Doe');
    await table.button('Close the item').tap();
    await expect(table.item).toHaveCount(0);
  });
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

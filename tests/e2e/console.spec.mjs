// The page from its console: every call on the map is one that a learner can make, and AWS's answer comes back.

import { controlled, expect, test } from './support.mjs';
import { Cloud, address } from './pages/cloud.mjs';
import { LessonPage } from './pages/lesson.mjs';
import { file, png } from './pictures.mjs';

test('a private object is refused to the browser and given to its owner', async ({ page, outside }) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  await controlled(page);
  await lesson.upload([file('mine.png', 'image/png', png(400, 300))]);
  const url = address('my-original-images', 'photos/mine.png');

  const refused = await page.evaluate(async (url) => {
    const response = await fetch(url);
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  }, url);
  expect(refused.status).toBe(403);
  expect(refused.type).toContain('xml');
  expect(refused.text).toContain('<Code>AccessDenied</Code>');

  const given = await page.evaluate(async (url) => {
    const response = await globalThis.coldstart.fetch(url);
    return { status: response.status, bytes: [...new Uint8Array(await response.arrayBuffer())] };
  }, url);
  expect(given.status).toBe(200);
  expect(Buffer.from(given.bytes).equals(png(400, 300)), 'the bytes are those that were sent').toBe(true);
});

test('without the permission to write, the next photo fails at s3:PutObject', async ({ page }) => {
  const lesson = new LessonPage(page);
  const cloud = new Cloud(page);
  await lesson.open();

  const role = /<RoleName>([^<]*MakeThumbnail[^<]*)</.exec((await cloud.iam('ListRoles')).text)?.[1];
  const names = [...(await cloud.iam('ListRolePolicies', { RoleName: role })).text.matchAll(/<member>([^<]*)</g)];
  let removed = 0;
  for (const [, PolicyName] of names) {
    const policy = decodeURIComponent((await cloud.iam('GetRolePolicy', { RoleName: role, PolicyName })).text);
    if (!policy.includes('s3:PutObject')) continue;
    expect((await cloud.iam('DeleteRolePolicy', { RoleName: role, PolicyName })).status).toBe(200);
    removed += 1;
  }
  expect(removed).toBe(1);

  await lesson.choose([file('refused.png', 'image/png', png(400, 300))]);
  await lesson.rest();
  const badge = lesson.map.getByRole('button', { name: /AccessDenied.*s3:PutObject/ });
  await expect(badge).toBeVisible();
  await badge.click();
  await expect(lesson.part('Access')).toContainText('Denied');
  await expect(lesson.part('Access')).toContainText('s3:PutObject');
  await expect(lesson.object('thumbnails/photos/refused.png')).toHaveCount(0);
  expect(await cloud.log('make-thumbnail', 'AccessDenied'), 'the log tells why').toHaveLength(1);
});

test('a larger size, set in the form, gives a larger thumbnail after a new cold start', async ({ page, complaints }) => {
  const lesson = new LessonPage(page);
  const cloud = new Cloud(page);
  await lesson.open();
  await lesson.upload([file('before.png', 'image/png', png(400, 300))]);

  await lesson.node('make-thumbnail').getByRole('button').first().click();
  const names = await lesson.inspector.getByRole('textbox', { name: 'Name' }).all();
  const values = await Promise.all(names.map((name) => name.inputValue()));
  await lesson.inspector.getByRole('textbox', { name: 'Value' }).nth(values.indexOf('THUMBNAIL_SIZE')).fill('200');
  await lesson.inspector.getByRole('button', { name: 'Send UpdateFunctionConfiguration' }).click();
  await lesson.begun();
  await lesson.rest();

  await lesson.upload([file('after.png', 'image/png', png(400, 300))]);
  await expect(lesson.inspector.getByText('Cold', { exact: true }), 'both photos met a cold start').toHaveCount(2);
  expect(await cloud.size('my-thumbnails', 'thumbnails/photos/before.png')).toEqual([100, 75]);
  expect(await cloud.size('my-thumbnails', 'thumbnails/photos/after.png')).toEqual([200, 150]);
  expect(complaints).toEqual([]);
});

test('what is not simulated says so by name', async ({ page }) => {
  await new LessonPage(page).open();
  const answer = await new Cloud(page).send('https://my-original-images.s3.us-east-1.amazonaws.com/?analytics');
  expect(answer.status).toBe(501);
  expect(answer.text).toContain('GetBucketAnalyticsConfiguration');
});

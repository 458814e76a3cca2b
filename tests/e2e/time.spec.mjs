// Stopping time: back to the beginning, forward hop by hop, and every message open to be read.

import { expect, open, test } from './support.mjs';
import { LessonPage } from './pages/lesson.mjs';

test.beforeEach(async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: /harbour\.jpg/ }).click();
  await new LessonPage(page).begun();
  await new LessonPage(page).rest();
});

test('the run goes back to its beginning and forward again, one hop at a time', async ({ page, complaints }) => {
  const lesson = new LessonPage(page);
  const photo = lesson.object('photos/harbour.jpg');
  const thumbnail = lesson.object('thumbnails/photos/harbour.jpg');
  await expect(photo).toBeVisible();
  await expect(thumbnail).toBeVisible();
  const end = await lesson.clock.textContent();

  await page.keyboard.press('Home');
  await expect(lesson.caption).toHaveText(/Everything is at rest/);
  await expect(lesson.state).toHaveText('paused, rewound');
  await expect(lesson.clock).toHaveText(/^0\.0/);
  await expect(photo).toHaveCount(0);
  await expect(thumbnail).toHaveCount(0);
  await expect(lesson.map.getByRole('button', { name: /^Message \d/ }), 'nothing has been sent').toHaveCount(0);
  await expect(lesson.node('my-thumbnails')).toContainText('The thumbnail lands here');

  const captions = [];
  while (await lesson.state.textContent() === 'paused, rewound') {
    const before = await lesson.clock.textContent();
    await page.keyboard.press('ArrowRight');
    captions.push(await lesson.caption.textContent());
    expect(captions.length, `steps, the last from ${before}`).toBeLessThan(60);
  }
  // The story is told in order: the photo lands, an environment starts, the thumbnail is written.
  const told = captions.join('\n');
  expect(told).toMatch(/is in my-original-images[^]*Lambda starts one[^]*make-thumbnail sends[^]*returned after/);
  expect(new Set(captions).size, 'each step says something of its own').toBeGreaterThan(12);
  expect(await lesson.clock.textContent()).toBe(end);
  await expect(photo).toBeVisible();
  await expect(thumbnail).toBeVisible();

  await page.keyboard.press('ArrowLeft');
  await expect(lesson.state).toHaveText('paused, rewound');
  expect(complaints).toEqual([]);
});

test('a message tells its payload, its cause, its verdict and its changes', async ({ page }) => {
  const lesson = new LessonPage(page);

  await lesson.openMessage(2);
  const event = JSON.parse(await lesson.text('Payload', 'the payload'));
  expect(event.Records[0].s3.object.key).toBe('photos/harbour.jpg');
  expect(event.Records[0].s3.bucket.name).toBe('my-original-images');
  await expect(lesson.part('Cause')).toContainText('You sent photos/harbour.jpg');
  await expect(lesson.part('Access')).toContainText('Allowed');
  await expect(lesson.part('Access')).toContainText('lambda:InvokeFunction');

  await lesson.openMessage(1);
  await expect(lesson.part('Payload')).toContainText(/aws s3api put-object --bucket my-original-images/);
  await expect(lesson.part('Payload')).toContainText('PUT /photos/harbour.jpg');
  await expect(lesson.part('Access')).toContainText('s3:PutObject');
  await expect(lesson.part('Changes')).toContainText('photos/harbour.jpg');
});

test('what was selected at the end is told as it was at an earlier moment', async ({ page }) => {
  const lesson = new LessonPage(page);
  await lesson.node('my-thumbnails').getByRole('button').first().click();
  await expect(lesson.inspector).toContainText('1 object');
  await page.keyboard.press('Home');
  await expect(lesson.inspector).toContainText('S3 bucket, empty');
  await page.keyboard.press('End');
  await expect(lesson.inspector).toContainText('1 object');
});

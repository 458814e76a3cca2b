// A first visit: nobody has explained anything, there is no photo at hand, and the first thumbnail is one press away.

import { expect, open, test } from './support.mjs';
import { Cloud } from './pages/cloud.mjs';
import { LessonPage } from './pages/lesson.mjs';

test('a sample on a first visit ends as a thumbnail in the other bucket', async ({ page, complaints, outside }) => {
  const begun = Date.now();
  const lesson = new LessonPage(page);
  await open(page);
  await page.getByRole('button', { name: /harbour\.jpg/ }).click();

  const thumbnail = lesson.node('my-thumbnails').getByRole('img', { name: 'thumbnails/photos/harbour.jpg' });
  await expect(thumbnail).toBeVisible({ timeout: 30_000 });
  expect(Date.now() - begun, 'milliseconds from opening the page to the thumbnail').toBeLessThan(30_000);
  // The picture is there with its pixels, not only its place.
  await expect.poll(() => thumbnail.evaluate((image) => image.naturalWidth)).toBe(100);

  await lesson.rest();
  const cloud = new Cloud(page);
  expect(await cloud.keys('my-thumbnails')).toEqual(['thumbnails/photos/harbour.jpg']);
  expect(complaints).toEqual([]);
});

test('looking around first costs nothing and changes nothing', async ({ page, complaints }) => {
  const lesson = new LessonPage(page);
  await open(page);
  await page.getByRole('link', { name: 'open lesson 1 without a photo' }).click();
  await expect(lesson.caption).toHaveText(/Everything is at rest/);
  for (const name of ['make-thumbnail', 'my-thumbnails', '/aws/lambda/make-thumbnail', 'my-original-images', 'You']) {
    await lesson.node(name).getByRole('button').first().click();
    await expect(lesson.inspector.getByRole('heading', { level: 2 })).toHaveText(name);
  }
  await expect(lesson.clock).toHaveText(/^0\.0/);
  expect(complaints).toEqual([]);
});

// A thousand photos dropped at once: the cloud scales out, and none is lost.

import { expect, test } from './support.mjs';
import { Cloud } from './pages/cloud.mjs';
import { LessonPage } from './pages/lesson.mjs';

const COUNT = 1000;

test('a thousand photos dropped at once become a thousand thumbnails', { tag: '@slow' }, async ({ page, complaints }) => {
  test.setTimeout(300_000);
  const lesson = new LessonPage(page);
  await lesson.open();
  await lesson.drop(async (count) => {
    const canvas = new OffscreenCanvas(160, 120);
    const context = canvas.getContext('2d');
    const files = [];
    for (let number = 1; number <= count; number += 1) {
      // Each has its own colour, so that no two have the same bytes.
      context.fillStyle = `rgb(${number % 256} ${(number >> 4) % 256} 90)`;
      context.fillRect(0, 0, 160, 120);
      context.strokeText(String(number), 40, 60);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
      files.push(new File([blob], `${String(number).padStart(4, '0')}.jpg`, { type: 'image/jpeg' }));
    }
    return files;
  }, COUNT);
  await lesson.begun(60_000);
  await lesson.rest(200_000);

  await expect(lesson.node('my-original-images')).toContainText('1,000 objects');
  await expect(lesson.node('my-thumbnails')).toContainText('1,000 objects');
  const expected = Array.from({ length: COUNT }, (_, index) => `thumbnails/photos/${String(index + 1).padStart(4, '0')}.jpg`);
  expect(await new Cloud(page).keys('my-thumbnails')).toEqual(expected);
  await expect(lesson.failure('make-thumbnail')).toHaveCount(0);

  // Such a run can be looked at from its beginning, too.
  await lesson.press('To the start');
  await expect(lesson.caption).toHaveText(/Everything is at rest/);
  await expect(lesson.node('my-thumbnails')).toContainText('The thumbnail lands here');
  expect(complaints).toEqual([]);
});

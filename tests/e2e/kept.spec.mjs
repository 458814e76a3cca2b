// What the browser keeps: the page for a tab without a network, and the run for the next visit.

import { expect, kept, open, started, test } from './support.mjs';
import { Cloud } from './pages/cloud.mjs';
import { LessonPage } from './pages/lesson.mjs';
import { file, png } from './pictures.mjs';

test('after one visit a photo becomes a thumbnail without a network', async ({ page, context, complaints }) => {
  const lesson = new LessonPage(page);
  await open(page);
  await kept(page);
  await context.setOffline(true);
  await page.reload();
  await started(page);
  await page.getByRole('button', { name: /harbour\.jpg/ }).click();
  await lesson.begun();
  await lesson.rest();
  expect(await new Cloud(page).size('my-thumbnails', 'thumbnails/photos/harbour.jpg')).toEqual([100, 75]);
  expect(complaints).toEqual([]);
});

/** The run as its table tells it. */
async function rows(lesson) {
  const table = lesson.time.getByRole('button', { name: 'Table' });
  await table.click();
  const texts = await lesson.time.getByRole('row').allTextContents();
  await table.click();
  return texts;
}

/** Waits until the run that is shown is also kept. */
async function written(page) {
  await page.waitForFunction(async () => {
    const cache = await caches.open('coldstart-run');
    return Boolean(await cache.match('/coldstart-run/text'));
  });
}

test('a reload brings the run back as it was, and runs no code', async ({ page, complaints }) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  await lesson.upload([file('first.png', 'image/png', png(400, 300))]);
  const before = { rows: await rows(lesson), clock: await lesson.clock.textContent() };
  expect(before.rows).toHaveLength(5);
  expect(page.frames().length, 'the code ran in a frame of its own').toBeGreaterThan(1);
  await written(page);

  await page.reload();
  await started(page);
  await expect(lesson.object('thumbnails/photos/first.png')).toBeVisible();
  expect({ rows: await rows(lesson), clock: await lesson.clock.textContent() }).toEqual(before);
  await expect(lesson.state).toHaveText(/^settled/);
  expect(page.frames(), 'nothing that runs code was opened').toHaveLength(1);
  // The page's own workers keep its files and make prints; they run no handler.
  const others = page.workers().map((worker) => worker.url()).filter((url) => !/\/(sw|prints)\.js$/.test(url));
  expect(others).toEqual([]);

  // The world that came back is whole: its environment is still warm, and its pictures are there.
  expect(await new Cloud(page).size('my-thumbnails', 'thumbnails/photos/first.png')).toEqual([100, 75]);
  await lesson.rest();
  await lesson.upload([file('second.png', 'image/png', png(300, 400))]);
  await expect(lesson.node('make-thumbnail').getByRole('button', { name: /^Environment/ })).toHaveCount(1);
  expect(complaints).toEqual([]);
});

test('from the entrance one goes on where one left off', async ({ page }) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  await lesson.upload([file('first.png', 'image/png', png(400, 300))]);
  await written(page);
  await page.goto('about:blank');
  await open(page);
  await page.getByRole('link', { name: /Go on where you left off/ }).click();
  await expect(lesson.object('thumbnails/photos/first.png')).toBeVisible();
});

test('starting over asks first, clears the run, and a reload stays clean', async ({ page, complaints }) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  await lesson.upload([file('first.png', 'image/png', png(400, 300))]);
  await written(page);

  const dialog = page.getByRole('dialog', { name: 'Start over?' });
  await page.getByRole('button', { name: 'Start over' }).click();
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(lesson.object('thumbnails/photos/first.png')).toBeVisible();

  await page.getByRole('button', { name: 'Start over' }).click();
  await dialog.getByRole('button', { name: 'Clear this run' }).click();
  const clean = async () => {
    await expect(lesson.caption).toHaveText(/Everything is at rest/);
    await expect(lesson.object('thumbnails/photos/first.png')).toHaveCount(0);
    await expect(lesson.clock).toHaveText(/^0\.0/);
  };
  await clean();
  await expect.poll(() => page.evaluate(() => caches.has('coldstart-run'))).toBe(false);
  await page.reload();
  await started(page);
  await clean();
  await lesson.upload([file('again.png', 'image/png', png(400, 300))]);
  expect(await new Cloud(page).keys('my-thumbnails')).toEqual(['thumbnails/photos/again.png']);
  expect(complaints).toEqual([]);
});

test('starting over in the middle of a run leaves nothing of it', async ({ page, complaints }) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  await lesson.choose(Array.from({ length: 20 }, (_, index) => file(`${index}.png`, 'image/png', png(400, 300))));
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Clear this run' }).click();
  await expect(lesson.caption).toHaveText(/Everything is at rest/);
  await lesson.upload([file('alone.png', 'image/png', png(400, 300))]);
  expect(await new Cloud(page).keys('my-thumbnails')).toEqual(['thumbnails/photos/alone.png']);
  expect(complaints).toEqual([]);
});

test('a kept run that is damaged is told of, and a new one begins', async ({ page }) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  await page.evaluate(async () => {
    const cache = await caches.open('coldstart-run');
    await cache.put('/coldstart-run/text', new Response('{"lesson": "01-thumbnail", "comm'));
  });
  await page.reload();
  await started(page);
  await expect(lesson.notice).toContainText('The run of your last visit could not be brought back');
  // It says where it is damaged, which is what whoever mends it needs.
  await expect(lesson.notice).toContainText(/line \d+|column \d+|\$|\.\w+/);
  await lesson.notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(lesson.notice).toHaveText('');
  await lesson.upload([file('new.png', 'image/png', png(400, 300))]);
  await expect(lesson.object('thumbnails/photos/new.png')).toBeVisible();
});

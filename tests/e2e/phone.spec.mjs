// On a phone: one region at a time, each a tab away, and nothing wider than the screen.

import { expect, open, test } from './support.mjs';
import { LessonPage } from './pages/lesson.mjs';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** Nothing may be wider than the screen: then a finger would shift the page sideways. */
async function expectNoSideways(page, where) {
  const widest = await page.evaluate(() => {
    scrollTo(400, 0);
    const shifted = scrollX;
    scrollTo(0, 0);
    return { shifted, page: document.documentElement.scrollWidth, screen: innerWidth };
  });
  expect.soft(widest, where).toEqual({ shifted: 0, page: 390, screen: 390 });
}

test('a sample ends in a thumbnail on a phone, and every region is a tab away', async ({ page, complaints }) => {
  const lesson = new LessonPage(page);
  await open(page);
  await expectNoSideways(page, 'entrance');
  await page.getByRole('button', { name: /night\.jpg/ }).tap();

  const tabs = page.getByRole('navigation', { name: 'Regions' });
  const tab = (name) => tabs.getByRole('button', { name });
  await expect(lesson.map).toBeVisible();
  await expect(tab('Map')).toHaveAttribute('aria-current', /./);
  await expectNoSideways(page, 'map');

  await tab('Tape').tap();
  await expect(lesson.time).toBeVisible();
  await expect(lesson.map.getByRole('list', { name: /^Resources/ })).toBeHidden();
  await lesson.begun();
  await lesson.rest();
  await tab('Map').tap();
  await lesson.object('thumbnails/photos/night.jpg').scrollIntoViewIfNeeded();
  await expect(lesson.object('thumbnails/photos/night.jpg')).toBeInViewport();

  await tab('Tape').tap();
  await expectNoSideways(page, 'tape');
  await tab(/^Message/).tap();
  await expect(lesson.inspector.getByRole('heading', { level: 2 })).toBeVisible();
  await expectNoSideways(page, 'message');
  await tab('Lesson').tap();
  await expect(lesson.reader.getByRole('heading', { name: 'Drop a photo on the bucket' })).toBeVisible();
  await expectNoSideways(page, 'lesson');

  // A press on the map leads to what was pressed.
  await tab('Map').tap();
  await lesson.node('my-thumbnails').getByRole('button').first().tap();
  await expect(lesson.inspector.getByRole('heading', { level: 2 })).toHaveText('my-thumbnails');
  expect(complaints).toEqual([]);
});

test('an empty bucket says on a phone what it takes, and where that stays', async ({ page }) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  const bucket = lesson.node('my-original-images');
  for (const words of ['Drop a photo here, or', 'Choose one', 'It stays in this tab.']) await expect(bucket.getByText(words)).toBeVisible();
});

test('what a finger presses is at least 24 pixels wide and high', async ({ page }) => {
  await open(page);
  const lesson = new LessonPage(page);
  const small = () => page.evaluate(() => [...document.querySelectorAll('button, a, input')].flatMap((element) => {
    const box = element.getBoundingClientRect();
    const inText = element.matches('p a, p button, .link');
    const shown = box.width > 1 && box.height > 1 && element.checkVisibility();
    if (!shown || inText || element.matches('.skip') || (box.width >= 24 && box.height >= 24)) return [];
    return [`${element.getAttribute('aria-label') ?? element.textContent.trim()}: ${box.width | 0} x ${box.height | 0}`];
  }));
  expect.soft(await small(), 'entrance').toEqual([]);
  await page.getByRole('button', { name: /night\.jpg/ }).tap();
  await expect(lesson.map).toBeVisible();
  for (const name of ['Map', 'Tape', 'Lesson']) {
    await page.getByRole('navigation', { name: 'Regions' }).getByRole('button', { name }).tap();
    expect.soft(await small(), name).toEqual([]);
  }
});

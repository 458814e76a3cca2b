// Without a mouse: from the first Tab to a thumbnail, its messages and the next step of the lesson.

import { expect, open, test } from './support.mjs';
import { LessonPage } from './pages/lesson.mjs';

/** Presses Tab until `wanted` has focus, as a person would look for it. */
async function tabTo(page, wanted, key = 'Tab', most = 40) {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press(key);
    if (await wanted.evaluate((element) => element === document.activeElement).catch(() => false)) return;
  }
  const reached = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120));
  throw new Error(`${most} presses of ${key} did not reach ${wanted}; the focus is on ${reached}`);
}

test('the keyboard alone leads from the entrance through a run', async ({ page, complaints }) => {
  const lesson = new LessonPage(page);
  await open(page);
  await tabTo(page, page.getByRole('button', { name: /ridge\.jpg/ }), 'Tab', 10);
  await page.keyboard.press('Enter');
  await lesson.begun();
  await expect(page.getByRole('main'), 'the focus goes where the photo went').toBeFocused();

  // Space stops time and lets it go on.
  await page.keyboard.press('Space');
  await expect(lesson.state).toHaveText(/^paused/);
  await page.keyboard.press('Space');
  await expect(lesson.state).toHaveText(/^playing/);
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(lesson.object('thumbnails/photos/ridge.jpg')).toBeVisible({ timeout: 500 });
    await expect(lesson.state).toHaveText(/^settled/, { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  const end = await lesson.clock.textContent();
  await page.keyboard.press('ArrowLeft');
  await expect(lesson.clock).not.toHaveText(end);
  await page.keyboard.press('Shift+ArrowRight');
  await expect(lesson.clock).toHaveText(end);

  // Tab meets the messages on the map as they are numbered.
  const numbers = await page.getByRole('main').getByRole('button', { name: /^Message \d+$/ }).allTextContents();
  expect(numbers.length).toBeGreaterThan(2);
  expect(numbers).toEqual(numbers.toSorted((one, other) => Number(one) - Number(other)));

  // A node has focus, Enter opens it, Esc goes back to the message that is followed.
  const node = lesson.node('make-thumbnail').getByRole('button').first();
  await tabTo(page, node);
  await page.keyboard.press('Enter');
  await expect(lesson.inspector.getByRole('heading', { level: 2 })).toHaveText('make-thumbnail');
  await page.keyboard.press('Escape');
  await expect(lesson.inspector).toContainText(/Following message/);
  await expect(node, 'the focus stays where it was').toBeFocused();

  // J and K walk the messages, digits jump to their parts.
  await page.keyboard.press('k');
  await expect(lesson.inspector).toContainText(/Message \d of 4/);
  await page.keyboard.press('2');
  await expect(lesson.inspector.getByRole('button', { name: 'Payload', exact: true })).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('Escape');

  // The next step of the lesson, since the first is done.
  await page.keyboard.press('n');
  await expect(lesson.reader.getByRole('heading', { name: 'Follow the event out of S3' })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('the question mark lists all keys, and Esc gives the focus back', async ({ page }) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  const play = lesson.time.getByRole('button', { name: 'Play', exact: true });
  await play.focus();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'All keys' });
  await expect(keys).toBeVisible();
  await expect(keys).toContainText('Next step of the lesson');
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();
  await expect(play).toBeFocused();
});

test('letters are text in a field, and no keys once they are switched off', async ({ page }) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  await lesson.node('/aws/lambda/make-thumbnail').getByRole('button').first().click();
  await page.keyboard.press('/');
  const filter = lesson.inspector.getByRole('searchbox');
  await expect(filter).toBeFocused();
  await page.keyboard.type('phn ?1');
  await expect(filter).toHaveValue('phn ?1');
  await expect(page.locator('html')).not.toHaveAttribute('data-mode', 'projector');

  await page.getByRole('button', { name: 'All keys' }).click();
  await page.getByRole('checkbox', { name: /Single letters act as keys/ }).uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  await expect(page.locator('html')).not.toHaveAttribute('data-mode', 'projector');
});

// A run handed on: in a link and as a file, to somebody who has their own; and code that comes along and waits.

import { readFile } from 'node:fs/promises';
import { expect, started, test } from './support.mjs';
import { ask, makeFunction, makeRole } from './functions.mjs';
import { LessonPage } from './pages/lesson.mjs';
import { file, png } from './pictures.mjs';

const INVOKE = 'https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/mine/invocations';
const HANDLER = 'let runs = 0;\nexports.handler = async () => `ran ${runs += 1}`;\n';

/** Somebody else's browser. */
async function somebody(browser, baseURL) {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  return { context, page, lesson: new LessonPage(page) };
}

/** Makes a run with a photo and a function of one's own, which is asked once. */
async function run(page, lesson) {
  await lesson.open();
  await lesson.upload([file('first.png', 'image/png', png(80, 60))]);
  const role = await makeRole(page, 'mine');
  await makeFunction(page, 'mine', { files: { 'index.js': HANDLER }, runtime: 'nodejs24.x', handler: 'index.handler', role });
  expect((await ask(page, 'POST', INVOKE)).text).toBe('"ran 1"');
  await lesson.rest();
}

const sharing = (page) => page.getByRole('dialog', { name: 'Share this run' });
const offer = (page) => page.getByRole('dialog', { name: 'Open this run?' });

test('a link brings the run to somebody else, at the same moment, and its code waits for a word', async ({ page, browser, baseURL, complaints }) => {
  const lesson = new LessonPage(page);
  await run(page, lesson);
  await lesson.press('Step back');
  await lesson.press('Step back');
  const moment = await lesson.clock.textContent();
  await page.getByRole('button', { name: 'Share this run' }).click();
  const link = await sharing(page).getByRole('textbox', { name: 'Link to this run' }).inputValue();
  expect(link).toContain('#/run/');

  const other = await somebody(browser, baseURL);
  const said = [];
  other.page.on('pageerror', (error) => said.push(error.message));
  await other.page.goto(link);
  await started(other.page);
  await expect(offer(other.page)).toContainText('A photo becomes a thumbnail');
  await expect(offer(other.page).getByRole('button', { name: 'Leave it' })).toBeFocused();
  await offer(other.page).getByRole('button', { name: 'Open it' }).click();
  await expect(other.lesson.object('thumbnails/photos/first.png')).toBeVisible();
  await expect(other.lesson.clock).toHaveText(moment);
  expect(other.page.frames(), 'nothing that runs code was opened').toHaveLength(1);

  // Until a word is said nothing runs, and whoever asked is told why.
  const answer = ask(other.page, 'POST', INVOKE);
  const waiting = other.page.getByRole('alert').filter({ hasText: 'Code of mine waits.' });
  await expect(waiting).toContainText('This run came with a link');
  expect(other.page.frames(), 'it waits').toHaveLength(1);
  await waiting.getByRole('button', { name: 'Not now' }).click();
  expect((await answer).text).toContain('its code was not let run');
  await expect(waiting).toHaveCount(0);
  expect(other.page.frames(), 'nothing has run').toHaveLength(1);

  // Asked again, it waits again. The environment whose process is gone begins anew.
  const again = ask(other.page, 'POST', INVOKE);
  await waiting.getByRole('button', { name: 'Let it run' }).click();
  expect((await again).text).toBe('"ran 1"');
  await expect(waiting).toHaveCount(0);
  expect([...complaints, ...said]).toEqual([]);
  await other.context.close();
});

test('a file brings the run back in the place of one\'s own, after a question, and still waits after a reload', async ({ page, browser, baseURL, complaints }) => {
  const lesson = new LessonPage(page);
  await run(page, lesson);
  await page.getByRole('button', { name: 'Share this run' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    sharing(page).getByRole('button', { name: /^Save as a file/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('01-thumbnail.coldstart');
  const saved = file('demo.coldstart', '', await readFile(await download.path()));

  const other = await somebody(browser, baseURL);
  const give = async (given) => {
    const [chooser] = await Promise.all([
      other.page.waitForEvent('filechooser'),
      sharing(other.page).getByRole('button', { name: 'Open a saved run' }).click(),
    ]);
    await chooser.setFiles(given);
  };
  await other.lesson.open();
  await other.lesson.upload([file('own.png', 'image/png', png(300, 300))]);
  const share = other.page.getByRole('button', { name: 'Share this run' });

  // What is no run is told of, and nothing changes.
  await share.click();
  await give({ ...saved, buffer: saved.buffer.subarray(0, saved.buffer.length / 2) });
  await expect(other.lesson.notice.first()).toContainText('The run could not be read');
  await other.lesson.notice.getByRole('button', { name: 'Dismiss' }).click();
  await share.click();
  await give(file('photo.coldstart', '', png(30, 30)));
  await expect(other.lesson.notice.first()).toContainText('The run could not be read');
  await other.lesson.notice.getByRole('button', { name: 'Dismiss' }).click();

  await share.click();
  await give(saved);
  await expect(offer(other.page)).toContainText('It takes the place of your own run');
  await offer(other.page).getByRole('button', { name: 'Leave it' }).click();
  await expect(other.lesson.object('thumbnails/photos/own.png')).toBeVisible();

  await share.click();
  await give(saved);
  await offer(other.page).getByRole('button', { name: 'Open it' }).click();
  await expect(other.lesson.object('thumbnails/photos/first.png')).toBeVisible();
  await expect(other.lesson.object('thumbnails/photos/own.png')).toHaveCount(0);

  await other.page.waitForFunction(async () => (await caches.open('coldstart-run')).match('/coldstart-run/text'));
  await other.page.reload();
  await started(other.page);
  await expect(other.lesson.object('thumbnails/photos/first.png')).toBeVisible();
  const waiting = other.page.getByRole('alert').filter({ hasText: 'Code of mine waits.' });
  const answer = ask(other.page, 'POST', INVOKE);
  await expect(waiting).toContainText('This run came with demo.coldstart');
  await waiting.getByRole('button', { name: 'Let it run' }).click();
  // What it did before is not lost: its environment is warm.
  expect((await answer).text).toBe('"ran 2"');
  expect(complaints).toEqual([]);
  await other.context.close();
});

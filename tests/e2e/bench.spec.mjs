// A function's code: opened, edited, tried and deployed, with and without a mouse.

import { expect, test } from './support.mjs';
import { BenchPage } from './pages/bench.mjs';
import { Cloud } from './pages/cloud.mjs';
import { LessonPage } from './pages/lesson.mjs';
import { file, png } from './pictures.mjs';

const FUNCTION = 'https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/make-thumbnail';

/** What Lambda itself says of the function. */
async function configuration(page) {
  const { text } = await new Cloud(page).send(`${FUNCTION}/configuration`);
  return JSON.parse(text);
}

/** Presses Tab until `wanted` has focus, as a person would look for it. */
async function tabTo(page, wanted, most = 40) {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement).catch(() => false)) return;
  }
  throw new Error(`${most} presses of Tab did not reach ${wanted}`);
}

test('the keyboard alone opens code, edits it, deploys it and goes back', async ({ page, complaints }) => {
  const lesson = new LessonPage(page);
  const bench = new BenchPage(page);
  await lesson.open();
  const node = lesson.node('make-thumbnail').getByRole('button').first();
  await tabTo(page, node);
  await page.keyboard.press('Enter');
  await expect(lesson.inspector.getByRole('heading', { level: 2 })).toHaveText('make-thumbnail');
  await page.keyboard.press('Enter');
  await bench.opened();
  await expect(bench.bench).toContainText('Rust, compiled to WebAssembly');

  await tabTo(page, bench.button('Write it in Python instead'));
  await page.keyboard.press('Enter');
  await expect(bench.state).toHaveText('edited, not deployed');
  await tabTo(page, bench.editor('lambda_function.py'));
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('# My own handler\n');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(bench.state).toContainText(/^deployed/);
  expect(await configuration(page)).toMatchObject({ Runtime: 'python3.14', Handler: 'lambda_function.lambda_handler' });

  // Tab indents in the editor; after Escape it leaves, and Escape outside goes back to the map.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(bench.editor('lambda_function.py')).not.toBeFocused();
  await expect(bench.bench).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bench.bench).toHaveCount(0);
  await expect(node).toBeFocused();
  await expect(lesson.node('make-thumbnail')).toContainText('python3.14');

  await page.keyboard.press('Enter');
  await bench.opened();
  await expect(bench.editor('lambda_function.py')).toContainText('# My own handler');
  expect(complaints).toEqual([]);
});

test('what is edited is compared, discarded, and put back to the lesson\'s code', async ({ page }) => {
  const lesson = new LessonPage(page);
  const bench = new BenchPage(page);
  await lesson.open();
  await bench.open(lesson);
  await bench.button('Write it in Node.js instead').click();
  await bench.button(/^Deploy/).click();
  await expect(bench.state).toContainText(/^deployed/);

  await bench.write('index.js', 'export const handler = async () => 1;\n');
  await expect(bench.state).toHaveText('edited, not deployed');
  await bench.button('Compare').click();
  await expect(bench.editor('index.js as it is deployed')).toContainText('CopyObjectCommand');
  await bench.button('Discard').click();
  await expect(bench.editor('index.js')).toContainText('CopyObjectCommand');

  await bench.button('Add a file').click();
  await bench.bench.getByRole('textbox', { name: 'Name of the new file' }).fill('index.js');
  await page.keyboard.press('Enter');
  await expect(bench.bench).toContainText('index.js is there already.');
  await bench.bench.getByRole('textbox', { name: 'Name of the new file' }).fill('lib/size.mjs');
  await page.keyboard.press('Enter');
  await bench.write('lib/size.mjs', 'export const SIZE = 100;\n');
  await bench.button(/^Deploy/).click();
  await expect(bench.state).toContainText(/^deployed/);
  // The tab remembers what was deployed, not what was open. A run is kept a moment after each call.
  await page.waitForFunction(async () => {
    const kept = await (await caches.open('coldstart-run')).match('/coldstart-run/text');
    return (await kept?.text() ?? '').split('/functions/make-thumbnail/code').length > 2;
  });
  await page.reload();
  await expect(lesson.node('make-thumbnail')).toContainText('nodejs24.x');
  await bench.open(lesson);
  await bench.button('lib/size.mjs').click();
  await expect(bench.editor('lib/size.mjs')).toContainText('SIZE = 100');

  await bench.button("Back to the starting code").click();
  await expect(bench.bench).toContainText('Rust, compiled to WebAssembly');
  await bench.button(/^Deploy/).click();
  await expect(bench.state).toContainText(/^deployed/);
  expect(await configuration(page)).toMatchObject({ Runtime: 'provided.al2023', Handler: 'bootstrap' });
});

test('a test event says what is wrong with it, runs once it is right, and is kept', async ({ page }) => {
  const lesson = new LessonPage(page);
  const bench = new BenchPage(page);
  await lesson.open();
  await bench.open(lesson);
  await bench.part('Test');
  const run = bench.button(/^Run/);
  await bench.write('Test event, JSON', '{\n  "Records": [],\n  "id": "1"\n  "more": 2\n}\n');
  await expect(bench.bench.getByText('Line 3: a comma is missing after "id": "1".')).toBeVisible();
  await expect(run).toHaveAttribute('aria-disabled', 'true');

  await bench.write('Test event, JSON', '{"Records": []}');
  await bench.button('Keep as').click();
  await bench.bench.getByRole('textbox', { name: 'Name of your event' }).fill('nothing came');
  await page.keyboard.press('Enter');
  await run.click();
  await expect(bench.result).toContainText('The handler failed', { timeout: 30_000 });
  await expect(bench.result).toContainText('REPORT RequestId');
  await expect(bench.result).toContainText('Price, with its request');

  await page.reload();
  await bench.open(lesson);
  await bench.part('Test');
  await bench.bench.getByRole('combobox', { name: 'Event' }).selectOption({ label: 'nothing came' });
  await expect(bench.editor('Test event, JSON')).toHaveText('{"Records": []}');
});

test('a photo\'s run is priced, and more memory is a slider away', async ({ page }) => {
  const lesson = new LessonPage(page);
  const bench = new BenchPage(page);
  await page.goto('./');
  await page.getByRole('button', { name: /ridge\.jpg/ }).click();
  await lesson.begun();
  await lesson.rest();
  await bench.open(lesson);
  await expect(page.getByRole('region', { name: 'Logs' })).toContainText('REPORT');
  await expect(bench.bench.getByRole('img', { name: /^Duration falls/ })).toBeVisible();
  await expect(bench.bench).toContainText('× 0.5 GB');

  await bench.part('Configuration');
  const memory = bench.bench.getByRole('slider', { name: 'Memory' });
  await expect(memory).toHaveAttribute('aria-valuetext', '512 MB, 0.29 vCPU');
  await memory.focus();
  await page.keyboard.press('ArrowRight');
  await expect(memory).toHaveAttribute('aria-valuetext', '640 MB, 0.36 vCPU');
  await expect(bench.bench).toContainText('Not sent yet: memory 512 to 640 MB.');
  await bench.button('Send UpdateFunctionConfiguration').click();
  await expect(bench.bench).not.toContainText('Not sent yet');
  expect(await configuration(page)).toMatchObject({ MemorySize: 640, Timeout: 10 });

  await bench.part('Environments');
  await expect(bench.bench).toContainText(/No environment yet|1 run/);
});

test.describe('without the service worker, which would have it already', () => {
  test.use({ serviceWorkers: 'block' });

  test('an editor that does not arrive is told, and fetched again', async ({ page, context }) => {
    await context.route('**/assets/editor/**', (route) => route.abort());
    const lesson = new LessonPage(page);
    const bench = new BenchPage(page);
    await lesson.open();
    await lesson.node('make-thumbnail').getByRole('button').first().click();
    await lesson.inspector.getByRole('button', { name: 'Open the code' }).click();
    await expect(bench.bench.getByRole('alert')).toContainText('The editor did not arrive');
    await context.unroute('**/assets/editor/**');
    await bench.button('Fetch it again').click();
    await bench.opened();
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the bench fills the screen, and no part is wider', async ({ page }) => {
    const lesson = new LessonPage(page);
    const bench = new BenchPage(page);
    await lesson.open();
    await bench.open(lesson);
    await bench.button('Write it in Python instead').click();
    for (const part of ['Code', 'Test', 'Configuration', 'Environments', 'Access', 'Triggers', 'Logs']) {
      await bench.part(part);
      const widest = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(widest, part).toBe(390);
    }
    await bench.button('Back to the map').click();
    await expect(bench.bench).toHaveCount(0);
  });
});

test('in a low window every part of the bench can be scrolled to, and a refusal comes into sight', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 640 });
  const lesson = new LessonPage(page);
  const bench = new BenchPage(page);
  await lesson.open();
  await bench.open(lesson);
  for (const part of ['Test', 'Configuration', 'Environments', 'Access', 'Triggers']) {
    await bench.part(part);
    const beyond = await bench.bench.evaluate((element) => element.scrollHeight - element.clientHeight);
    expect.soft(beyond, part).toBe(0);
  }
  await bench.button(/Add a bucket/).click();
  await bench.button('Add it').click();
  await expect(bench.bench.getByText(/was refused.*ambiguously/)).toBeInViewport({ ratio: 1 });
  await expect(bench.bench.getByRole('heading', { name: 'make-thumbnail' })).toBeInViewport({ ratio: 1 });
});

test('a trigger that is taken away calls nothing, and one that is added calls again', async ({ page, complaints }) => {
  const lesson = new LessonPage(page);
  const bench = new BenchPage(page);
  const thumbnails = () => new Cloud(page).keys('my-thumbnails');
  const triggers = () => bench.bench.getByRole('tabpanel', { name: 'Triggers' });
  await lesson.open();
  await bench.open(lesson);
  await bench.part('Triggers');
  const own = triggers().getByRole('listitem').filter({ hasText: 'my-original-images' });
  await expect(own).toContainText('May call');
  await expect(own).toContainText('s3:ObjectCreated:*, for keys that begin with photos/');
  await own.getByRole('button', { name: /^Take it away/ }).click();
  await expect(triggers()).toContainText('Nothing calls it by itself.');
  await page.keyboard.press('Escape');
  await lesson.upload([file('quiet.png', 'image/png', png(60, 40))]);
  expect(await thumbnails()).toEqual([]);
  await lesson.rest();

  await bench.open(lesson);
  await bench.part('Triggers');
  await bench.button(/Add a bucket/).click();
  await expect(triggers()).toContainText('SendsPutBucketNotificationConfiguration');
  await bench.bench.getByRole('combobox', { name: 'Bucket' }).selectOption('my-original-images');
  await bench.bench.getByRole('textbox', { name: 'and end with' }).fill('.png');
  await page.keyboard.press('Enter');
  await expect(own).toContainText('s3:ObjectCreated:*, for keys that end with .png');
  // The focus went with the form, to what is nearest.
  await expect(bench.button(/Add a bucket/)).toBeFocused();
  await page.keyboard.press('Escape');
  await lesson.upload([file('heard.png', 'image/png', png(60, 40))]);
  expect(await thumbnails()).toEqual(['thumbnails/photos/heard.png']);
  expect(complaints).toEqual([]);
});

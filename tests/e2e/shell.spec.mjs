// The page as a file on a host: it loads from a sub-path, without a complaint, and stays when the host goes.

import { controlled, expect, kept, open, started, test } from './support.mjs';
import { LessonPage } from './pages/lesson.mjs';
import { file, png } from './pictures.mjs';

test('the page starts from a sub-path without a complaint', async ({ page, complaints, outside }) => {
  await open(page);
  expect(new URL(page.url()).pathname.length, 'served below a path').toBeGreaterThan(1);
  await expect(page).toHaveTitle(/Coldstart/);
  await expect(page.locator('body')).not.toBeEmpty();
  await controlled(page);
  expect(complaints).toEqual([]);
});

test('after one visit the page works offline, with its photos and its function', async ({ page, context, complaints }) => {
  await open(page);
  await kept(page);
  await context.setOffline(true);
  await page.reload();
  await started(page);
  const sizes = await page.evaluate(async () => {
    const names = ['samples/harbour.jpg', 'samples/harbour-small.jpg', 'functions/thumbnail.wasm', 'fonts/inter.woff2'];
    return Promise.all(names.map(async (name) => (await (await fetch(`assets/${name}`)).arrayBuffer()).byteLength));
  });
  for (const size of sizes) expect(size).toBeGreaterThan(200);
  expect(complaints).toEqual([]);
});

test('a request to AWS is answered by the cloud in the page, and never by the network', async ({ page, context, outside }) => {
  await open(page);
  await controlled(page);
  // Without a network, whatever answers is in the tab.
  await context.setOffline(true);
  const answer = await page.evaluate(async () => {
    const response = await fetch('https://no-such-bucket-here.s3.us-east-1.amazonaws.com/a%20b.jpg');
    return { status: response.status, id: response.headers.get('x-amz-request-id'), text: await response.text() };
  });
  expect(answer.text).toContain('<Code>NoSuchBucket</Code>');
  expect(answer.status).toBe(404);
  expect(answer.id).toMatch(/^[0-9A-Z]{16}$/);
});

test('without a service worker the page goes on', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, serviceWorkers: 'block' });
  const page = await context.newPage();
  await open(page);
  await context.close();
});

test('lessons and the entrance come and go, and a photo taken at the entrance lands in lesson 1', async ({ page, complaints }) => {
  const lesson = new LessonPage(page);
  const entrance = page.getByRole('link', { name: /^Coldstart/ });
  await open(page, './#/lessons/02-get-users');
  await expect(lesson.node('UsersTable')).toBeVisible();
  await entrance.click();
  await page.getByRole('link', { name: 'GET /users, without a server' }).click();
  await expect(lesson.node('UsersTable')).toBeVisible();
  await entrance.click();
  await page.getByRole('button', { name: /harbour\.jpg/ }).click();
  await lesson.begun();
  await lesson.rest();
  await expect(lesson.object('thumbnails/photos/harbour.jpg')).toBeVisible();
  expect(complaints).toEqual([]);
});

test.describe('without the service worker, which would have it already', () => {
  test.use({ serviceWorkers: 'block' });

  test('a function that does not arrive fails where it is invoked, and is fetched again for the next attempt', async ({ page, context }) => {
    const functions = '**/assets/functions/*.wasm';
    const asked = [];
    await context.route(functions, (route) => (asked.push(route.request().url()), route.abort()));
    const lesson = new LessonPage(page);
    await lesson.open();
    // It is fetched before anybody needs it; that it does not come is nobody's business yet.
    await expect(() => expect(asked.length).toBeGreaterThan(0)).toPass();
    await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0);

    await lesson.choose([file('good.png', 'image/png', png(400, 300))]);
    await expect(lesson.notice).toContainText("The function's code cannot run");
    await lesson.rest();
    await expect(lesson.failure('make-thumbnail')).toBeVisible();

    await context.unroute(functions);
    await lesson.next.click();
    await lesson.begun();
    await lesson.rest();
    await expect(lesson.object('thumbnails/photos/good.png')).toBeVisible();
  });
});

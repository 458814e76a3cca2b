// An API called by hand: from the address bar, and from a page of one's own behind the rules of a browser.

import { controlled, expect, open, started, test } from './support.mjs';
import { AddressBar } from './pages/address.mjs';
import { Cloud, address } from './pages/cloud.mjs';
import { LessonPage } from './pages/lesson.mjs';
import { file, png } from './pictures.mjs';

const PHOTO = address('my-original-images', 'photos/mine.png');
const LIST = 'https://my-original-images.s3.us-east-1.amazonaws.com/?list-type=2';

/** A lesson with a photo in its first bucket, and the address bar open. */
async function ready(page) {
  const lesson = new LessonPage(page);
  await lesson.open();
  await lesson.upload([file('mine.png', 'image/png', png(400, 300))]);
  const bar = new AddressBar(page);
  await bar.open();
  return { lesson, bar, cloud: new Cloud(page) };
}

/** Lets pages of any origin read objects, and what else a rule says. */
function permit(cloud, rule) {
  return cloud.send('https://my-original-images.s3.us-east-1.amazonaws.com/?cors', {
    method: 'PUT',
    body: `<CORSConfiguration><CORSRule>${rule}</CORSRule></CORSConfiguration>`,
  });
}

/** Lets everybody read the objects of a bucket. */
async function publish(cloud) {
  const host = 'https://my-original-images.s3.us-east-1.amazonaws.com';
  expect((await cloud.send(`${host}/?publicAccessBlock`, { method: 'DELETE' })).status).toBe(204);
  const Statement = [
    { Effect: 'Allow', Principal: '*', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::my-original-images/*' },
  ];
  expect((await cloud.send(`${host}/?policy`, { method: 'PUT', body: JSON.stringify({ Version: '2012-10-17', Statement }) })).status).toBe(204);
}

test('nobody is refused in words, the owner is shown the picture, and both are messages of the run', async ({ page, outside, complaints }) => {
  const { lesson, bar } = await ready(page);
  await bar.call(PHOTO);
  await expect(bar.answer).toHaveText(/^403 Forbidden.*xml/);
  await expect(bar.bar).toContainText('my-original-images refused it.');
  const number = await bar.bar.getByRole('button', { name: /^Message \d+$/ }).first().textContent();
  const onMap = lesson.map.locator('.map__world').getByRole('button', { name: `Message ${number}`, exact: true });
  await expect(onMap, 'it is on the map').toBeVisible();

  await bar.bar.getByText('Sign as root').click();
  await bar.address.focus();
  await page.keyboard.press('Control+Enter');
  await expect(bar.answer).toHaveText(/^200 OK.*image\/png/, { timeout: 30_000 });
  const picture = bar.bar.getByRole('img', { name: 'The picture that was answered' });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image) => [image.naturalWidth, image.naturalHeight])).toEqual([400, 300]);
  await bar.bar.getByRole('button', { name: /^Headers \d/ }).click();
  await expect(bar.bar).toContainText('last-modified');
  expect(complaints).toEqual([]);
});

test('the parts of its time are its time', async ({ page }) => {
  const { bar } = await ready(page);
  await bar.call(LIST);
  const time = bar.bar.getByRole('region', { name: /^Where \d+ ms went$/ });
  const whole = Number(/\d+/.exec(await time.getAttribute('aria-label'))[0]);
  const parts = (await time.locator('dd').allTextContents()).map((text) => Number.parseFloat(text));
  const sum = parts.reduce((a, b) => a + b, 0);
  expect(parts.length).toBeGreaterThan(1);
  expect(Math.abs(sum - whole), `${parts} of ${whole}`).toBeLessThanOrEqual(parts.length);
});

test('the address offers what can be asked for, by the keyboard; what was sent comes back after a reload', async ({ page }) => {
  const { bar } = await ready(page);
  await bar.address.fill('list-type');
  await expect(bar.offers.getByRole('option')).toHaveCount(2);
  await bar.address.press('ArrowDown');
  await bar.address.press('ArrowDown');
  const chosen = bar.offers.getByRole('option', { selected: true });
  await expect(chosen).toContainText('my-thumbnails');
  await bar.address.press('Enter');
  await expect(bar.address).toHaveValue(/my-thumbnails.*list-type=2/);
  await expect(bar.offers).toBeHidden();
  await bar.address.press('Enter');
  await bar.answered();

  await page.waitForFunction(async () => (await caches.open('coldstart-run')).match('/coldstart-run/text').then(
    (text) => text?.text()).then((text) => text?.includes('list-type=2')));
  await page.reload();
  await started(page);
  await bar.open();
  await expect(bar.answer, 'the call is part of the run').toHaveText(/^403 /);
  await bar.part('History');
  await bar.bar.getByRole('list', { name: 'Sent before' }).getByRole('button', { name: /GET.*my-thumbnails.*403/ }).click();
  await expect(bar.address).toHaveValue(/my-thumbnails/);
});

test('an address outside AWS is refused where it stands', async ({ page, outside }) => {
  const { bar } = await ready(page);
  await bar.address.fill('https://example.com/users');
  await bar.address.press('Enter');
  await expect(bar.bar.getByRole('alert')).toContainText('example.com is not in this tab');
  await bar.address.fill('https://[my-thumbnails/');
  await bar.address.press('Enter');
  await expect(bar.bar.getByRole('alert')).toContainText('is no address');
});

test('a call made while rewound happens at the end', async ({ page }) => {
  const { lesson, bar } = await ready(page);
  await lesson.press('To the start');
  await expect(bar.answer).toHaveText(/^Nothing sent yet/);
  await bar.call(LIST);
  await lesson.press('To the start');
  await expect(bar.answer, 'at the beginning it is not sent yet').toHaveText(/^Nothing sent yet/);
  await lesson.press('To the end');
  await bar.answered();
});

test('a body of JSON has its faults told at their line, and goes out with its type', async ({ page }) => {
  const { bar, lesson } = await ready(page);
  await bar.method.selectOption('PUT');
  await bar.address.fill(PHOTO);
  await bar.address.press('Escape');
  await bar.part('Body');
  const editor = bar.bar.getByRole('textbox', { name: 'Body of the request' });
  await editor.click();
  await page.keyboard.insertText('{\n  "id": "1"\n  "name": "Ann"\n}');
  await expect(bar.bar).toContainText('Line 2: a comma is missing after "id": "1".');
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('{"id": "1"}');
  await expect(bar.bar).toContainText('Sent as application/json');
  await bar.part('Headers');
  await bar.bar.getByRole('combobox', { name: 'Name' }).last().fill('X-Own');
  await bar.bar.getByRole('combobox', { name: 'Value' }).first().fill('2');
  await bar.send.click();
  // The photo's own upload was a call of this method and address too, and was answered 200.
  await expect(bar.answer).toHaveText(/^403 /, { timeout: 30_000 });
  await bar.bar.getByRole('button', { name: /^Message \d+$/ }).first().click();
  const payload = lesson.part('Payload');
  await expect(payload).toContainText('application/json');
  await expect(payload).toContainText('x-own');
  // What is written stays, and does not go with a method that has no body.
  await bar.method.selectOption('GET');
  await bar.part('Copy as');
  const copied = bar.bar.getByLabel('The call', { exact: true });
  await expect(copied).not.toContainText('--data-raw');
  await bar.part('Body');
  await expect(bar.bar).toContainText('GET sends no body.');
  await expect(editor).toContainText('"id": "1"');
  await bar.method.selectOption('PUT');
  await bar.part('Copy as');
  await expect(copied).toContainText('--data-raw');
});

test('the call is copied as what makes it elsewhere', async ({ page }) => {
  const { bar } = await ready(page);
  await controlled(page);
  await bar.address.fill(PHOTO);
  await bar.address.press('Escape');
  await bar.part('Copy as');
  const text = bar.bar.getByLabel('The call', { exact: true });
  await expect(text).toHaveText(`curl ${PHOTO}`);
  await bar.bar.getByRole('button', { name: 'fetch', exact: true }).click();
  // It is run as it stands: the service worker answers it.
  const script = (await text.textContent()).replace(/console\.log\(.*\);$/, 'return response.status;');
  expect(await page.evaluate((script) => new (async () => {}).constructor(script)(), script)).toBe(403);
  await bar.bar.getByRole('button', { name: 'Python requests' }).click();
  await expect(text).toContainText(`response = requests.get('${PHOTO}')`);
});

test.describe('a page of one\'s own', () => {
  const page_ = (init = '') => `<p id="out">waiting</p><script>
    fetch('${PHOTO}'${init}).then(async (response) => {
      out.textContent = [response.type, response.status, (await response.arrayBuffer()).byteLength > 100].join(' ');
    }, (error) => { out.textContent = String(error); });
  </script>`;

  test('an answer without the header is kept from it, in words, and given once the header is there', async ({ page, outside, complaints }) => {
    const { bar, cloud, lesson } = await ready(page);
    await publish(cloud);
    await bar.load(page_());
    await expect(bar.frame.locator('#out')).toHaveText('TypeError: Failed to fetch');
    await expect(bar.log).toContainText('blocked by CORS');
    await expect(bar.log).toContainText('The API sent no Access-Control-Allow-Origin.');
    await expect(bar.log).toContainText('The request was sent all the same, and answered 200');
    await expect(bar.log).toContainText('Let the answer say Access-Control-Allow-Origin: https://my-page.example, or * for every page.');

    expect((await permit(cloud, '<AllowedOrigin>https://my-page.example</AllowedOrigin><AllowedMethod>GET</AllowedMethod>')).status).toBe(200);
    await bar.load(page_());
    await expect(bar.frame.locator('#out')).toHaveText('cors 200 true');
    await bar.log.getByRole('button', { name: /^Message \d+$/ }).click();
    await expect(lesson.part('Payload')).toContainText('origin');

    await bar.load(page_(), 'https://other.example');
    await expect(bar.frame.locator('#out'), 'another origin is not permitted').toHaveText('TypeError: Failed to fetch');
    expect(complaints).toEqual([]);
  });

  test('a header that no form could send is asked for first, and remembered for its max-age', async ({ page }) => {
    const { bar, cloud, lesson } = await ready(page);
    await publish(cloud);
    const rule = '<AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod><MaxAgeSeconds>600</MaxAgeSeconds>';
    await permit(cloud, rule);
    const init = ", { headers: { 'x-own': '1' } }";
    await bar.load(page_(init));
    await expect(bar.frame.locator('#out')).toHaveText('TypeError: Failed to fetch');
    await expect(bar.log).toContainText('It asks first, by OPTIONS, because no form could send x-own.');
    await expect(bar.log).toContainText('GET was never sent, and no function ran for it.');

    await permit(cloud, `${rule}<AllowedHeader>x-own</AllowedHeader>`);
    const twice = page_(init).replace('fetch(', `fetch('${PHOTO}'${init}).then(() => fetch(`).replace('.then(async', ').then(async');
    await bar.load(twice);
    await expect(bar.frame.locator('#out')).toHaveText('cors 200 true');
    const calls = bar.log.getByRole('listitem');
    await expect(calls).toHaveCount(2);
    await expect(calls.last().getByRole('button', { name: /^Message/ }), 'the first asks').toHaveCount(2);
    await expect(calls.first().getByRole('button', { name: /^Message/ }), 'the second need not').toHaveCount(1);
    await calls.last().getByRole('button', { name: /^Message/ }).first().click();
    await expect(lesson.part('Payload')).toContainText('OPTIONS');
  });

  test('without CORS it gets an answer that it cannot look into, and nothing but the cloud is reached', async ({ page }) => {
    const { bar, cloud } = await ready(page);
    await publish(cloud);
    await bar.load(page_(", { mode: 'no-cors' }"));
    await expect(bar.frame.locator('#out')).toHaveText('opaque 0 false');
    await expect(bar.log).toContainText('opaque');
    await bar.load(page_().replaceAll(PHOTO, 'https://example.com/'));
    await expect(bar.frame.locator('#out')).toHaveText('TypeError: Failed to fetch');
    await expect(bar.log).toContainText('example.com is not in this tab');
    await bar.load(`<p id="out">waiting</p><script>
      const seen = [];
      for (const reach of [() => parent.document.title, () => localStorage.length, () => document.cookie, () => indexedDB.open('a')]) {
        try { seen.push(String(reach())); } catch (error) { seen.push(error.name); }
      }
      const picture = new Image();
      addEventListener('securitypolicyviolation', (event) => {
        seen.push(event.effectiveDirective);
        out.textContent = seen.join(' ');
      });
      picture.src = 'https://example.com/a.png';
    </script>`);
    await expect(bar.frame.locator('#out')).toHaveText(/^(SecurityError ){4}img-src/);
  });

  test('XMLHttpRequest goes the same way, and the console is shown', async ({ page }) => {
    const { bar, cloud } = await ready(page);
    await publish(cloud);
    await permit(cloud, '<AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>');
    await bar.load(`<p id="out">waiting</p><script>
      console.log('asking', { once: true });
      const request = new XMLHttpRequest();
      request.open('GET', '${PHOTO}');
      request.onload = () => { out.textContent = request.status + ' ' + request.getResponseHeader('content-type'); };
      request.send();
    </script>`);
    await expect(bar.frame.locator('#out')).toHaveText('200 image/png');
    await expect(bar.log).toContainText('asking {"once":true}');
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the address bar is a panel, and nothing is wider than the screen', async ({ page }) => {
    await open(page, './#/lessons/01-thumbnail');
    await page.getByRole('button', { name: 'Call an API' }).tap();
    const bar = new AddressBar(page);
    await expect(bar.bar).toBeVisible({ timeout: 30_000 });
    await bar.call(LIST);
    await expect(bar.answer).toHaveText(/^403 Forbidden/);
    await expect(bar.bar.getByRole('region', { name: /^Where/ })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});

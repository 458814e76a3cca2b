// What is no good photo: the function fails as it would on AWS, where it can be seen, and the page goes on.

import { expect, test } from './support.mjs';
import { Cloud, address } from './pages/cloud.mjs';
import { LessonPage } from './pages/lesson.mjs';
import { drawn, file, png, pngBomb } from './pictures.mjs';

const BAD = [
  ['not-a-picture.jpg', 'UnidentifiedImage', async () => Buffer.from('This is a letter to my aunt, not a photo.\n')],
  ['empty.jpg', 'UnidentifiedImage', async () => Buffer.alloc(0)],
  ['cut-off.jpg', 'TruncatedImage', async (page) => (await drawn(page, 'image/jpeg', 800, 600)).subarray(0, 2000)],
  ['bomb.png', 'ImageTooLarge', async () => pngBomb(30_000)],
];

for (const [name, error, make] of BAD) {
  test(`${name} fails in the function, is tried twice more, and a good photo still works`, async ({ page, complaints }) => {
    const lesson = new LessonPage(page);
    const cloud = new Cloud(page);
    await lesson.open();
    await lesson.upload([file(name, 'image/jpeg', await make(page))]);

    // The failure stands where it happened, leads to its message, and is in the log.
    await expect.soft(lesson.failure('make-thumbnail')).toContainText(error);
    await lesson.failure('make-thumbnail').click();
    await expect.soft(lesson.part('Now')).toContainText(error);
    await lesson.node('/aws/lambda/make-thumbnail').getByRole('button').first().click();
    await expect.soft(lesson.inspector, 'the log tells why').toContainText(error);

    // Lambda tries an event twice more: about a minute later, and about two minutes after that.
    await expect(lesson.next).toHaveText(/^Run to 6\d(\.\d)? s.*attempt 2/i);
    await lesson.next.click();
    await lesson.begun();
    await lesson.rest();
    await expect(lesson.next).toHaveText(/^Run to 18\d(\.\d)? s.*attempt 3/i);
    await lesson.next.click();
    await lesson.begun();
    await lesson.rest();
    await expect(lesson.next).not.toHaveText(/attempt/i);
    expect.soft(await cloud.log('make-thumbnail', error), 'each attempt is in the log').toHaveLength(3);
    await lesson.rest();

    await lesson.upload([file('good.png', 'image/png', png(400, 300))]);
    await expect(lesson.object('thumbnails/photos/good.png')).toBeVisible();
    await expect(lesson.failure('make-thumbnail'), 'a good run takes the failure away').toHaveCount(0);
    expect(complaints).toEqual([]);
  });
}

test('a picture under a wrong name is judged by what it is', async ({ page }) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  await lesson.upload([file('really-a-png.jpg', 'image/jpeg', png(400, 300))]);
  expect(await new Cloud(page).size('my-thumbnails', 'thumbnails/photos/really-a-png.jpg')).toEqual([100, 75]);
});

test('names with spaces, signs, umlauts and emoji come through as they are', async ({ page, complaints }) => {
  const lesson = new LessonPage(page);
  const names = ['my photo (1).png', 'a+b=c.png', 'Müller & Söhne.png', '海辺.png', '🏖️ beach 100%.png', 'a?b#c.png'];
  await lesson.open();
  await lesson.upload(names.map((name) => file(name, 'image/png', png(200, 100))));
  const keys = await new Cloud(page).keys('my-thumbnails');
  expect(keys.sort()).toEqual(names.map((name) => `thumbnails/photos/${name}`).sort());
  expect(complaints).toEqual([]);
});

test('a key of 1,024 bytes is stored, one of 1,025 is refused as S3 refuses it', async ({ page }) => {
  const cloud = new Cloud(page);
  await new LessonPage(page).open();
  const put = (key) => cloud.send(address('my-original-images', key), { method: 'PUT', body: 'x' });
  expect((await put('k'.repeat(1024))).status).toBe(200);
  const refused = await put('k'.repeat(1025));
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('<Code>KeyTooLongError</Code>');
});

test('the same photo twice is two events and one object', async ({ page, complaints }) => {
  const lesson = new LessonPage(page);
  const cloud = new Cloud(page);
  const photo = file('twice.png', 'image/png', png(400, 300));
  await lesson.open();
  await lesson.upload([photo]);
  await lesson.upload([photo]);
  expect(await cloud.keys('my-original-images')).toEqual(['photos/twice.png']);
  expect(await cloud.keys('my-thumbnails')).toEqual(['thumbnails/photos/twice.png']);
  expect(await cloud.log('make-thumbnail', 'REPORT')).toHaveLength(2);
  expect(complaints).toEqual([]);
});

test('a file of 200 MB that is no picture leaves the page alive', { tag: '@slow' }, async ({ page, complaints }) => {
  test.setTimeout(240_000);
  const lesson = new LessonPage(page);
  await lesson.open();
  // Made in the page: a test would need minutes to send so much.
  await lesson.drop(() => [new File([new Blob(Array(200).fill(new Uint8Array(1 << 20)))], 'huge.jpg', { type: 'image/jpeg' })]);
  await lesson.begun(120_000);
  await lesson.rest(120_000);
  await expect(lesson.failure('make-thumbnail')).toContainText('UnidentifiedImage');
  await lesson.upload([file('good.png', 'image/png', png(400, 300))], 90_000);
  await expect(lesson.object('thumbnails/photos/good.png')).toBeVisible();
  expect(complaints).toEqual([]);
});

import { expect, started, test, open } from './support.mjs';
import { AddressBar } from './pages/address.mjs';
import { ApiPage } from './pages/api.mjs';
import { LessonPage } from './pages/lesson.mjs';
import { TablePage } from './pages/table.mjs';
const shot = (page, n) => page.screenshot({ path: `/tmp/look/${n}.png` });
for (const scheme of ['light', 'dark']) {
  test(`l3 ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const lesson = new LessonPage(page), api = new ApiPage(page), bar = new AddressBar(page);
    await page.goto('./#/lessons/03-a-whole-api'); await started(page);
    await expect(lesson.node('UsersTable')).toBeVisible({ timeout: 30000 });
    await lesson.time.getByRole('radio', { name: '5 of real time', exact: true }).check({ force: true });
    await shot(page, `l3-${scheme}-0`);
    await api.open('UserAPI'); const address = await api.address();
    await bar.open();
    await bar.method.selectOption('POST'); await bar.part('Body');
    await bar.bar.getByRole('textbox', { name: 'Body of the request' }).click();
    await page.keyboard.insertText('{"id":"1","name":"John"}');
    await bar.call(`${address}/users`, 'POST');
    await expect(bar.answer).toHaveText(/^201/);
    await page.waitForTimeout(1500);
    await shot(page, `l3-${scheme}-1`);
    await bar.call(`${address}/users/1`, 'GET');
    await expect(bar.answer).toHaveText(/^200/);
    await page.waitForTimeout(1500);
    await shot(page, `l3-${scheme}-2`);
    await bar.bar.getByRole('button', { name: /^Close/ }).click();
    await page.waitForTimeout(800);
    await shot(page, `l3-${scheme}-3`);
  });
  test(`l1 ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const lesson = new LessonPage(page);
    await open(page);
    await page.getByRole('button', { name: /harbour\.jpg/ }).click();
    await lesson.begun(); await lesson.rest();
    await shot(page, `l1-${scheme}-0`);
    await page.evaluate(() => coldstart.fetch('https://iam.amazonaws.com/', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'Action=ListRolePolicies&Version=2010-05-08&RoleName=' + 'x' }));
    await lesson.node('my-original-images').getByRole('button').first().click();
    await page.waitForTimeout(800);
    await shot(page, `l1-${scheme}-1`);
    await lesson.node('make-thumbnail').getByRole('button').first().click();
    await page.waitForTimeout(800);
    await shot(page, `l1-${scheme}-2`);
  });
}
test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test('phone', async ({ page }) => {
    const lesson = new LessonPage(page);
    await open(page);
    await page.getByRole('button', { name: /night\.jpg/ }).tap();
    await lesson.begun();
    const tab = (name) => page.getByRole('navigation', { name: 'Regions' }).getByRole('button', { name });
    await page.waitForTimeout(7000);
    await shot(page, 'ph-map');
    await tab('Lesson').tap(); await page.waitForTimeout(500); await shot(page, 'ph-lesson');
    await tab('Map').tap(); await lesson.node('my-original-images').getByRole('button').first().tap(); await page.waitForTimeout(500); await shot(page, 'ph-bucket');
    await page.goto('./#/lessons/03-a-whole-api'); 
    await expect(lesson.node('UsersTable')).toBeVisible({ timeout: 30000 });
    await page.waitForTimeout(500); await shot(page, 'ph-l3');
    await lesson.node('UserAPI').getByRole('button').first().tap(); await page.waitForTimeout(1500); await shot(page, 'ph-api');
  });
});
test.describe('small', () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });
  test('small', async ({ page }) => {
    const lesson = new LessonPage(page);
    await page.goto('./#/lessons/03-a-whole-api'); await started(page);
    await expect(lesson.node('UsersTable')).toBeVisible({ timeout: 30000 });
    await lesson.node('UserAPI').getByRole('button').first().tap(); await page.waitForTimeout(1500); await shot(page, 'sm-api');
    const tab = (name) => page.getByRole('navigation', { name: 'Regions' }).getByRole('button', { name });
    await tab('Lesson').tap(); await page.waitForTimeout(500); await shot(page, 'sm-lesson');
  });
});

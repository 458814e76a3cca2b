// For everyone: names for what can be pressed, landmarks, a visible focus, and no motion for who asked for none.

import { expect, open, test } from './support.mjs';
import { LessonPage } from './pages/lesson.mjs';
import { file, png } from './pictures.mjs';

/** Controls without a name, as a screen reader would meet them. */
async function nameless(page) {
  const tree = await page.locator('body').ariaSnapshot();
  const control = /^\s*- (button|link|textbox|searchbox|checkbox|radio|slider|separator|img|tree|dialog)(?! ")\b.*$/;
  return tree.split('\n').filter((line) => control.test(line));
}

async function expectSound(page, where) {
  expect.soft(await nameless(page), `${where}: controls without a name`).toEqual([]);
  await expect.soft(page.getByRole('heading', { level: 1 }), `${where}: one first heading`).toHaveCount(1);
  await expect.soft(page.getByRole('main'), `${where}: one main part`).toHaveCount(1);
  await expect.soft(page.getByRole('banner'), `${where}: one banner`).toHaveCount(1);
  const faults = await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    const hidden = '[aria-hidden="true"] :is(button, a[href], input, [tabindex="0"])';
    return {
      twice: ids.filter((id, index) => ids.indexOf(id) !== index),
      focusableButHidden: [...document.querySelectorAll(hidden)].filter((element) => element.checkVisibility()).length,
    };
  });
  expect.soft(faults, where).toEqual({ twice: [], focusableButHidden: 0 });
}

test('every part of the page has its name, its landmark and its place', async ({ page }) => {
  const lesson = new LessonPage(page);
  await open(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expectSound(page, 'entrance');

  await lesson.open();
  await expectSound(page, 'lesson at rest');
  await lesson.upload([file('photo.png', 'image/png', png(400, 300)), file('letter.txt', 'text/plain', Buffer.from('no photo'))]);
  await expectSound(page, 'lesson after a run');
  for (const name of ['You', 'my-original-images', 'make-thumbnail', '/aws/lambda/make-thumbnail']) {
    await lesson.node(name).getByRole('button').first().click();
    await expect(lesson.inspector.getByRole('heading', { level: 2 })).toHaveText(name);
    await expectSound(page, `panel of ${name}`);
  }
  await lesson.openMessage(1);
  await expectSound(page, 'a message');
  for (const [button, dialog] of [['All keys', 'All keys'], ['Start over', 'Start over?']]) {
    await page.getByRole('button', { name: button }).click();
    await expect(page.getByRole('dialog', { name: dialog })).toBeVisible();
    expect.soft(await nameless(page), dialog).toEqual([]);
    await page.keyboard.press('Escape');
  }
});

test('wherever Tab leads, the focus is seen', async ({ page }) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  await lesson.upload([file('photo.png', 'image/png', png(400, 300))]);
  const unseen = new Set();
  const visited = new Set();
  await page.locator('body').evaluate(() => document.activeElement?.blur());
  for (let presses = 0; presses < 70; presses += 1) {
    await page.keyboard.press('Tab');
    const { name, seen } = await page.evaluate(() => {
      const element = document.activeElement;
      const ring = (part, of) => {
        const style = getComputedStyle(part, of);
        return (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
      };
      const box = element.getBoundingClientRect();
      const inSight = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
      // A node shows its focus around its whole plate, a radio in a pill on the pill.
      const shown = ring(element) || ring(element, '::after') || (element.matches('input') && ring(element.parentElement));
      // After the last place the focus leaves the page for the browser's own buttons.
      const name = element === document.body ? '' : element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
      return { name, seen: inSight && shown };
    });
    visited.add(name);
    if (!seen && name !== '') unseen.add(name);
  }
  expect(visited.size, 'places of focus').toBeGreaterThan(20);
  expect([...unseen]).toEqual([]);
});

test.describe('with reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('a run completes, and nothing on the page moves by itself', async ({ page, complaints }) => {
    const lesson = new LessonPage(page);
    const moving = () => page.evaluate(() => document.getAnimations()
      .filter((animation) => animation.playState === 'running' && animation.effect.getComputedTiming().activeDuration > 1)
      .map((animation) => `${animation.animationName ?? animation.transitionProperty} of ${animation.effect.target.className}`));
    await open(page);
    expect(await moving(), 'entrance').toEqual([]);
    await page.getByRole('button', { name: /harbour\.jpg/ }).click();
    await lesson.begun();
    const seen = new Set();
    await expect(async () => {
      for (const motion of await moving()) seen.add(motion);
      await expect(lesson.state).toHaveText(/^settled/, { timeout: 100 });
    }).toPass({ timeout: 45_000, intervals: [200] });
    expect([...seen]).toEqual([]);
    await expect(lesson.object('thumbnails/photos/harbour.jpg')).toBeVisible();
    expect(complaints).toEqual([]);
  });
});

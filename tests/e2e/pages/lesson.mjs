// A lesson's page as a person finds their way about it: its map, its tape, its inspector, by role and name.

import { expect } from '@playwright/test';
import { started } from '../support.mjs';

/** What the caption says at the end of a run that has come to rest. */
const AT_REST = /Nothing is in flight|will not be tried again/;

export class LessonPage {
  constructor(page) {
    this.page = page;
    this.map = page.getByRole('main', { name: 'Map of the system' });
    this.time = page.getByRole('region', { name: 'Time' });
    this.inspector = page.getByRole('complementary', { name: 'Inspector' });
    this.reader = page.getByRole('complementary', { name: 'Lesson' });
    this.caption = this.map.locator('.caption').getByRole('status');
    this.clock = this.time.locator('.clock__time');
    this.state = this.time.locator('.clock').getByRole('status');
    this.next = this.time.getByRole('button', { name: /^Run to / });
    this.notice = page.getByRole('alert').first();
  }

  /** Opens the lesson by itself, without a photo. */
  async open() {
    await this.page.goto('./#/lessons/01-thumbnail');
    await started(this.page);
    await expect(this.map).toBeVisible();
  }

  /** A resource on the map. */
  node(name) {
    return this.map.getByRole('list', { name: /^Resources/ }).getByRole('listitem')
      .filter({ has: this.page.getByRole('button', { name: beginning(`${name} `) }) });
  }

  /** Opens a resource in full, `place`: by the button of its panel, or at once when it was selected already. */
  async openNode(name, button, place) {
    await this.node(name).getByRole('button').first().click();
    const open = this.inspector.getByRole('button', { name: button });
    await expect(open.or(place)).toBeVisible();
    if (await open.isVisible()) await open.click();
  }

  /** The failure that a resource wears. */
  failure(name) {
    return this.node(name).locator('.badge');
  }

  /** Something that lies in a bucket on the map, opened by a press. */
  object(key) {
    return this.map.getByRole('button', { name: beginning(`${key}, `) });
  }

  /** Presses one of the playhead's buttons. */
  async press(name) {
    await this.time.getByRole('button', { name, exact: true }).click();
  }

  /** Chooses files of the device by the bucket's own button. */
  async choose(files) {
    const add = this.map.getByRole('button', { name: /^(Choose one|Add photos)$/ });
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), add.click()]);
    await chooser.setFiles(files);
    await this.begun();
  }

  /** Drops files that the page makes itself: `make` runs there, so that no bytes go through the test. */
  async drop(make, argument) {
    const held = await this.page.evaluateHandle(make, argument);
    const dataTransfer = await held.evaluateHandle((files) => {
      const transfer = new DataTransfer();
      for (const file of files) transfer.items.add(file);
      return transfer;
    });
    await this.map.dispatchEvent('drop', { dataTransfer });
  }

  /** Waits until what was asked for shows: from there on the tape plays. */
  async begun(timeout = 15_000) {
    await expect(this.time.getByRole('button', { name: 'Pause' })).toBeVisible({ timeout });
  }

  /** Goes to the run's end, as often as the run still grows, until it has come to rest. */
  async rest(timeout = 45_000) {
    await expect(async () => {
      await this.press('To the end');
      await expect(this.caption).toHaveText(AT_REST, { timeout: 1_000 });
      await expect(this.time.getByRole('button', { name: 'Play', exact: true })).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout });
  }

  /** Uploads files and waits until all that they cause has happened. */
  async upload(files, timeout) {
    await this.choose(files);
    await this.rest(timeout);
  }

  /** Opens a message by its number, from the run's table. */
  async openMessage(number) {
    const table = this.time.getByRole('button', { name: 'Table' });
    await table.click();
    await this.time.getByRole('button', { name: `Open message ${number}`, exact: true }).click();
    await table.click();
    await expect(this.inspector).toContainText(`Message ${number} of `);
  }

  /** A part of the message that the inspector shows: Now, Payload, Cause, Access, Changes. */
  part(name) {
    return this.inspector.getByRole('region', { name, exact: true });
  }

  /** A text that the inspector shows in rows, whole. */
  async text(part, what) {
    const rows = this.part(part).getByRole('tree', { name: what }).locator('.code__text');
    return (await rows.allTextContents()).join('\n');
  }
}

/** A name that begins with `text`, letter by letter. */
const beginning = (text) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}`);

// The address bar as a person finds their way about it, by role and name.

import { expect } from '@playwright/test';

export class AddressBar {
  constructor(page) {
    this.page = page;
    this.bar = page.getByRole('region', { name: 'Your browser, calling an API' });
    this.address = this.bar.getByRole('combobox', { name: 'Address' });
    this.method = this.bar.getByRole('combobox', { name: 'Method' });
    this.send = this.bar.getByRole('button', { name: /^Send/ });
    this.answer = this.bar.getByRole('status').first();
    this.offers = this.bar.getByRole('listbox', { name: 'Addresses' });
    this.frame = page.frameLocator('iframe[title="Your own page"]');
    this.log = this.bar.getByRole('log', { name: 'What the browser did' });
  }

  /** Opens it by its key. */
  async open() {
    await this.page.keyboard.press('c');
    await expect(this.bar).toBeVisible({ timeout: 30_000 });
    await expect(this.address).toBeFocused();
  }

  /** Opens one of its parts. */
  async part(name) {
    await this.bar.getByRole('tab', { name }).click();
  }

  /** Calls by the keyboard alone, and waits until the playhead has reached the answer. */
  async call(url, method = 'GET') {
    const before = await this.number();
    await this.method.selectOption(method);
    await this.address.fill(url);
    await this.address.press('Enter');
    await expect.poll(() => this.number(), { message: 'another message is shown', timeout: 30_000 }).not.toBe(before);
    await this.answered();
  }

  /** The number of the message whose answer is shown; none before the first. */
  async number() {
    const disc = this.bar.getByRole('button', { name: /^Message \d+$/ }).first();
    return await disc.isVisible() ? disc.innerText() : undefined;
  }

  async answered() {
    await expect(this.answer).toHaveText(/^\d{3} /, { timeout: 30_000 });
  }

  /** Writes a page of one's own and loads it, at an origin. */
  async load(html, origin) {
    await this.part('Your own page');
    const editor = this.bar.getByRole('textbox', { name: 'Your own page, HTML' });
    await editor.click();
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.insertText(html);
    if (origin) await this.bar.getByRole('textbox', { name: 'Origin of your page' }).fill(origin);
    await this.bar.getByRole('button', { name: /^Load/ }).click();
  }
}

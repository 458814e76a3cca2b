// A function opened, as a person finds their way about it: by role and name.

import { expect } from '@playwright/test';

export class BenchPage {
  constructor(page, name = 'make-thumbnail') {
    this.page = page;
    this.name = name;
    this.bench = page.getByRole('region', { name: `Code of ${name}` });
    this.state = this.bench.locator('.bench__state');
    this.result = this.bench.getByRole('region', { name: 'Result' });
  }

  /** Opens the function from its panel. */
  async open(lesson) {
    await lesson.openNode(this.name, 'Open the code', this.bench);
    await this.opened();
  }

  /** Waits until its code has come, and the editor's. */
  async opened() {
    await expect(this.bench.getByRole('tablist')).toBeVisible({ timeout: 30_000 });
  }

  /** Goes to one of its parts. */
  async part(name) {
    await this.bench.getByRole('tab', { name }).click();
    await expect(this.bench.getByRole('tabpanel', { name })).toBeVisible();
  }

  button(name) {
    return this.bench.getByRole('button', { name });
  }

  /** The editor of a file or an event. */
  editor(name) {
    return this.bench.getByRole('textbox', { name, exact: true });
  }

  /** Puts a text in place of what the editor holds, as pasting does. */
  async write(name, text) {
    await this.editor(name).click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(text);
  }
}

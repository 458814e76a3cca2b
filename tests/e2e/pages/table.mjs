// A table opened, as a person finds their way about it: by role and name.

import { expect } from '@playwright/test';

export class TablePage {
  constructor(page, name) {
    this.page = page;
    this.name = name;
    this.bench = page.getByRole('region', { name: `Items of ${name}` });
    this.grid = this.bench.getByRole('grid', { name: 'Items', exact: true });
    this.found = this.bench.getByRole('grid', { name: 'Items found' });
    this.item = this.bench.getByRole('complementary', { name: 'Item' });
    this.text = this.item.getByRole('textbox', { name: 'Item, JSON' });
    this.calls = page.getByRole('region', { name: 'Calls' });
  }

  /** Opens the table from its panel. */
  async open(lesson) {
    await lesson.openNode(this.name, 'Open the table', this.bench);
    await expect(this.bench.getByRole('tablist')).toBeVisible({ timeout: 30_000 });
  }

  /** Goes to one of its parts. */
  async part(name) {
    await this.bench.getByRole('tab', { name }).click();
    await expect(this.bench.getByRole('tabpanel', { name })).toBeVisible();
  }

  button(name) {
    return this.bench.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** The row that holds these words. */
  row(words) {
    return this.grid.getByRole('row').filter({ hasText: words });
  }

  /** The cell of a row under a column, counted from 1 as the reader sees them. */
  cell(words, column) {
    return this.row(words).getByRole('gridcell').nth(column);
  }

  /** Puts a text in place of what the item's editor holds, as pasting does. */
  async write(text) {
    await this.text.click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(text);
  }

  /** Gives a file to the import. */
  async choose(name, text) {
    const [chooser] = await Promise.all([
      this.page.waitForEvent('filechooser'), this.button(/^Drop a file here/).click(),
    ]);
    await chooser.setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  }
}

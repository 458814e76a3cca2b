// The lesson beside the map: its steps, questions and checks, by role and name.

import { expect } from '@playwright/test';

export class ReaderPage {
  constructor(page) {
    this.reader = page.getByRole('complementary', { name: 'Lesson' });
    this.title = this.reader.getByRole('heading', { level: 3 });
    this.checks = this.reader.getByRole('list', { name: 'Checks' }).getByRole('listitem');
    this.done = this.reader.getByText('The lesson is done');
  }

  /** Goes to the lesson of another language, by its link. */
  async choose(language) {
    await this.reader.getByRole('navigation', { name: 'Language of the functions' }).getByRole('link', { name: language }).click();
    await expect(this.reader.getByRole('link', { name: language })).toHaveAttribute('aria-current', 'true');
  }

  /** Answers the open step's question. */
  async predict(choice) {
    await this.reader.getByText(choice, { exact: true }).click();
  }

  /** The listing of the open step: what a learner copies. */
  async listing() {
    return this.reader.locator('.is-open pre').first().innerText();
  }

  /** Waits until the open step's checks are met, all of them, and goes on. */
  async next(title) {
    await expect(this.title).toHaveText(title);
    const count = await this.checks.count();
    await expect(this.checks.filter({ hasText: /^Met: / }), `the checks of "${title}"`).toHaveCount(count, { timeout: 20_000 });
    await this.reader.getByRole('button', { name: /^(Next|Finish)/ }).click();
  }
}

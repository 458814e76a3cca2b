// What every browser test needs: a page that has started, and whatever it complained about on the way.
// A story's own words for the page (its buckets, its tape) belong to page objects beside the story.

import { expect, test as base } from '@playwright/test';

/** `page` as Playwright's, with `complaints`: console errors, uncaught errors and failed requests. */
export const test = base.extend({
  complaints: async ({ page }, use) => {
    const complaints = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('requestfailed', (request) => {
      // Leaving a page ends its requests; that is no fault of the page.
      const reason = request.failure()?.errorText ?? '';
      if (reason !== 'net::ERR_ABORTED') complaints.push(`request: ${request.url()} ${reason}`);
    });
    await use(complaints);
  },

  /** Fails the test when a request goes to any host but our own; AWS addresses are answered in the tab. */
  outside: async ({ context, baseURL }, use) => {
    const outside = [];
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (!/^https?:$/.test(url.protocol) || url.origin === new URL(baseURL).origin) return;
      if (!/(^|\.)(amazonaws\.com|on\.aws)$/.test(url.hostname)) outside.push(request.url());
    });
    await use(outside);
    expect(outside, 'nothing may leave the tab').toEqual([]);
  },
});

export { expect };

/** Opens the page and waits until it has started and given its starting frame away. */
export async function open(page, path = './') {
  await page.goto(path);
  await started(page);
}

/** Waits until the page's own code has drawn. */
export async function started(page) {
  // The first page of a run compiles the page's code while others do the same.
  await expect(page.locator('#boot')).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByRole('main')).toBeVisible();
}

/** Waits until the service worker answers for this page. */
export async function controlled(page) {
  await page.waitForFunction(() => navigator.serviceWorker?.controller?.state === 'activated');
}

/** Waits until the service worker has kept every file, so that the tab may go offline. */
export async function kept(page) {
  await controlled(page);
  await page.evaluate(() => new Promise((resolve) => {
    navigator.serviceWorker.addEventListener('message', (event) => {
      if (event.data?.type === 'coldstart:kept') resolve();
    });
    navigator.serviceWorker.startMessages();
    navigator.serviceWorker.controller.postMessage({ type: 'coldstart:keep' });
  }));
}

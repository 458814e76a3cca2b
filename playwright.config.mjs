// The browser tests' set-up. `cargo xtask test` serves the built page and names the browser; run by hand
// (`npx playwright test`), this finds a browser itself and serves dist/ as it is.

import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const SERVED_BELOW = '/learn/coldstart/';
const PORT = 8091;

const browsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const browser = process.env.COLDSTART_BROWSER ?? browsers.find(existsSync);
const served = process.env.COLDSTART_URL;

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.mjs',
  outputDir: 'target/e2e',
  reporter: [['list']],
  // The second time is for its trace, which takes as long as the test itself: a test that passes only then has failed.
  retries: 1,
  failOnFlakyTests: true,
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: served ?? `http://127.0.0.1:${PORT}${SERVED_BELOW}`,
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'allow',
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browser,
      // Chromium refuses its own sandbox to root, and a machine for tests has no graphics card.
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    },
  },
  webServer: served ? undefined : {
    command: `cargo run --quiet --package xtask -- serve --no-build --no-open --port ${PORT} --at ${SERVED_BELOW}`,
    url: `http://127.0.0.1:${PORT}${SERVED_BELOW}`,
    reuseExistingServer: true,
    timeout: 120_000,
  },
});

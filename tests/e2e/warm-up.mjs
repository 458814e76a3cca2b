// Opens the page once before the first test, so that no test waits while a browser that has just been installed comes
// from the disk and reads the page's code for the first time.

import { chromium } from '@playwright/test';

const START_MS = 180_000;

export default async function warmUp(config) {
  const { baseURL, launchOptions } = config.projects[0].use;
  const browser = await chromium.launch(launchOptions);
  try {
    const page = await browser.newPage();
    const began = performance.now();
    await page.goto(`${baseURL}#/lessons/01-thumbnail`, { timeout: START_MS });
    await page.locator('#boot').waitFor({ state: 'detached', timeout: START_MS });
    console.log(`The page started for the first time after ${Math.round(performance.now() - began)} ms.`);
  } finally {
    await browser.close();
  }
}

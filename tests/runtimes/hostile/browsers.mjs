// Chromium by Playwright, and Firefox by WebDriver BiDi, as one small thing: pages that open an address and run functions.

import { existsSync } from "node:fs";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome-stable", "/usr/bin/google-chrome"];
const FIREFOX = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];
const named = process.env.COLDSTART_BROWSER;

async function chromium() {
  const { chromium: browser } = await import("playwright-core");
  const executablePath = named ?? CHROMIUM.find(existsSync);
  return browser.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
}

async function firefox() {
  const { default: puppeteer } = await import("puppeteer-core");
  const executablePath = named ?? FIREFOX.find(existsSync);
  return puppeteer.launch({ browser: "firefox", executablePath, headless: true, protocolTimeout: 300_000 });
}

/** What each task of a thread is called in Chromium's traces, and how the page's own thread is told from others. */
const TRACED = ["disabled-by-default-devtools.timeline", "blink.user_timing"];
const MARK = "hostile";

/**
 * The longest task of the page's thread while `act` runs, in milliseconds: the processor's time, which a busy machine does not
 * make longer. Chromium alone tells it.
 */
async function traced(browser, page, act) {
  await browser.startTracing(page, { categories: TRACED });
  let result;
  let trace;
  try {
    await page.evaluate((name) => void performance.mark(name), MARK);
    result = await act();
  } finally {
    trace = JSON.parse(await browser.stopTracing()).traceEvents;
  }
  const mark = trace.find(({ name, cat }) => name === MARK && cat === TRACED[1]);
  const tasks = trace.filter(({ name, ph, pid, tid }) => name === "RunTask" && ph === "X" && pid === mark?.pid && tid === mark?.tid);
  return { ...result, cpu: tasks.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur / 1000), 0), tasks: tasks.length };
}

/**
 * Opens a browser.
 *
 * @param {"chromium" | "firefox"} name
 */
export async function launch(name) {
  const browser = await { chromium, firefox }[name]();
  return {
    version: typeof browser.version === "function" ? await browser.version() : "",
    async page(address) {
      const page = await browser.newPage();
      await page.goto(address, { waitUntil: "load", timeout: 120_000 });
      return {
        run: (act, argument) => page.evaluate(act, argument),
        measured: (act) => (name === "chromium" ? traced(browser, page, act) : act()),
        close: () => page.close(),
        onError: (tell) => page.on("pageerror", (error) => tell(error.message)),
      };
    },
    close: () => browser.close(),
  };
}

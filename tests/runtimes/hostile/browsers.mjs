// Chromium by its own protocol, and Firefox by WebDriver BiDi, as one small thing: pages that open an address and run functions.

import { existsSync } from "node:fs";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome-stable", "/usr/bin/google-chrome"];
const FIREFOX = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];
const named = process.env.COLDSTART_BROWSER;

/**
 * All that Chromium is given. What Puppeteer would give it besides takes the cage's process of its own away, which every
 * Chromium has that a person starts.
 */
const args = `--headless=new --no-sandbox --disable-gpu --no-first-run --no-default-browser-check --disable-background-networking --disable-sync
  --disable-component-update --disable-extensions --disable-background-timer-throttling --disable-backgrounding-occluded-windows
  --disable-renderer-backgrounding --mute-audio about:blank`.split(/\s+/);

/** Playwright would take the end of the frame's own process for that of the page: Puppeteer speaks to both browsers. */
async function launched(browser, places, settings) {
  const { default: puppeteer } = await import("puppeteer-core");
  const executablePath = named ?? places.find(existsSync);
  return puppeteer.launch({ browser, executablePath, headless: true, protocolTimeout: 300_000, ...settings });
}
const launchers = {
  chromium: () => launched("chrome", CHROMIUM, { args, ignoreDefaultArgs: true }),
  firefox: () => launched("firefox", FIREFOX, {}),
};

/** What each task of a thread is called in Chromium's traces, and how the page's own thread is told from others. */
const TRACED = ["disabled-by-default-devtools.timeline", "blink.user_timing"];
const MARK = "hostile";

/**
 * The longest task of the page's thread while `act` runs, in milliseconds: the processor's time, which a busy machine does not
 * make longer. Chromium alone tells it.
 */
async function traced(page, act) {
  await page.tracing.start({ categories: TRACED });
  let result;
  let trace;
  try {
    await page.evaluate((name) => void performance.mark(name), MARK);
    result = await act();
  } finally {
    trace = JSON.parse(new TextDecoder().decode(await page.tracing.stop())).traceEvents;
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
  const browser = await launchers[name]();
  return {
    version: typeof browser.version === "function" ? await browser.version() : "",
    async page(address) {
      const page = await browser.newPage();
      await page.goto(address, { waitUntil: "load", timeout: 120_000 });
      return {
        run: (act, argument) => page.evaluate(act, argument),
        measured: (act) => (name === "chromium" ? traced(page, act) : act()),
        close: () => page.close(),
        onError: (tell) => page.on("pageerror", (error) => tell(error.message)),
      };
    },
    close: () => browser.close(),
  };
}

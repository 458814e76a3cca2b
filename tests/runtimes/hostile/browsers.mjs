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
/** Pages that are not in front keep their timers' pace. */
const extraPrefsFirefox = {
  "dom.min_background_timeout_value": 4,
  "dom.min_background_timeout_value_without_budget_throttling": 4,
  "dom.timeout.enable_budget_timer_throttling": false,
};
const launchers = {
  chromium: () => launched("chrome", CHROMIUM, { args, ignoreDefaultArgs: true }),
  firefox: () => launched("firefox", FIREFOX, { extraPrefsFirefox }),
};

/** What each task of a thread is called in Chromium's traces, and how a page's own thread is told from others. */
const TRACED = ["disabled-by-default-devtools.timeline", "blink.user_timing"];

/**
 * Runs `act`, and gives what it gives with `longest`: the longest task of the thread of the page that set a mark, from the first
 * such mark to the last, in milliseconds of the processor's time, which a busy machine does not make longer. Chromium alone
 * tells it.
 */
async function traced(browser, act) {
  const [blank] = await browser.pages();
  await blank.tracing.start({ categories: TRACED });
  let trace;
  let result;
  try {
    result = await act();
  } finally {
    trace = JSON.parse(new TextDecoder().decode(await blank.tracing.stop())).traceEvents;
  }
  const tasks = trace.filter(({ name, ph }) => name === "RunTask" && ph === "X");
  const longest = (mark) => {
    const marks = trace.filter(({ name, cat }) => name === mark && cat === TRACED[1]);
    if (!marks.length) return undefined;
    const [{ pid, tid, ts: from }] = marks;
    const to = Math.max(...marks.map(({ ts }) => ts));
    const during = tasks.filter((task) => task.pid === pid && task.tid === tid && task.ts + task.dur >= from && task.ts <= to);
    return Math.max(0, ...during.map(({ tdur = 0 }) => tdur / 1000));
  };
  return { result, longest };
}

/** Starts a browser, as the library gives it. */
export const started = (name) => launchers[name]();

/**
 * Opens a browser.
 *
 * @param {"chromium" | "firefox"} name
 */
export async function launch(name) {
  const browser = await started(name);
  return {
    version: await browser.version(),
    /** Opens a page in a profile of its own. */
    async page(address) {
      const profile = await browser.createBrowserContext();
      const page = await profile.newPage();
      await page.goto(address, { waitUntil: "load", timeout: 120_000 });
      return {
        run: (act, argument) => page.evaluate(act, argument),
        /** Ends the process of the frames that have one of their own, as code does that takes all its memory. */
        async crashFrames() {
          const frames = profile.targets().filter((target) => target.type() === "other" && target.url() === "about:srcdoc");
          for (const frame of frames) {
            const session = await frame.createCDPSession();
            // It is never answered.
            session.send("Page.crash").catch(() => {});
          }
          return frames.length;
        },
        close: () => profile.close(),
      };
    },
    measured: (act) => (name === "chromium" ? traced(browser, act) : act().then((result) => ({ result, longest: () => undefined }))),
    close: () => browser.close(),
  };
}

// A page of a profile of its own, in which one case runs after another. It is opened when it is first needed, and again when it
// has seen many cases.

import { zipSync } from "fflate";
import * as within from "./page.mjs";
import { site } from "./site.mjs";

export const RUNTIMES = { nodejs: ["nodejs24.x", "index.handler"], python: ["python3.14", "lambda_function.lambda_handler"] };
const PLAIN = {
  nodejs: { "index.mjs": "export const handler = async () => 'plain';" },
  python: { "lambda_function.py": "def lambda_handler(event, context):\n    return 'plain'\n" },
};
/** What a worker may still be up to after the end is given this time. */
const REST_MS = 400;
/** The page draws its whole history: it begins anew after so many cases, so that it is not its length that is measured. */
const MOST_CASES = 20;
const PATIENCE_MS = 150_000;

const packed = (files) => Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, new Uint8Array(Buffer.from(text))])))).toString("base64");

const within_ms = (promise, ms, what) => {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

let numbers = 0;

export class Lane {
  constructor(browser, dist, bare) {
    Object.assign(this, { browser, dist, bare, mark: `hostile-${++numbers}`, called: 0 });
  }

  /** Opens the page, when it is not open or has seen enough, and runs a plain function: what its runtime costs comes before. */
  async ready(family) {
    if (this.page && ++this.cases > MOST_CASES) {
      await within_ms(this.page.close(), 10_000, "closing the page").catch(() => {});
      this.page = undefined;
    }
    if (!this.page) await this.#open();
    if (!this.plain.has(family)) {
      await this.#next(family);
      this.before = undefined;
    }
    this.before ??= await this.page.run(within.stored);
  }

  async #open() {
    this.site ??= await site(this.dist, { bare: this.bare });
    this.page = await within_ms(this.browser.page(`${this.site.address}/#/lessons/01-thumbnail`), PATIENCE_MS, "opening the page");
    await within_ms(this.page.run(within.begin), PATIENCE_MS, "beginning the page");
    this.plain = new Set();
    this.cases = 1;
    this.before = undefined;
  }

  /** What a function in Python says where the browser cannot run it; nothing where it can. */
  async cannotRunPython() {
    if (!this.page) await this.#open();
    if (await this.page.run(() => typeof WebAssembly.Suspending === "function")) return undefined;
    return (await this.#next("python")).said;
  }

  /** A plain function runs after the process of the page's frame has ended while nothing ran: what is wrong. */
  async crashed(family) {
    await this.ready(family);
    const crashed = await this.page.crashFrames();
    // Until then it may still answer.
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    const { returned, said } = await this.#next(family);
    return [...(crashed === 1 ? [] : [`${crashed} frames have a process of their own`]), ...(returned ? [] : [`the next function says ${said}`])];
  }

  /** A plain function of the same runtime: it must return, whatever ran before. */
  async #next(family, mark) {
    const [runtime, handler] = RUNTIMES[family];
    if (!this.plain.has(family)) {
      await this.page.run(within.create, { name: `plain-${family}`, zip: packed(PLAIN[family]), runtime, handler, timeout_s: 10, memory_mb: 128, variables: {} });
      this.plain.add(family);
    }
    const { ends } = await within_ms(this.page.run(within.invoke, { name: `plain-${family}`, events: [{}], rest_ms: 0, mark }), PATIENCE_MS, "the next function");
    return { returned: ends[0].payload === '"plain"', said: ends[0].payload };
  }

  /** Runs a case: what its handler said, and what is wrong with how it left the page. */
  async tried(one) {
    const { page } = this;
    this.site.leaks.length = 0;
    const [runtime, handler] = RUNTIMES[one.family];
    const called = `${one.name}-${++this.called}`;
    const variables = { LEAK: `${this.site.address}/leak/${one.name}` };
    const timeout_s = one.timeout_s ?? (["ended", "contained"].includes(one.expect) ? 3 : 60);
    await page.run(within.create, { name: called, zip: packed(one.files), runtime, handler: one.handler ?? handler, timeout_s, memory_mb: one.memory_mb ?? 1769, variables });
    const invoked = page.run(within.invoke, { name: called, events: one.events ?? [{}], rest_ms: one.rest_ms ?? REST_MS, pause_ms: one.pause_ms ?? 0, mark: this.mark });
    const told = await within_ms(invoked, one.patience_ms ?? PATIENCE_MS, "the handler");
    told.next = await this.#next(one.family, this.mark);
    await page.run(within.remove, called);
    const after = await page.run(within.stored);
    const faults = this.site.leaks.map((leak) => `it reached the server: ${leak}`);
    if (JSON.stringify(this.before) !== JSON.stringify(after)) faults.push(`the page is not as it was\n    before ${JSON.stringify(this.before)}\n    after  ${JSON.stringify(after)}`);
    return { faults, told };
  }
}

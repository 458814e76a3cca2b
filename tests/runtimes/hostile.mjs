// Runs handlers that mean harm in the built page: node tests/runtimes/hostile.mjs [chromium|firefox] [filter]
// The page is taken from COLDSTART_DIST, else from dist. Each folder of tests/hostile-handlers/<family> is one handler, a
// package and its case.json:
//
//   {about, expect: "ended" | "refused" | "harmless" | "contained", says: text or texts, events?, timeout_s?, memory_mb?, handler?,
//    bare?: true | "only", only?: browser, patience_ms?}
//
// `ended`: the invocation fails, in words of Lambda that `says` has. `refused`: what it tries, each by its name, is answered
// with an error; no attempt's result may begin with REACHED. `harmless`: it returns, and nothing came of it. `contained`: it
// harms its own runtime, and is ended or returns. `bare` cases are run once more, or only, where the runtime's own walls are
// down (see hostile/site.mjs). Of every case these are demanded too: no request reached the server, the names of what the
// page stores are the same, a plain function runs afterwards, and no task of the page's thread was long.

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";
import { launch } from "./hostile/browsers.mjs";
import * as within from "./hostile/page.mjs";
import { site } from "./hostile/site.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const dist = process.env.COLDSTART_DIST ?? here("../../dist");
const [name = "chromium", filter = ""] = process.argv.slice(2);
/** A task of the page's own thread that is longer than this is felt. In Chromium it is measured in the processor's time. */
const LONGEST_MS = 50;
/**
 * Firefox tells only how long the page's thread was away, which a busy machine makes long. There, the figure is how much longer
 * that was than for a plain function, the least of some tries, and is told without being held against the handler.
 */
const TRIES = 3;
/** What a worker may still be up to after the end is given this time. */
const REST_MS = 400;
/** The page draws its whole history: it begins anew after so many cases, so that it is not its length that is measured. */
const MOST_CASES = 10;
const PATIENCE_MS = 150_000;
const RUNTIMES = { nodejs: ["nodejs24.x", "index.handler"], python: ["python3.14", "lambda_function.lambda_handler"] };
const PLAIN = {
  nodejs: { "index.mjs": "export const handler = async () => 'plain';" },
  python: { "lambda_function.py": "def lambda_handler(event, context):\n    return 'plain'\n" },
};

const packed = (files) => Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, new Uint8Array(Buffer.from(text))])))).toString("base64");
const filesIn = (folder) =>
  Object.fromEntries(readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name: path }) => [path, readFileSync(`${folder}/${path}`)]));
const listed = (folder) => readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();

function cases() {
  const root = here("../hostile-handlers");
  return listed(root).flatMap((family) =>
    listed(`${root}/${family}`).filter((one) => `${family}/${one}`.includes(filter)).flatMap((one) => {
      const folder = `${root}/${family}/${one}`;
      // What lies beside the cases' folders, all of them have.
      const files = { ...filesIn(`${root}/${family}`), ...filesIn(folder) };
      const about = JSON.parse(files["case.json"]);
      delete files["case.json"];
      const made = { name: one, family, files, ...about };
      return { true: [{ ...made, bare: false }, made], only: [{ ...made, bare: true }] }[about.bare] ?? [{ ...made, bare: false }];
    }),
  ).filter(({ only }) => !only || only === name);
}

const within_ms = (promise, ms, what) => {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** A page of a site of its own, opened when it is first needed and again when a case has broken it. */
class Stage {
  constructor(browser, bare) {
    Object.assign(this, { browser, bare, errors: [] });
  }

  async open() {
    this.site ??= await site(dist, { bare: this.bare });
    this.page = await this.browser.page(`${this.site.address}/#/lessons/01-thumbnail`);
    // Firefox tells of each request that a policy stopped, and of each error of a worker, as if it were the page's.
    if (name !== "firefox") this.page.onError((message) => this.errors.push(message));
    await within_ms(this.page.run(within.begin), PATIENCE_MS, "opening the page");
    this.plain = new Set();
    this.cases = 1;
    this.numbers ??= 0;
  }

  async close() {
    await this.page?.close().catch(() => {});
    this.page = undefined;
  }

  /** A plain function of the same runtime: it must return, whatever ran before. */
  async next(family) {
    const [runtime, handler] = RUNTIMES[family];
    if (!this.plain.has(family)) {
      await this.page.run(within.create, { name: `plain-${family}`, zip: packed(PLAIN[family]), runtime, handler, timeout_s: 10, memory_mb: 128, variables: {} });
      this.plain.add(family);
    }
    const { ends, gap, task } = await within_ms(this.page.run(within.invoke, { name: `plain-${family}`, events: [{}], rest_ms: 50 }), PATIENCE_MS, "the next function");
    return { returned: ends[0].payload === '"plain"', said: ends[0].payload, gap, task };
  }

  async run(one) {
    const [runtime, handler] = RUNTIMES[one.family];
    const called = `${one.name}-${++this.numbers}`;
    const variables = { LEAK: `${this.site.address}/leak/${one.name}` };
    await this.page.run(within.create, { name: called, zip: packed(one.files), runtime, handler: one.handler ?? handler, timeout_s: one.timeout_s ?? (["ended", "contained"].includes(one.expect) ? 3 : 60), memory_mb: one.memory_mb ?? 1769, variables });
    const invoked = () => this.page.run(within.invoke, { name: called, events: one.events ?? [{}], rest_ms: REST_MS });
    const told = await within_ms(this.page.measured(invoked), one.patience_ms ?? PATIENCE_MS, "the handler");
    const next = await this.next(one.family);
    await this.page.run(within.remove, called);
    return { ...told, next };
  }
}

/** What is wrong with how a case went. */
function faultsOf(one, told) {
  const end = told.ends.at(-1);
  const text = told.ends.map(({ payload, log }) => `${payload}\n${log}`).join("\n");
  const faults = [];
  if (one.expect === "ended" && !end.failed) faults.push(`it should have been ended, and returned ${end.payload.slice(0, 300)}`);
  if (["harmless", "refused"].includes(one.expect) && end.failed) faults.push(`it should have returned, and failed with ${end.payload.slice(0, 500)}`);
  for (const wanted of [one.says ?? []].flat()) if (!text.includes(wanted)) faults.push(`it should say “${wanted}”, and says ${text.slice(0, 600)}`);
  if (one.expect === "refused" && !end.failed) {
    for (const [attempt, result] of Object.entries(JSON.parse(end.payload))) if (String(result).startsWith("REACHED")) faults.push(`${attempt}: ${result}`);
  }
  if (!told.next.returned) faults.push(`the next function says ${told.next.said}`);
  return faults;
}

async function tried(stage, one) {
  if (stage.page && ++stage.cases > MOST_CASES) await stage.close();
  if (!stage.page) await stage.open();
  stage.site.leaks.length = stage.errors.length = 0;
  // The runtime comes with its first function: what that costs the page is not the handler's doing.
  if (!stage.plain.has(one.family)) await stage.next(one.family);
  const before = await stage.page.run(within.stored);
  let told;
  let longest = Infinity;
  for (let at = 0; at < TRIES && longest > LONGEST_MS; at++) {
    const again = await stage.run(one);
    told ??= again;
    longest = Math.min(longest, again.cpu ?? again.gap - again.next.gap);
  }
  const faults = faultsOf(one, told);
  const after = await stage.page.run(within.stored);
  if (JSON.stringify(before) !== JSON.stringify(after)) faults.push(`the page is not as it was\n    before ${JSON.stringify(before)}\n    after  ${JSON.stringify(after)}`);
  faults.push(...stage.site.leaks.map((leak) => `it reached the server: ${leak}`), ...stage.errors.map((error) => `the page says: ${error}`));
  if (longest > LONGEST_MS && name !== "firefox") faults.push(`the page's thread was held for ${Math.round(longest)} ms`);
  return { faults, longest, told };
}

let browser = await launch(name);
console.log(`${name} ${browser.version}`);
const stages = { false: new Stage(browser, false), true: new Stage(browser, true) };
const all = cases();
let failed = 0;
for (const one of all) {
  const stage = stages[one.bare];
  const called = `${one.family}/${one.name}${one.bare ? ", walls down" : ""}`;
  let went;
  try {
    went = await tried(stage, one);
  } catch (error) {
    went = { faults: [error.message.split("\n")[0]] };
    await stage.close();
    // A browser that was left at its work would be at it still.
    await browser.close();
    browser = stages.false.browser = stages.true.browser = await launch(name);
    for (const other of Object.values(stages)) other.page = undefined;
  }
  const { faults, longest, told } = went;
  if (faults.length) failed++;
  const figures = told ? `longest ${longest.toFixed(0)} ms (away ${told.gap.toFixed(0)}, ${told.next.gap.toFixed(0)} for the next), took ${told.ends.map(({ wallMs }) => wallMs.toFixed(0)).join(" + ")} ms` : "";
  console.log(`${faults.length ? "FAILED" : "ok    "} ${called} (${one.expect}) ${figures}${faults.map((fault) => `\n  ${fault}`).join("")}`);
  if (process.env.TELL && told) for (const { payload, log } of told.ends) console.log(`    ${payload.slice(0, 3000)}\n    ${log.slice(-1500).replaceAll("\n", "\n    ")}`);
}
await browser.close();
for (const { site: opened } of Object.values(stages)) opened?.close();
console.log(`${all.length - failed} of ${all.length} came to nothing in ${name}`);
process.exit(failed || !all.length ? 1 : 0);

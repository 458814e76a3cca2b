// Runs handlers that mean harm in the built page: node tests/runtimes/hostile.mjs [chromium|firefox] [--brief] [filter]
// With --brief it runs a few of each kind (network, storage, memory and so on), with the runtimes' walls up: what every test run
// has time for.
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
// page stores are the same, a plain function runs afterwards, and no task of the page's thread was long. At the end the process
// of the frame is ended from outside, and a plain function must run all the same.
//
// Some cases run at once, each in a page and a profile of its own: most of them wait, or are ended by the clock. One whose only
// fault is that the page's thread was held runs once more, alone, and the line says both figures.

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch } from "./hostile/browsers.mjs";
import { Lane, RUNTIMES } from "./hostile/lane.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const dist = process.env.COLDSTART_DIST ?? here("../../dist");
const brief = process.argv.includes("--brief");
const [name = "chromium", filter = ""] = process.argv.slice(2).filter((word) => word !== "--brief");
/** How many of each kind are run with --brief. */
const FEW = 2;
/**
 * A task of the page's own thread that is longer than this is felt. In Chromium it is measured in the processor's time. Firefox
 * tells only how long the thread was away, which a busy machine makes long: that is told, and not held against the handler.
 */
const LONGEST_MS = 50;
/** How many cases run at once. An environment of Python takes 140 MB. */
const AT_ONCE = { nodejs: 4, python: 2 };
/**
 * What takes all the memory there is runs alone, and in Firefox what sends enormous messages too: there, those of all pages go
 * through one process.
 */
const ALONE = name === "firefox" ? /^(?:memory|forged)-/ : /^memory-/;

/** The first few of each kind; a kind is what a case's name begins with. */
function fewOfEach(all) {
  const seen = new Map();
  return all.filter(({ family, name: called, bare }) => {
    const kind = `${family}/${called.split("-")[0]}`;
    if (bare || (seen.get(kind) ?? 0) >= FEW) return false;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    return true;
  });
}

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

/** What is wrong with how a case went. */
function faultsOf(one, told) {
  const end = told.ends.at(-1);
  const text = told.ends.map(({ payload, log }) => `${payload}\n${log}`).join("\n");
  const faults = [];
  if (one.expect === "ended" && !end.failed) faults.push(`it should have been ended, and returned ${end.payload.slice(0, 300)}`);
  if (["harmless", "refused"].includes(one.expect) && end.failed) faults.push(`it should have returned, and failed with ${end.payload.slice(0, 500)}`);
  if (end.failed && !/"errorMessage":\s*"[^"]/.test(end.payload)) faults.push(`it failed without a word: ${end.payload.slice(0, 300)}`);
  for (const wanted of [one.says ?? []].flat()) if (!text.includes(wanted)) faults.push(`it should say “${wanted}”, and says ${text.slice(0, 600)}`);
  if (one.expect === "refused" && !end.failed) {
    for (const [attempt, result] of Object.entries(JSON.parse(end.payload))) if (String(result).startsWith("REACHED")) faults.push(`${attempt}: ${result}`);
  }
  if (!told.next.returned) faults.push(`the next function says ${told.next.said}`);
  return faults;
}

/** Cases that may run at once, in their order: those of a runtime with its walls up, then with its walls down. */
function batched(all) {
  const batches = [];
  for (const family of Object.keys(RUNTIMES)) {
    for (const bare of [false, true]) {
      const some = all.filter((one) => one.family === family && one.bare === bare);
      for (const one of some.filter((one) => ALONE.test(one.name))) batches.push([one]);
      const others = some.filter((one) => !ALONE.test(one.name));
      while (others.length) batches.push(others.splice(0, AT_ONCE[family]));
    }
  }
  return batches;
}

let browser;
/** The pages that are open, each of a profile of its own, by whether the walls are down and by number. */
let lanes = new Map();

async function relaunch() {
  // A browser that was left at its work would be at it still.
  await browser?.close();
  for (const lane of lanes.values()) lane.site?.close();
  lanes = new Map();
  browser = await launch(name);
}

function lane(bare, number) {
  const key = `${bare}-${number}`;
  if (!lanes.has(key)) lanes.set(key, new Lane(browser, dist, bare));
  return lanes.get(key);
}

/** Runs cases at once: how each of them went. */
async function together(batch) {
  const places = batch.map((one, number) => lane(one.bare, number));
  const opened = await Promise.all(places.map((place, at) => place.ready(batch[at].family).then(() => undefined, (error) => error)));
  const work = () =>
    Promise.all(
      batch.map(async (one, at) => {
        if (opened[at]) return { faults: [`the page did not open: ${opened[at].message.split("\n")[0]}`] };
        try {
          return await places[at].tried(one);
        } catch (error) {
          return { faults: [error.message.split("\n")[0]] };
        }
      }),
    );
  const { result, longest } = await browser.measured(work);
  result.forEach((went, at) => {
    if (!went.told) return;
    went.faults.push(...faultsOf(batch[at], went.told));
    went.longest = longest(places[at].mark) ?? went.told.gap;
    went.held = name === "chromium" && went.longest > LONGEST_MS;
  });
  if (result.some(({ told }) => !told)) await relaunch();
  return result;
}

function tell(one, { faults, longest, told, beside }) {
  const called = `${one.family}/${one.name}${one.bare ? ", walls down" : ""}`;
  const first = beside === undefined ? "" : ` (${beside.toFixed(0)} ms beside others, and so once more alone)`;
  const figures = told ? `${name === "chromium" ? "longest" : "away"} ${longest.toFixed(0)} ms${first}, took ${told.ends.map(({ wallMs }) => wallMs.toFixed(0)).join(" + ")} ms` : "";
  console.log(`${faults.length ? "FAILED" : "ok    "} ${called} (${one.expect}) ${figures}${faults.map((fault) => `\n  ${fault}`).join("")}`);
  if (process.env.TELL && told) for (const { payload, log } of told.ends) console.log(`    ${payload.slice(0, 3000)}\n    ${log.slice(-1500).replaceAll("\n", "\n    ")}`);
}

const begun = performance.now();
await relaunch();
console.log(`${name} ${browser.version}`);
let all = brief ? fewOfEach(cases()) : cases();
let [passed, failed, cannot] = [0, 0, 0];
const count = (good) => (good ? passed++ : failed++);

// Where Python cannot run, its cases prove nothing: what can be asked is that it says so.
if (all.some(({ family }) => family === "python")) {
  const place = lane(false, 0);
  const said = await place.cannotRunPython();
  if (said !== undefined) {
    cannot = all.filter(({ family }) => family === "python").length;
    all = all.filter(({ family }) => family !== "python");
    const good = said.includes("This browser cannot run Python functions: it lacks JavaScript Promise Integration");
    count(good);
    console.log(`${good ? "ok    " : "FAILED"} python: it is to say that it cannot run here, and says ${said.slice(0, 400)}`);
  }
}

for (const batch of batched(all)) {
  const went = await together(batch);
  for (const [at, one] of batch.entries()) {
    let how = went[at];
    if (how.held && how.faults.length === 0) {
      const beside = how.longest;
      [how] = await together([one]);
      how.beside = beside;
    }
    if (how.held) how.faults.push(`the page's thread was held for ${Math.round(how.longest)} ms`);
    count(how.faults.length === 0);
    tell(one, how);
  }
}
if (name === "chromium") {
  for (const family of new Set(all.map((one) => one.family))) {
    const faults = await lane(false, 0).crashed(family);
    count(faults.length === 0);
    console.log(`${faults.length ? "FAILED" : "ok    "} ${family}: the process of the frame ends while nothing runs${faults.map((fault) => `\n  ${fault}`).join("")}`);
  }
}
await browser.close();
for (const { site } of lanes.values()) site?.close();
console.log(`\n${passed} passed, ${failed} failed, ${cannot} cannot run in ${name}, ${Math.round((performance.now() - begun) / 1000)} s`);
process.exit(failed || !(passed + failed) ? 1 : 0);

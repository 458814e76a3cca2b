// Runs the table of handlers in a built runtime: node tests/runtimes/run.mjs nodejs|python [filter] [--snapshot] [--firefox]
// With --snapshot, Python's environments start from a snapshot of the interpreter's memory.
// The runtimes are built into target/runtimes first, or taken from COLDSTART_RUNTIMES.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { answering, cases, differences } from "./cases.mjs";
import { open } from "./harness.mjs";
import { started } from "./hostile/browsers.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const flags = process.argv.slice(2).filter((word) => word.startsWith("--"));
const [family, filter = ""] = process.argv.slice(2).filter((word) => !word.startsWith("--"));
if (!family) {
  console.error("node tests/runtimes/run.mjs nodejs|python [filter] [--snapshot]");
  process.exit(2);
}
const folder = process.env.COLDSTART_RUNTIMES ?? `${root}target/runtimes`;
if (!process.env.COLDSTART_RUNTIMES) {
  const built = spawnSync(process.execPath, [`${root}runtimes/build.mjs`, folder], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (built.status !== 0) process.exit(1);
}

/** How a function of each runtime is called when the case does not say. */
const USUAL = {
  nodejs: { runtime: "nodejs24.x", handler: "index.handler" },
  python: { runtime: "python3.14", handler: "lambda_function.lambda_handler" },
}[family];

/** Runs one case and gives what is wrong. */
async function faultsOf(host, one) {
  const faults = [];
  const environment = await host.environment(family, settings);
  const note = (where, found) => faults.push(...found.map((fault) => `${where}: ${fault}`));
  try {
    const { runtime, handler, memory_mb, variables, timeout_s } = { ...USUAL, ...one };
    const answer = answering(one.answers, faults);
    const begun = await environment.init(one.files, { runtime, handler, memory_mb, variables, answer });
    note(
      "beginning",
      differences(one.begins?.error || one.begins?.exited ? one.begins : { initialised: true, ...one.begins }, begun),
    );
    if (!begun.end.initialised) return faults;
    for (const [at, expected] of one.expect.entries()) {
      const startedUs = environment.nowUs;
      const ended = await environment.invoke(one.events[at], answer, { timeout_s });
      note(
        `invocation ${at + 1}`,
        differences(expected, { ...ended, virtualMs: (environment.nowUs - startedUs) / 1000 }),
      );
    }
  } catch (error) {
    faults.push(error.message);
  } finally {
    await environment.end();
  }
  return faults;
}

const host = await open(folder, flags.includes("--firefox") ? () => started("firefox") : undefined);
const settings = family === "python" ? await host.python({ snapshot: flags.includes("--snapshot") }) : {};
let failed = 0;
const found = cases(family, filter);
// Cases that show pictures need Pillow's core: the path of imaging.wasm in COLDSTART_IMAGING.
const able = found.filter(({ needs }) => !needs || process.env.COLDSTART_IMAGING);
if (able.length < found.length) console.log(`${found.length - able.length} handlers are left out: COLDSTART_IMAGING is not set`);
// Another engine puts errors in its own words.
const all = able.filter(({ engine }) => !engine || !flags.includes("--firefox"));
if (all.length < able.length) console.log(`${able.length - all.length} handlers are left out: what they say is V8's`);
for (const one of all) {
  const faults = await faultsOf(host, one);
  if (!faults.length) continue;
  failed++;
  console.log(`FAILED ${one.name}: ${one.about}\n  ${faults.join("\n  ")}`);
}
await host.close();
for (const fault of host.faults) console.log(`The page says: ${fault}`);
console.log(`${all.length - failed} passed, ${failed} failed: what handlers do on AWS, ${family}`);
process.exit(failed || !all.length ? 1 : 0);

// Assets: AWS's SDKs, which Lambda brings along, and the heavier parts of Node, loaded when the package's code speaks
// of them.

import { RealBlob, createUrl, realImportScripts, revokeUrl } from "../cage/primordials.js";
import { need } from "../cage/transport.js";
import { uncounted, uncountedAsync } from "../time/clock.js";
import { builtin } from "./builtins.js";
import { SPOKEN, provide } from "./more.js";

const addModules = (modules) => Object.entries(modules).forEach(([name, make]) => makers.set(name, make));

/**
 * The assets: what in a package's code asks for one, where the package would have brought the same itself, and what
 * becomes of what it registers.
 */
const ASSETS = [
  {
    name: "sdk-v3",
    spoken: /["'`]@aws-sdk\/(?:client-(?:dynamodb|lambda|s3|sns|sqs|sts)|lib-|util-|s3-)/,
    provided: "/node_modules/@aws-sdk/",
    register: addModules,
  },
  {
    name: "sdk-v3-more",
    spoken: /["'`]@aws-sdk\/client-(?:cloudwatch-logs|eventbridge)["'`/]/,
    provided: "/node_modules/@aws-sdk/",
    register: addModules,
  },
  { name: "sdk-v2", spoken: /["'`]aws-sdk["'`/]/, provided: "/node_modules/aws-sdk/", register: addModules },
  { name: "more", spoken: SPOKEN, provided: undefined, register: provide },
];
/** The modules of loaded assets, each made when it is first asked for. @type {Map<string, () => any>} */
const makers = new Map();
const made = new Map();

/** The same blob, made here: Firefox runs no script whose blob the page made. */
export async function owned(blob) {
  const bytes = await uncountedAsync(() => blob.arrayBuffer());
  return new RealBlob([bytes], { type: "text/javascript" });
}

/** Runs an asset's script, which calls `register` with its modules. */
export function runScript(blob, given) {
  // The script reads this while it runs, and nothing else ever sees it.
  globalThis.__coldstart_asset = { builtin, ...given };
  const url = createUrl(blob);
  try {
    uncounted(() => realImportScripts(url));
  } finally {
    revokeUrl(url);
    delete globalThis.__coldstart_asset;
  }
}

/**
 * Loads what `sources` speak of, unless the package brings its own.
 *
 * @param {{path: string, text: string}[]} sources the package's code
 * @param {Map<string, Blob>} assets what the worker was given at its start
 */
export async function load(sources, assets) {
  for (const { name, spoken, provided, register } of ASSETS) {
    if (provided && sources.some(({ path }) => path.includes(provided))) continue;
    if (!sources.some(({ text }) => spoken.test(text))) continue;
    const blob = assets.get(name) ?? (await uncountedAsync(() => need(name)));
    runScript(await owned(blob), { register });
  }
}

export const isSdk = (name) => makers.has(name);

/** The SDK's module `name`, or nothing. Making it is not counted: the cloud models what loading it costs. */
export function sdk(name) {
  if (!makers.has(name)) return undefined;
  if (!made.has(name)) made.set(name, uncounted(makers.get(name)));
  return made.get(name);
}
/** What the runtime brings that takes memory, in bytes. */
export const heldBytes = () => (makers.has("aws-sdk") ? 38 : makers.size ? 27 : 0) * 1024 * 1024;

// Builds the Node runtime: the worker, and as assets the SDKs and the parser. Node's builtins are taken from shims/,
// and in the SDKs from the worker that loads them.

import { mkdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";
import { build as bundle } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const packages = here("../../node_modules/");

/** What learners with Node and the SDK v3 download at most, brotli bytes. */
const MOST_BYTES = 300_000;

/** What the libraries in the worker ask for by Node's names. */
const SHIMS = {
  buffer: "buffer",
  events: "events",
  process: "process",
  stream: "stream",
  util: "util",
  crypto: "crypto",
};
/** Small libraries that only old browsers need: here is what the language has instead. */
const BUILT_IN = {
  "abort-controller": "module.exports = { AbortController, AbortSignal }",
  "safe-buffer": "module.exports = require('buffer')",
  "object.assign/polyfill": "module.exports = () => Object.assign",
  "object-is/polyfill": "module.exports = () => Object.is",
  "object-is": "module.exports = Object.is",
  "is-nan": "module.exports = Number.isNaN",
  "call-bind/callBound": "module.exports = () => (pattern, text) => RegExp.prototype.test.call(pattern, text)",
  punycode:
    "exports.toASCII = (domain) => { try { return new URL(`ws://${domain}`).hostname } catch { return domain } }",
  qs: "module.exports = require('querystring-es3')",
};
/** Files of libraries that `npm:NAME` cannot find by the name alone. */
const NPM = {
  buffer: "buffer/index.js",
  events: "events/events.js",
  url: "url/url.js",
  "querystring-es3": "querystring-es3/index.js",
  "readable-stream": "readable-stream/lib/ours/index.js",
  "node-inspect-extracted": "node-inspect-extracted/dist/inspect.js",
  "path-browserify": "path-browserify/index.js",
};
/** The same for libraries that offer their file for Node first. */
const BROWSER = { fflate: "fflate/esm/browser.js" };

/** Credentials in Lambda come from the environment: all other ways to find some weigh much and lead nowhere. */
const CREDENTIALS = `
  import { fromEnv } from "@aws-sdk/credential-provider-env";
  export const defaultProvider = () => fromEnv();
  export const credentialsWillNeedRefresh = () => false;
  export const credentialsTreatedAsExpired = () => false;
`;

const virtual = (contents) => ({ contents, loader: "js", resolveDir: packages });

/** @type {import("esbuild").Plugin} */
const workerModules = {
  name: "worker",
  setup(build) {
    build.onResolve({ filter: /^npm:/ }, ({ path }) => ({ path: packages + (NPM[path.slice(4)] ?? path.slice(4)) }));
    build.onResolve({ filter: /^[a-z]/ }, ({ path, importer }) => {
      const name = path.replace(/^node:/, "").replace(/\/$/, "");
      if (name in BROWSER) return { path: packages + BROWSER[name] };
      if (!importer.includes("node_modules")) return undefined;
      if (name in BUILT_IN) return { path: name, namespace: "built-in" };
      if (name in SHIMS) return { path: name, namespace: "shim" };
      return undefined;
    });
    build.onLoad({ filter: /./, namespace: "built-in" }, ({ path }) => virtual(BUILT_IN[path]));
    build.onLoad({ filter: /./, namespace: "shim" }, ({ path }) =>
      virtual(`module.exports = require(${JSON.stringify(here(`shims/${SHIMS[path]}.js`))}).default`),
    );
  },
};

/** @type {import("esbuild").Plugin} */
const assetModules = {
  name: "asset",
  setup(build) {
    const builtins =
      /^(?:node:)?(?:assert|async_hooks|buffer|child_process|crypto|dgram|dns|domain|events|fs|fs\/promises|http|http2|https|net|os|path|process|querystring|stream|stream\/web|timers|timers\/promises|tls|tty|url|util|zlib|worker_threads|string_decoder|diagnostics_channel)$/;
    build.onResolve({ filter: builtins }, ({ path }) => ({ path: path.replace(/^node:/, ""), namespace: "builtin" }));
    build.onResolve({ filter: /^(?:util|url|querystring|punycode|buffer|events)\/$/ }, ({ path }) => ({
      path: path.slice(0, -1),
      namespace: "builtin",
    }));
    build.onResolve({ filter: /^npm:/ }, ({ path }) => ({ path: packages + path.slice(4) }));
    build.onResolve({ filter: /^(?:object|is-nan|call-bind)/ }, ({ path }) =>
      path in BUILT_IN ? { path, namespace: "built-in" } : undefined,
    );
    build.onResolve({ filter: /package\.json$/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path),
      namespace: "version",
    }));
    build.onLoad({ filter: /./, namespace: "built-in" }, ({ path }) => virtual(BUILT_IN[path]));
    // Of a manifest, an SDK reads its version.
    build.onLoad({ filter: /./, namespace: "version" }, ({ path }) =>
      virtual(
        `export const version = ${JSON.stringify(JSON.parse(readFileSync(path, "utf8")).version)}; export default { version }`,
      ),
    );
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ path }) => ({
      path,
      namespace: "credentials",
    }));
    build.onLoad({ filter: /./, namespace: "builtin" }, ({ path }) =>
      virtual(`module.exports = __coldstart_asset.builtin(${JSON.stringify(path)})`),
    );
    build.onLoad({ filter: /./, namespace: "credentials" }, () => virtual(CREDENTIALS));
  },
};

/** An asset's script takes what the worker gives it, and keeps it to itself. */
const WRAPPED = {
  banner: { js: "(()=>{const __coldstart_asset=globalThis.__coldstart_asset;" },
  footer: { js: "})();" },
};

/** What is made: its entry, its modules, and what the page says of it. */
const OUTPUTS = [
  { file: "worker.js", entry: "worker.js", plugins: [workerModules] },
  {
    file: "sdk-v3.js",
    entry: "sdk/v3.js",
    plugins: [assetModules],
    name: "sdk-v3",
    what: "the AWS SDK for JavaScript v3",
  },
  {
    file: "sdk-v3-more.js",
    entry: "sdk/v3-more.js",
    plugins: [assetModules],
    name: "sdk-v3-more",
    what: "more of the AWS SDK for JavaScript v3",
  },
  {
    file: "sdk-v2.js",
    entry: "sdk/v2.js",
    plugins: [assetModules],
    name: "sdk-v2",
    what: "the AWS SDK for JavaScript v2",
  },
  {
    file: "more.js",
    entry: "more/index.js",
    plugins: [assetModules],
    name: "more",
    what: "zlib, assert and ciphers of Node",
  },
  {
    file: "syntax.js",
    entry: "more/syntax.js",
    plugins: [],
    name: "syntax",
    what: "the parser that finds a syntax error's line",
  },
];

/**
 * Writes the runtime to `folder`/nodejs and gives its assets.
 *
 * @param {string} folder
 * @returns {Promise<{name: string, file: string, bytes: number, brotli: number, what: string}[]>}
 */
export async function build(folder) {
  mkdirSync(`${folder}/nodejs`, { recursive: true });
  const made = await Promise.all(
    OUTPUTS.map(async ({ file, entry, plugins, ...about }) => {
      const outfile = `${folder}/nodejs/${file}`;
      await bundle({
        entryPoints: [here(entry)],
        outfile,
        plugins,
        bundle: true,
        minify: true,
        format: "iife",
        platform: "neutral",
        mainFields: ["module", "main"],
        conditions: ["node", "import", "module", "default"],
        target: "es2022",
        legalComments: "none",
        ...(about.name && WRAPPED),
        logLevel: "error",
        // Names of functions and classes are what a learner sees printed.
        keepNames: file !== "syntax.js",
        define: { "process.env.NODE_DEBUG": "undefined", "process.env.READABLE_STREAM": "undefined" },
      });
      const bytes = readFileSync(outfile);
      return {
        ...about,
        file: `nodejs/${file}`,
        bytes: bytes.length,
        brotli: (await promisify(brotliCompress)(bytes)).length,
      };
    }),
  );
  for (const { file, bytes, brotli } of made) console.log(`${file.padEnd(20)} ${bytes} bytes, ${brotli} brotli`);
  const together = made[0].brotli + made[1].brotli;
  console.log(`worker and SDK v3 together: ${together} brotli, of ${MOST_BYTES} at most`);
  if (together > MOST_BYTES)
    throw new Error(
      `The Node runtime with the SDK v3 weighs ${together} bytes, more than ${MOST_BYTES}: leave something out.`,
    );
  return made.filter(({ name }) => name);
}

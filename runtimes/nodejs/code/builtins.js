// Node's own modules, each made when it is first asked for.

import { absent } from "../shims/absent.js";
import { uncounted } from "../time/clock.js";
import { bytesOf } from "../shims/bytes.js";
import { crc32 } from "../shims/crc32.js";
import { has, more } from "./more.js";

const diagnostics = () => require("../shims/diagnostics_channel.js");

/** @type {Record<string, () => any>} */
const makers = {
  assert: () => more("assert"),
  "assert/strict": () => more("assert").strict,
  async_hooks: () => require("../shims/async_hooks.js").default,
  buffer: () => require("../shims/buffer.js").default,
  console: () => Object.assign(console, { Console: console.Console }),
  constants: () => require("../shims/os.js").default.constants.errno,
  crypto: () => require("../shims/crypto.js").default,
  diagnostics_channel: () => diagnostics().default,
  domain: () => diagnostics().domain,
  events: () => require("../shims/events.js").default,
  fs: () => require("../files/index.js").default,
  "fs/promises": () => require("../files/index.js").default.promises,
  http: () => require("../net/http.js").http,
  https: () => require("../net/http.js").https,
  module: () => require("./commonjs.js").moduleModule,
  os: () => require("../shims/os.js").default,
  path: () => posix(),
  "path/posix": () => posix(),
  perf_hooks: () => require("../shims/perf_hooks.js").default,
  process: () => process,
  punycode: () => ({ toASCII: (domain) => new URL(`ws://${domain}`).hostname, toUnicode: (domain) => domain }),
  querystring: () => require("npm:querystring-es3"),
  stream: () => require("../shims/stream.js").default,
  "stream/promises": () => require("../shims/stream.js").default.promises,
  "stream/consumers": () => require("../shims/consumers.js").default,
  "stream/web": () => Object.fromEntries(WEB_STREAMS.map((name) => [name, globalThis[name]])),
  string_decoder: () => require("npm:string_decoder/lib/string_decoder.js"),
  timers: () => require("../time/timers.js").default,
  "timers/promises": () => require("../time/timers.js").promises,
  url: () => require("../shims/url.js").default,
  util: () => require("../shims/util.js").default,
  "util/types": () => require("../shims/util.js").default.types,
  zlib: () => (has("zlib") ? more("zlib") : { constants: {}, crc32: (data, value) => crc32(bytesOf(data), value) }),
  ...absent,
};
const WEB_STREAMS = [
  "ReadableStream",
  "WritableStream",
  "TransformStream",
  "ByteLengthQueuingStrategy",
  "CountQueuingStrategy",
  "TextEncoderStream",
  "TextDecoderStream",
  "CompressionStream",
  "DecompressionStream",
];

function posix() {
  const path = require("npm:path-browserify");
  path.posix = path;
  path.win32 ??= path;
  path.toNamespacedPath ??= (text) => text;
  return path;
}

/** @type {Map<string, any>} */
const made = new Map();
const bare = (name) => (name.startsWith("node:") ? name.slice(5) : name);

/** Names as `module.builtinModules` lists them. */
export const names = Object.keys(makers).sort();
export const isBuiltin = (name) => Object.hasOwn(makers, bare(name));

/** Node's module `name`, or nothing. */
export function builtin(name) {
  const key = bare(name);
  if (!Object.hasOwn(makers, key)) return undefined;
  if (!made.has(key)) made.set(key, uncounted(makers[key]));
  return made.get(key);
}

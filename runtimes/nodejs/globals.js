// The global scope of Lambda's Node, put over the browser's.

import * as walls from "./cage/walls.js";
import * as trace from "./code/trace.js";
import { runtime } from "./code/modules.js";
import { RUNTIME } from "./code/rewrite.js";
import { awslambda } from "./lambda/handler.js";
import { keep } from "./lambda/holds.js";
import * as log from "./lambda/log.js";
import { Request, Response, fetch } from "./net/fetch.js";
import { Buffer } from "./shims/buffer.js";
import * as codings from "./shims/web.js";
import { performance } from "./shims/perf_hooks.js";
import process from "./shims/process.js";
import { webcrypto } from "./shims/webcrypto.js";
import * as chance from "./time/chance.js";
import * as date from "./time/date.js";
import { track } from "./time/loop.js";
import timers from "./time/timers.js";

const put = (name, value, enumerable = false) =>
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable });

/** Makes real work of the browser visible to the loop. */
function follow(holder, name) {
  const real = holder[name];
  holder[name] = function (...values) {
    return track(Reflect.apply(real, this, values));
  };
}

/** Once, before anyone's code runs. */
export function install() {
  for (const name of ["arrayBuffer", "text", "bytes"]) if (Blob.prototype[name]) follow(Blob.prototype, name);
  // The browser's own way to read a body is left to clones, which it makes of its own kind.
  for (const { prototype } of [globalThis.Response, globalThis.Request]) {
    for (const name of ["arrayBuffer", "blob", "bytes", "formData", "json", "text"])
      if (prototype[name]) follow(prototype, name);
  }
  for (const name of ["compile", "instantiate"]) follow(WebAssembly, name);
  walls.build();
  date.install();
  trace.install();
  Math.random = chance.random;
  put("global", globalThis);
  put("process", process);
  put("Buffer", Buffer);
  put("crypto", webcrypto, true);
  put("performance", performance, true);
  put("fetch", fetch, true);
  put("Request", Request);
  put("Response", Response);
  put(
    "navigator",
    { hardwareConcurrency: 2, language: "en-US", languages: ["en-US"], platform: "linux", userAgent: "Node.js/24" },
    true,
  );
  for (const name of ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "clearImmediate"]) {
    put(name, timers[name], true);
  }
  codings.install(put);
  log.install();
  put("awslambda", awslambda);
  Object.defineProperty(globalThis, RUNTIME, { value: Object.freeze({ __proto__: null, ...runtime, holds: keep }) });
}

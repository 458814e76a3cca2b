// The cage's inner walls. Python code reaches no JavaScript: the modules for that are gone (lib/cage.py). Should some
// code find a way all the same, it finds a global scope without anything of the browser's in it, and no way to make
// functions out of text.

/** What the interpreter goes on using: JavaScript's own objects, and a handful of the browser's. */
const KEPT = new Set(
  `Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp
  Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError globalThis
  JSON Math Intl ArrayBuffer Atomics Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float16Array
  Float32Array Float64Array Uint8ClampedArray BigUint64Array BigInt64Array DataView Map BigInt Set WeakMap WeakSet
  WeakRef Proxy Reflect FinalizationRegistry Iterator decodeURI decodeURIComponent encodeURI encodeURIComponent
  isFinite isNaN WebAssembly TextEncoder TextDecoder performance crypto setTimeout clearTimeout queueMicrotask
  AbortController AbortSignal DOMException console`.split(/\s+/),
);

function remove(holder, name) {
  if (Reflect.deleteProperty(holder, name)) return;
  // What can be neither deleted nor redefined is the browser's to keep; the frame's policy holds all the same.
  Reflect.defineProperty(holder, name, { value: undefined });
}

/** Removes what is not kept. What the runtime needs of it was captured before. */
export function build() {
  for (let scope = globalThis; scope && scope !== Object.prototype; scope = Object.getPrototypeOf(scope)) {
    for (const name of Reflect.ownKeys(scope)) {
      if (typeof name === "string" && !KEPT.has(name)) remove(scope, name);
    }
  }
  // Nobody reads what the interpreter's own JavaScript would say here.
  const silent = () => {};
  globalThis.console = Object.freeze({ log: silent, warn: silent, error: silent, info: silent, debug: silent });
  for (const name of ["compile", "compileStreaming", "instantiateStreaming"]) remove(WebAssembly, name);
  // From any function its constructor leads to an eval of its own, and so to the global scope.
  const kinds = [function () {}, async function () {}, function* () {}, async function* () {}];
  for (const kind of kinds) remove(Object.getPrototypeOf(kind), "constructor");
}

// The cage's inner walls: what a browser's worker has and Lambda's Node has not is taken out of the global scope
// before anyone's code runs. The frame's policy already keeps all of it from the network; this keeps code that asks
// `typeof Worker` on the way that it takes on Lambda, and the runtime's own messages out of reach.

/** Names that stay: JavaScript's own, and what Node has too. All else that a worker knows is removed. */
const KEPT = new Set(
  `Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp
  Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError globalThis
  JSON Math Intl ArrayBuffer Atomics Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float16Array
  Float32Array Float64Array Uint8ClampedArray BigUint64Array BigInt64Array DataView Map BigInt Set WeakMap WeakSet
  WeakRef Proxy Reflect FinalizationRegistry SharedArrayBuffer Iterator AsyncDisposableStack DisposableStack
  decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN console WebAssembly
  Temporal URL URLSearchParams TextEncoder TextDecoder TextEncoderStream TextDecoderStream AbortController AbortSignal
  Event EventTarget CustomEvent DOMException Headers Request Response FormData Blob File ReadableStream
  ReadableStreamDefaultReader ReadableStreamBYOBReader ReadableStreamDefaultController ReadableByteStreamController
  ReadableStreamBYOBRequest WritableStream WritableStreamDefaultWriter WritableStreamDefaultController TransformStream
  TransformStreamDefaultController ByteLengthQueuingStrategy CountQueuingStrategy CompressionStream
  DecompressionStream MessageChannel MessagePort MessageEvent URLPattern Performance PerformanceEntry PerformanceMark
  PerformanceMeasure crypto Crypto CryptoKey SubtleCrypto atob btoa structuredClone queueMicrotask fetch performance
  setTimeout clearTimeout setInterval clearInterval reportError`.split(/\s+/),
);
/** Node has these too, but what they do here would be the browser's. */
const HIDDEN = ["reportError"];
/** Members of kept objects that reach what Lambda has not, or leave the virtual clock. */
const MEMBERS = [
  [URL, ["createObjectURL", "revokeObjectURL"]],
  [Atomics, ["waitAsync"]],
  [WebAssembly, ["compileStreaming", "instantiateStreaming"]],
];

/**
 * Takes `name` from `holder`. Two constants cannot be taken, and are let be: the policy holds all the same. Trying
 * would throw, and the first exception costs 50 ms, because the engine reads the whole script again for its trace.
 */
function remove(holder, name) {
  if (Reflect.getOwnPropertyDescriptor(holder, name)?.configurable) delete holder[name];
}

/** Removes what Lambda's Node does not have. What the runtime needs was captured before. */
export function build() {
  for (let scope = globalThis; scope && scope !== EventTarget.prototype && scope !== Object.prototype;) {
    for (const name of Reflect.ownKeys(scope)) {
      if (typeof name !== "string" || name === "constructor") continue;
      if (!KEPT.has(name) || HIDDEN.includes(name)) remove(scope, name);
    }
    scope = Object.getPrototypeOf(scope);
  }
  for (const [holder, names] of MEMBERS) for (const name of names) remove(holder, name);
  // The global object inherits these from EventTarget, which Node has as a class and not as its global's parent.
  for (const name of ["addEventListener", "removeEventListener", "dispatchEvent", "constructor"]) {
    Object.defineProperty(globalThis, name, { value: undefined, writable: true, configurable: true });
  }
}

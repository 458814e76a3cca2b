// setTimeout, setInterval and setImmediate of Node, in virtual time, and the module `timers/promises`.

import { nowUs } from "./clock.js";
import * as context from "./context.js";
import * as loop from "./loop.js";

/** Node's longest delay; longer ones count as 1 ms. */
const LONGEST_MS = 2147483647;

const invalidCallback = (callback) =>
  Object.assign(
    new TypeError(
      `The "callback" argument must be of type function. Received ${callback === null ? null : typeof callback}`,
    ),
    { code: "ERR_INVALID_ARG_TYPE" },
  );

/** @type {Map<number, Timeout>} */
const byNumber = new Map();
let numbers = 0;

/** What setTimeout and setInterval give. */
class Timeout {
  #timer;
  #delayUs;

  constructor(callback, delay, values, repeats) {
    if (typeof callback !== "function") throw invalidCallback(callback);
    const ms = Number(delay);
    this.#delayUs = (ms >= 1 && ms <= LONGEST_MS ? Math.trunc(ms) : 1) * 1000;
    const entered = context.current();
    const fire = () => {
      if (repeats) this.refresh();
      else byNumber.delete(this.number);
      context.within(entered, () => Reflect.apply(callback, this, values));
    };
    this.#timer = { due: 0, order: 0, referenced: true, callback: fire };
    Object.defineProperty(this, "number", { value: ++numbers });
    byNumber.set(this.number, this);
    this.refresh();
  }
  refresh() {
    loop.disarm(this.#timer);
    this.#timer.due = nowUs() + this.#delayUs;
    loop.arm(this.#timer);
    return this;
  }
  ref() {
    this.#timer.referenced = true;
    return this;
  }
  unref() {
    this.#timer.referenced = false;
    return this;
  }
  hasRef() {
    return this.#timer.referenced;
  }
  close() {
    loop.disarm(this.#timer);
    byNumber.delete(this.number);
    return this;
  }
  [Symbol.toPrimitive]() {
    return this.number;
  }
  [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
    this.close();
  }
}

/** What setImmediate gives. */
class Immediate {
  #entry;
  constructor(callback, values) {
    if (typeof callback !== "function") throw invalidCallback(callback);
    this.#entry = loop.immediate(() => Reflect.apply(callback, this, values));
  }
  ref() {
    return this;
  }
  unref() {
    return this;
  }
  hasRef() {
    return true;
  }
  close() {
    loop.forget(this.#entry);
  }
}

export const setTimeout = (callback, delay, ...values) => new Timeout(callback, delay, values, false);
export const setInterval = (callback, delay, ...values) => new Timeout(callback, delay, values, true);
export const setImmediate = (callback, ...values) => new Immediate(callback, values);

export function clearTimeout(timeout) {
  if (typeof timeout === "number" || typeof timeout === "string") byNumber.get(Number(timeout))?.close();
  else if (timeout instanceof Timeout) timeout.close();
}
export const clearInterval = clearTimeout;
export function clearImmediate(immediate) {
  if (immediate instanceof Immediate) immediate.close();
}

const aborted = (signal) =>
  Object.assign(new Error("The operation was aborted", { cause: signal.reason }), {
    name: "AbortError",
    code: "ABORT_ERR",
  });

/** A promise for `start`'s callback, which `options.signal` cuts short. */
function promised(start, value, { signal, ref = true } = {}) {
  if (signal?.aborted) return Promise.reject(aborted(signal));
  return new Promise((resolve, reject) => {
    const handle = start(() => {
      signal?.removeEventListener("abort", cut);
      resolve(value);
    });
    if (!ref) handle.unref();
    const cut = () => {
      handle.close();
      reject(aborted(signal));
    };
    signal?.addEventListener("abort", cut, { once: true });
  });
}

const wait = (delay, value, options) => promised((done) => setTimeout(done, delay), value, options);

/** The module `timers/promises`. */
export const promises = {
  setTimeout: wait,
  setImmediate: (value, options) => promised((done) => setImmediate(done), value, options),
  async *setInterval(delay, value, options) {
    for (;;) yield await wait(delay, value, options);
  },
  scheduler: {
    wait: (delay, options) => wait(delay, undefined, options),
    yield: () => promised((done) => setImmediate(done)),
  },
};

const customPromisify = Symbol.for("nodejs.util.promisify.custom");
for (const [plain, promise] of [
  [setTimeout, promises.setTimeout],
  [setImmediate, promises.setImmediate],
]) {
  Object.defineProperty(plain, customPromisify, { get: () => promise });
}
// A handler that is printed shows these names, and not those of arrow functions in a bundle.
export default { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate, promises };

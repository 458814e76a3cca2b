// The module `util`: Node's own inspect and format as extracted from it, and the rest of what handlers use.

import { format, formatWithOptions, inspect, stripVTControlCharacters } from "npm:node-inspect-extracted";
import types from "./types.js";

const customPromisify = Symbol.for("nodejs.util.promisify.custom");
const invalid = (name, wanted, value) =>
  Object.assign(new TypeError(`The "${name}" argument must be of type ${wanted}. Received ${inspect(value)}`), {
    code: "ERR_INVALID_ARG_TYPE",
  });

function promisify(original) {
  if (typeof original !== "function") throw invalid("original", "function", original);
  const custom = original[customPromisify];
  if (custom) return Object.defineProperty(custom, customPromisify, { value: custom, configurable: true });
  function promised(...values) {
    return new Promise((resolve, reject) => {
      Reflect.apply(original, this, [...values, (error, value) => (error ? reject(error) : resolve(value))]);
    });
  }
  Object.setPrototypeOf(promised, Object.getPrototypeOf(original));
  return Object.defineProperties(promised, Object.getOwnPropertyDescriptors(original));
}
promisify.custom = customPromisify;

const callbackify = (original) =>
  function (...values) {
    const callback = values.pop();
    Reflect.apply(original, this, values).then(
      (value) => process.nextTick(callback, null, value),
      (error) => process.nextTick(callback, error ?? new Error("Promise was rejected with a falsy value")),
    );
  };

function inherits(constructor, parent) {
  Object.defineProperty(constructor, "super_", { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype, parent.prototype);
}

const warned = new Set();
const deprecate = (original, message, code) =>
  function deprecated(...values) {
    if (!warned.has(code ?? message)) {
      warned.add(code ?? message);
      process.emitWarning(message, "DeprecationWarning", code);
    }
    return new.target ? Reflect.construct(original, values, new.target) : Reflect.apply(original, this, values);
  };

function debuglog(section) {
  const enabled = String(process.env.NODE_DEBUG ?? "")
    .toUpperCase()
    .split(",")
    .includes(section.toUpperCase());
  const log = (...values) =>
    enabled && process.stderr.write(`${section.toUpperCase()} ${process.pid}: ${format(...values)}\n`);
  return Object.assign(log, { enabled });
}

const STYLES = {
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  underline: [4, 24],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
  white: [37, 39],
  gray: [90, 39],
};
const styleText = (names, text) =>
  [names].flat().reduce((styled, name) => `\u001b[${STYLES[name]?.[0]}m${styled}\u001b[${STYLES[name]?.[1]}m`, text);

export default {
  format,
  formatWithOptions,
  inspect,
  stripVTControlCharacters,
  promisify,
  callbackify,
  inherits,
  deprecate,
  debuglog,
  debug: debuglog,
  styleText,
  types,
  isDeepStrictEqual: (a, b) => require("../code/more.js").more("comparisons").isDeepStrictEqual(a, b),
  isArray: Array.isArray,
  toUSVString: (text) => String(text).toWellFormed(),
  getSystemErrorName: (number) => require("../files/errors.js").nameOf(number),
  aborted: (signal) => new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true })),
  TextEncoder,
  TextDecoder,
};

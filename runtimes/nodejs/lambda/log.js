// The log of an environment: `console`, in Lambda's text or JSON format, and what is written to the standard streams.

import util from "../shims/util.js";
import { nowMs, sinceBegunMs } from "../time/clock.js";
import { hooks } from "../shims/process.js";

/** One invocation may write this much, or what begins the environment; a flood beyond it would choke the page and teaches nothing. */
const MOST_CHARACTERS = 4 * 1024 * 1024;
const MOST_LINES = 10_000;
const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

let lines = [];
/** What the invocation wrote so far: characters, and lines. */
let written = 0;
let count = 0;
/** Text written to a standard stream without its line break yet. */
let started = "";
/** The invocation's id; while the environment begins there is none, and Lambda writes `undefined`. */
let requestId;

/** An invocation begins. */
export function setRequestId(id) {
  requestId = id;
  written = count = 0;
}

/** What comes then is not even formatted: nobody sees it. */
const isFull = () => written > MOST_CHARACTERS || count > MOST_LINES;

function print(line) {
  if (isFull()) return;
  written += line.length + 1;
  count++;
  const full = written > MOST_CHARACTERS ? "4 MB" : count > MOST_LINES ? "10,000 lines" : undefined;
  lines.push(full ? `[The rest of the log is left out: this invocation wrote more than ${full}.]` : line);
}

/** Takes what was written since. `ended` lines without a break count too. */
export function takePrinted(ended) {
  if (ended && started) {
    print(started);
    started = "";
  }
  const taken = lines;
  lines = [];
  return taken;
}

/** Raw text, as a program writes it to its output. */
hooks.write = (text) => {
  const parts = (started + text).split("\n");
  started = parts.pop();
  for (const part of parts) print(part);
};

const isJson = () => process.env.AWS_LAMBDA_LOG_FORMAT === "JSON";
function isLogged(level) {
  const least = LEVELS.indexOf(String(process.env.AWS_LAMBDA_LOG_LEVEL ?? "").toUpperCase());
  return !isJson() || LEVELS.indexOf(level) >= least;
}
const timestamp = () => new Date(nowMs()).toISOString();

function withErrors(_key, value) {
  if (!(value instanceof Error)) return value;
  return {
    errorType: value.constructor?.name ?? "UnknownError",
    errorMessage: value.message,
    stackTrace: String(value.stack).split("\n"),
    ...value,
  };
}

function jsonLine(level, message, more) {
  const entry = { timestamp: timestamp(), level, requestId };
  if (more.length === 0) {
    try {
      return JSON.stringify({ ...entry, message }, withErrors);
    } catch {
      return JSON.stringify({ ...entry, message: util.format(message) });
    }
  }
  entry.message = util.format(message, ...more);
  const error = more.find((value) => value instanceof Error);
  if (error)
    Object.assign(entry, {
      errorType: error.constructor?.name,
      errorMessage: error.message,
      stackTrace: String(error.stack).split("\n"),
    });
  return JSON.stringify(entry);
}

/** Writes one line of `level`. */
export function log(level, message, ...more) {
  if (isFull() || !isLogged(level)) return;
  if (isJson()) print(jsonLine(level, message, more));
  else print([timestamp(), requestId, level, indented(util.format(message, ...more))].map(String).join("\t"));
}

let indent = "";
const indented = (text) =>
  indent
    ? text
        .split("\n")
        .map((line) => indent + line)
        .join("\n")
    : text;
const counts = new Map();
const clocks = new Map();
const durationText = (ms) => (ms >= 1000 ? `${(ms / 1000).toFixed(3)}s` : `${Number(ms.toFixed(3))}ms`);

/** The methods that Lambda's runtime replaces, and those of Node that come out through them. */
const methods = {
  log: (...values) => log("INFO", ...values),
  info: (...values) => log("INFO", ...values),
  debug: (...values) => log("DEBUG", ...values),
  warn: (...values) => log("WARN", ...values),
  error: (...values) => log("ERROR", ...values),
  trace: (...values) => log("TRACE", ...values),
  fatal: (...values) => log("FATAL", ...values),
  dir: (value, options) => hooks.write(`${util.inspect(value, { customInspect: false, ...options })}\n`),
  dirxml: (...values) => console.log(...values),
  table: (rows, columns) => console.log(require("./table.js").table(rows, columns)),
  assert: (held, ...values) => {
    if (held) return;
    if (typeof values[0] === "string") console.warn(`Assertion failed: ${values[0]}`, ...values.slice(1));
    else console.warn("Assertion failed", ...values);
  },
  group: (...values) => {
    if (values.length) console.log(...values);
    indent += "  ";
  },
  groupEnd: () => void (indent = indent.slice(2)),
  count: (label = "default") => {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    console.log(`${label}: ${counts.get(label)}`);
  },
  countReset: (label = "default") => void counts.delete(label),
  time: (label = "default") => void clocks.set(label, sinceBegunMs()),
  timeLog: (label = "default", ...values) => {
    if (clocks.has(label)) console.log("%s: %s", label, durationText(sinceBegunMs() - clocks.get(label)), ...values);
  },
  timeEnd: (label = "default") => {
    methods.timeLog(label);
    clocks.delete(label);
  },
  clear() {},
  profile() {},
  profileEnd() {},
  timeStamp() {},
};
methods.groupCollapsed = methods.group;

/** The global `console`. It is a new object, so that nothing reaches the browser's own. */
export function install() {
  const made = Object.assign(Object.create({}), methods);
  Object.defineProperty(made, Symbol.toStringTag, { value: "console", configurable: true });
  made.Console = class Console {
    constructor(stdout, stderr = stdout) {
      const [out, err] = [stdout.stdout ?? stdout, stdout.stderr ?? stderr];
      for (const [names, stream] of [
        [["log", "info", "debug"], out],
        [["warn", "error", "trace"], err],
      ]) {
        for (const name of names) this[name] = (...values) => stream.write(`${util.format(...values)}\n`);
      }
    }
  };
  Object.defineProperty(globalThis, "console", { value: made, writable: true, configurable: true, enumerable: false });
}

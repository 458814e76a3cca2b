// Stack traces as Node shows them on Lambda, with the learner's own lines and without the runtime's.

/** How far columns have moved in each file, by its name in traces. @type {Map<string, (line: number, column: number) => number>} */
const shifts = new Map();

/** Says that code of `file` was changed before it ran: `original` gives the learner's column. */
export const shifted = (file, original) => shifts.set(file, original);

/** Lines of code that a trace shows: the learner's, and packages that came with it. */
const SHOWN = /^(?:file:\/\/)?\/(?:var\/task|opt|tmp)\//;
/** How many frames are taken so that, without the runtime's, enough are left. */
const TAKEN = 60;
const SHOWN_FRAMES = 10;

const place = (file, line, column) => `${file}:${line}:${shifts.get(file)?.(line, column) ?? column}`;

function heading(error) {
  try {
    const text = Error.prototype.toString.call(error);
    // Node writes the codes of its own errors behind their names.
    const { name, code } = error;
    return typeof code === "string" && code.startsWith("ERR_") ? text.replace(name, `${name} [${code}]`) : text;
  } catch {
    return "Error";
  }
}

/** A frame of V8, or nothing when it is not the learner's. */
function frameOf(site) {
  const file = site.getScriptNameOrSourceURL() ?? "";
  if (!SHOWN.test(file)) return undefined;
  const written = `${file}:${site.getLineNumber()}:${site.getColumnNumber()}`;
  const text = site.toString().replace(written, place(file, site.getLineNumber(), site.getColumnNumber()));
  // The function around a CommonJS file has no name in Node, and the browser calls it by how it was made.
  return `    at ${text.replace(/^(?:Object\.)?eval \(/, "Object.<anonymous> (")}`;
}

/** Frames of Firefox, which writes `name@file:line:column`. */
function framesOf(stack, own) {
  const frames = [];
  for (const text of stack.split("\n")) {
    const [, written, file, line, column] = /^(.*?)@(.*):(\d+):(\d+)$/.exec(text) ?? [];
    if (!SHOWN.test(file ?? "")) continue;
    const name = written.replace(/^(?:async\*)+/, "async ").replace(/[/<]+$/, "");
    // The constructor of the error's own class is no frame in Node's traces.
    if (!frames.length && own !== "Error" && name === own) continue;
    const at = place(file, Number(line), Number(column));
    frames.push(name && name !== "async " ? `    at ${name} (${at})` : `    at ${at}`);
  }
  return frames;
}

/** Makes every error's `stack` look as it does in Node. */
export function install() {
  if ("captureStackTrace" in Error && Object.getOwnPropertyDescriptor(Error.prototype, "stack") === undefined) {
    Error.stackTraceLimit = TAKEN;
    Error.prepareStackTrace = (error, sites) => {
      const most = Error.stackTraceLimit === TAKEN ? SHOWN_FRAMES : Error.stackTraceLimit;
      return [heading(error), ...sites.map(frameOf).filter(Boolean).slice(0, most)].join("\n");
    };
    return;
  }
  const real = Object.getOwnPropertyDescriptor(Error.prototype, "stack");
  Object.defineProperty(Error.prototype, "stack", {
    ...real,
    get() {
      const stack = Reflect.apply(real.get, this, []);
      return typeof stack === "string"
        ? [heading(this), ...framesOf(stack, this.constructor?.name).slice(0, SHOWN_FRAMES)].join("\n")
        : stack;
    },
  });
}

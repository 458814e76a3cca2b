// Errors in the shapes and words of Lambda's runtime for Node.

import { log } from "./log.js";

/** An error of the runtime itself. */
export class RuntimeError extends Error {
  constructor(kind, message) {
    super(message);
    this.name = `Runtime.${kind}`;
  }
}

/** The error of a file that cannot be read as code: its trace is the browser's with the place. */
export function syntaxError(error) {
  const made = new RuntimeError("UserCodeSyntaxError", String(error));
  made.stack = error.stack;
  return made;
}

/** What Lambda answers with when `error` was thrown. */
export function payload(error) {
  try {
    if (error instanceof Error) {
      return { errorType: error.name, errorMessage: error.message, trace: String(error.stack ?? "").split("\n") };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return {
      errorType: "handled",
      errorMessage:
        "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack",
      trace: [],
    };
  }
}

/** An error with what `JSON.stringify` would leave out. */
function visible(_key, value) {
  if (!(value instanceof Error)) return value;
  const shown = Object.assign({ errorType: value.name, errorMessage: value.message, code: value.code }, value);
  if (typeof value.stack === "string") shown.stack = value.stack.split("\n");
  return shown;
}

function formatted(error) {
  try {
    return `\t${JSON.stringify(error, visible)}`;
  } catch {
    return `\t${JSON.stringify(payload(error))}`;
  }
}

/** Writes the line that Lambda writes for `error`. */
export function logError(intro, error) {
  const known = error instanceof Error ? error : new Error(String(error));
  if (process.env.AWS_LAMBDA_LOG_FORMAT === "JSON") log("ERROR", known);
  else log("ERROR", intro, formatted(known));
}

/** An answer may be this long, characters; of an error that is longer, its texts are cut to what a person can read. */
const MOST_CHARACTERS = 1024 * 1024;
const LONGEST_TEXT = 10_000;
const cut = (text) => `${text.slice(0, LONGEST_TEXT)}${text.length > LONGEST_TEXT ? "… [cut]" : ""}`;

/** The end of an invocation, or of the environment's beginning, by `error`. */
export function raised(error, exits) {
  const document = payload(error);
  let text = JSON.stringify(document);
  if (text.length > MOST_CHARACTERS) {
    text = JSON.stringify({ errorType: cut(String(document.errorType)), errorMessage: cut(String(document.errorMessage)), trace: document.trace.slice(0, 10).map(cut) });
  }
  return { raised: { type: String(document.errorType), document: text, exits } };
}

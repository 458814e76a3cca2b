// Finds the handler that a function's configuration names, as Lambda's runtime does.

import { entries, load, missingEntry } from "../code/commonjs.js";
import { importFile } from "../code/modules.js";
import { kindOf, textOf } from "../code/resolve.js";
import { isModuleCode } from "../code/rewrite.js";
import { located } from "../code/syntax.js";
import { look } from "../files/tree.js";
import { RuntimeError, syntaxError } from "./errors.js";

const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");
const EXTENSIONS = ["", ".js", ".mjs", ".cjs"];

/** Whether a handler was given to `awslambda.streamifyResponse`. */
export function isStreaming(handler) {
  const how = handler[STREAMING];
  if (!how) return false;
  if (how === "response") return true;
  throw new RuntimeError("MalformedStreamingHandler", "Only response streaming is supported.");
}

/** The global `awslambda`, by which handlers ask to stream. */
export const awslambda = {
  streamifyResponse(handler) {
    handler[STREAMING] = "response";
    return handler;
  },
  HttpResponseStream: {
    from(stream, prelude) {
      stream.setContentType("application/vnd.awslambda.http-integration-response");
      const text = JSON.stringify(prelude);
      stream._onBeforeFirstWrite = (write) => {
        write(text);
        write(new Uint8Array(8));
      };
      return stream;
    },
  },
};

async function loadModule(root, name) {
  const base = ["/var/task", root, name].filter(Boolean).join("/");
  const file = EXTENSIONS.map((extension) => base + extension).find((path) => look(path)?.kind === "file");
  if (!file) throw missingEntry(root ? `${root}/${name}` : name);
  entries.add(file);
  const kind = kindOf(file);
  if (kind === "module" || (kind === "unsure" && isModuleCode(textOf(file)))) return importFile(file);
  return load(file, undefined);
}

/** The code's own files, newest entry first: where a CommonJS syntax error may be. */
const suspects = (sources) =>
  sources.map(({ path }) => path).filter((path) => kindOf(path) !== "module" && !path.endsWith(".json"));

/**
 * Runs the code at module level and gives the handler.
 *
 * @param {string} named the configuration's `Handler`
 * @param {{path: string, text: string}[]} sources
 */
export async function findHandler(named, sources) {
  if (named.includes("..")) {
    throw new RuntimeError(
      "MalformedHandlerName",
      `'${named}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const [, root = "", file, nested] = /^(?:(.*)\/)?([^./]*)\.([^/]*)$/.exec(named) ?? [];
  if (file === undefined) throw new RuntimeError("MalformedHandlerName", "Bad handler");
  let module;
  try {
    module = await loadModule(root, file);
  } catch (error) {
    if (error instanceof SyntaxError) {
      const placed = /^(?:file:\/\/)?\/var\/task\/[^\n]*:\d+\n/.test(error.stack)
        ? error
        : await located(error, suspects(sources), "script");
      throw syntaxError(placed);
    }
    if (error?.code === "MODULE_NOT_FOUND") throw new RuntimeError("ImportModuleError", String(error));
    throw error;
  }
  const within = (holder) =>
    nested.split(".").reduce((at, key) => (at && typeof at === "object" ? at[key] : undefined), holder);
  const found = within(module) ?? within(module?.default);
  if (!found) throw new RuntimeError("HandlerNotFound", `${named} is undefined or not exported`);
  if (typeof found !== "function") throw new RuntimeError("HandlerNotFound", `${named} is not a function`);
  return found;
}

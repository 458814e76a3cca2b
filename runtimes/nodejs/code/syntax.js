// Where a syntax error is. The browser says what is wrong and not where, so a parser is asked; it is an asset of its
// own, fetched when there is an error to be found.

import { need } from "../cage/transport.js";
import { uncountedAsync } from "../time/clock.js";
import { hold } from "../time/loop.js";
import { textOf } from "./resolve.js";
import { owned, runScript } from "./sdk.js";

/** @type {((source: string, kind: string) => {line: number, column: number} | undefined) | undefined} */
let find;

async function parser() {
  const release = hold();
  try {
    const blob = await uncountedAsync(() => need("syntax"));
    runScript(await owned(blob), { register: (made) => (find = made) });
  } catch {
    // Without the parser the error is told without its line.
    find = () => undefined;
  } finally {
    release();
  }
}

/**
 * `error` with a stack as Node writes it: the file with the line, the line itself, and a mark below.
 *
 * @param {string[]} files the files that it may be in
 * @param {"module" | "script"} kind
 */
export async function located(error, files, kind) {
  if (!find) await parser();
  for (const file of files) {
    const source = textOf(file);
    const place = find(source, kind);
    if (!place) continue;
    const shown = kind === "module" ? `file://${file}` : file;
    const line = source.split("\n")[place.line - 1];
    const stack = `${shown}:${place.line}\n${line}\n${" ".repeat(place.column)}^\n\n${error.name}: ${error.message}`;
    Object.defineProperty(error, "stack", { value: stack, writable: true, configurable: true });
    break;
  }
  return error;
}

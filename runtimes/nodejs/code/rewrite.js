// Changes code so that its imports go through the runtime: a browser resolves no bare names and no files.

import { parse } from "es-module-lexer/minimal/js";
import { shifted } from "./trace.js";

/** Kinds of imports as the lexer numbers them. */
const DYNAMIC = 2;
const META = 3;
const isDynamic = (found) => found.t === DYNAMIC || found.t === 5 || found.t === 7;

/** The name that rewritten code finds the runtime under. */
export const RUNTIME = "__coldstart";

/** What the lexer finds in `source`, or nothing when it is no code. */
export function lexed(source) {
  try {
    const [imports, exports] = parse(source);
    return { imports, exports };
  } catch {
    return undefined;
  }
}

/** Whether `source` can only be an ES module. */
export function isModuleCode(source) {
  if (!/\b(?:import|export)\b/.test(source)) return false;
  const found = lexed(source);
  return Boolean(found) && (found.exports.length > 0 || found.imports.some((one) => !isDynamic(one)));
}

/** @typedef {{start: number, end: number, text: string}} Edit */

/** Applies `edits`, and keeps where columns have moved. @param {Edit[]} edits */
function edited(source, edits, shownAs) {
  if (!edits.length) return source;
  edits.sort((a, b) => a.start - b.start);
  let result = "";
  let at = 0;
  /** By line: columns of the new text, and how far the text after them has moved. */
  const moves = new Map();
  let line = 1;
  let lineStart = 0;
  let moved = 0;
  for (const { start, end, text } of edits) {
    for (let from = at; ;) {
      const next = source.indexOf("\n", from);
      if (next < 0 || next >= start) break;
      line++;
      moved = 0;
      lineStart = from = next + 1;
    }
    result += source.slice(at, start) + text;
    at = end;
    moved += text.length - (end - start);
    if (!moves.has(line)) moves.set(line, []);
    moves.get(line).push({ column: end - lineStart + moved, moved });
  }
  shifted(
    shownAs,
    (atLine, column) => column - (moves.get(atLine)?.findLast((move) => column > move.column)?.moved ?? 0),
  );
  return result + source.slice(at);
}

const dynamicEdit = (found, path) => ({
  start: found.ss,
  end: found.ss + "import".length,
  text: `${RUNTIME}.importFrom(${JSON.stringify(path)})`,
});

/** CommonJS code may import too. */
export function rewriteDynamicImports(source, path) {
  if (!/\bimport\s*\(/.test(source)) return source;
  const found = lexed(source);
  return found
    ? edited(
        source,
        found.imports.filter(isDynamic).map((one) => dynamicEdit(one, path)),
        path,
      )
    : source;
}

/**
 * The code of an ES module with the address of each import in its place.
 *
 * @param {(specifier: string, attributes: string) => string} address gives the address of an imported module
 */
export function rewriteModule(source, found, path, address) {
  const edits = [];
  for (const one of found.imports) {
    if (isDynamic(one)) edits.push(dynamicEdit(one, path));
    else if (one.t === META) edits.push({ start: one.s, end: one.e, text: `${RUNTIME}.meta(${JSON.stringify(path)})` });
    else {
      const attributes = one.a > 0 ? source.slice(one.a, one.se) : "";
      edits.push({ start: one.s, end: one.e, text: address(one.n ?? source.slice(one.s, one.e), attributes) });
      // What is imported is code by now, whatever it was: the attributes would refuse it.
      if (attributes) edits.push({ start: one.e + 1, end: one.se, text: ";" });
    }
  }
  return edited(source, edits, `file://${path}`);
}

// Which exports of the interpreter's module its own glue uses. Emscripten readies all of them for modules that would be
// linked to it later, of which there are none here. With the wrappers for OpenGL, which src/interpreter.js spares as well,
// that was a fifth of a start from a snapshot.
import fs from "node:fs/promises";
import path from "node:path";

/** What brings a function of the module into the glue's scope, whether it is used there or not. */
const BROUGHT_IN = /[\w$]+=Module\["[\w$]+"\]=wasmExports\["[\w$]+"\];/g;
/** The declaration of all that is brought in: the one list of variables that is tens of kilobytes long. */
const DECLARED = /var [\w$,]{10000,};/g;

/** Their names. @param {string} pyodide the folder of the package */
export async function usedExports(pyodide) {
  const read = (name) => fs.readFile(path.join(pyodide, name));
  const [glue, loader, wasm] = await Promise.all(["pyodide.asm.mjs", "pyodide.mjs", "pyodide.asm.wasm"].map(read));
  const text = `${glue}${loader}`.replace(BROUGHT_IN, "").replace(DECLARED, "");
  const words = new Set(text.match(/[\w$]+/g));
  const names = WebAssembly.Module.exports(await WebAssembly.compile(wasm)).map(({ name }) => name);
  return names.filter((name) => words.has(name) || words.has(`_${name}`));
}

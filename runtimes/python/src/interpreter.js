// Starts CPython (Pyodide) from bytes alone: the interpreter's module, its library, and maybe a snapshot of its memory
// with boto3 and Pillow imported, which saves most of the start.
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { loadPyodide } from "pyodide/pyodide.mjs";
import { instantiate } from "./captured.js";
import { filesOf, unpack } from "./files.js";

const MIB = 1024 * 1024;
const PAGE = 65536;
/** The archive that Python starts from: a file of its library's archive. */
const BOOT = "lib/python314.zip";
/** How far a 32-bit memory goes. */
const MOST_BYTES = 0xffff0000;

/** Pyodide looks nothing up in a lock file here, but wants one. */
const NO_PACKAGES = JSON.stringify({
  info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", version: "314.0.7", python: "3.14.2" },
  packages: {},
});

/** Whether handlers can wait here: the browser must let WebAssembly wait for a promise. */
export const canWait = () => typeof WebAssembly.Suspending === "function";

/**
 * The memory that a process may have. A limit of its own rather than the module's maximum, because Lambda kills a
 * process that goes beyond, where a module would tell Python of a MemoryError.
 */
export const memory = { most_bytes: Infinity, ranOut: () => {} };

/** Lets memory grow by what is asked for, a megabyte at a time, and not by a fifth of all as Emscripten would. */
function growing(settings) {
  return (requested) => {
    const wanted = requested >>> 0;
    if (wanted > MOST_BYTES) return 0;
    if (wanted > memory.most_bytes) {
      memory.ranOut();
      throw new Error("The process has no memory left.");
    }
    const size = Math.min(Math.ceil(wanted / MIB) * MIB, Math.max(memory.most_bytes, wanted));
    return settings.growMemory(Math.ceil(size / PAGE) * PAGE) ? 1 : 0;
  };
}

/** What the interpreter's glue uses of its instance. */
function used(instance) {
  const exports = {};
  for (const name of EXPORTS.split(" ")) exports[name] = instance.exports[name];
  return { exports };
}

/** Gives the module null for each function of OpenGL that it would call: nothing is drawn, and each would get a module. */
function withoutDrawing(module, imports) {
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    if (from === "GOT.func" && name.startsWith("emscripten_gl")) imports[from][name].value = 0;
  }
}

/** The archive that Python starts from. */
function bootOf(archives) {
  for (const archive of archives) {
    for (const { path, bytes } of filesOf(archive)) if (path === BOOT) return bytes.slice().buffer;
  }
  throw new Error(`Python's library has no ${BOOT}.`);
}

/**
 * Starts the interpreter.
 *
 * @param {{module?: WebAssembly.Module, wasm?: ArrayBuffer, archives: Promise<ArrayBuffer[]>, snapshot?: Uint8Array,
 *   named?: (name: string) => any, forSnapshot?: boolean, print: (line: string) => void}} given
 */
export async function startInterpreter({ module, wasm, archives, snapshot, named, forSnapshot, print }) {
  const before = { fetch: globalThis.fetch, streaming: WebAssembly.instantiateStreaming };
  globalThis.fetch = async (url) => {
    if (String(url).endsWith(".wasm")) return undefined;
    if (String(url).endsWith(".zip")) return { ok: true, arrayBuffer: async () => bootOf(await archives) };
    throw new TypeError(`There is no network here: ${url}`);
  };
  WebAssembly.instantiateStreaming = async (_, imports) => {
    if (!module) return instantiate(wasm, imports);
    return { module, instance: await instantiate(module, imports) };
  };
  const withOurMemory = (settings) => {
    const original = settings.instantiateWasm;
    settings.instantiateWasm = (imports, done) => {
      imports.env.emscripten_resize_heap = growing(settings);
      return original(imports, (instance, made) => {
        const held = instance.exports.memory;
        const missing = snapshot ? Math.ceil((snapshot.byteLength - held.buffer.byteLength) / PAGE) : 0;
        if (missing > 0) held.grow(missing);
        withoutDrawing(made, imports);
        done(used(instance), made);
      });
    };
    return createPyodideModule(settings);
  };
  try {
    return await loadPyodide({
      indexURL: "https://python.invalid/",
      stdLibURL: "https://python.invalid/stdlib.zip",
      lockFileContents: NO_PACKAGES,
      createPyodideModule: withOurMemory,
      // Sets are ordered alike in every run.
      env: { HOME: "/tmp", PYTHONHASHSEED: "0", PYTHONINSPECT: "", LANG: "en_US.UTF-8", TZ: ":UTC" },
      stdin: () => null,
      stdout: print,
      stderr: print,
      fsInit: async (FS) => (await archives).forEach((archive) => unpack(FS, archive)),
      checkAPIVersion: false,
      ...(snapshot && { _loadSnapshot: snapshot, _snapshotDeserializer: named }),
      ...(forSnapshot && { _makeSnapshot: true }),
    });
  } finally {
    globalThis.fetch = before.fetch;
    WebAssembly.instantiateStreaming = before.streaming;
  }
}

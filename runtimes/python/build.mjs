// Makes what python3.14 needs to run in a page. `runtimes/build.mjs` calls it.
import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";
import * as esbuild from "esbuild";
import { compiler } from "./build/compile.mjs";
import { usedExports } from "./build/exports.mjs";
import { compiledInAStart } from "./build/start.mjs";
import { librarySourceIsShown, ofTheLibrary, packaged, sourceIsShown } from "./build/trim.mjs";
import { wheelFiles } from "./build/wheels.mjs";
import { readZip, writeZip } from "./build/zip.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.resolve(HERE, "../..");
const PYODIDE = path.join(ROOT, "node_modules/pyodide");
const WHEEL_CACHE = path.join(ROOT, "target/python-wheels");

/** What a learner loads at most for Python, packed with brotli. */
const MOST_BROTLI = 9_000_000;

/** Where Lambda has its library, its packages and its runtime: tracebacks name these. */
const LIBRARY = "var/lang/lib/python3.14";
const PACKAGES = `${LIBRARY}/site-packages`;
const RUNTIME = "var/runtime/_runtime";
/** Where Pyodide has Python look for its library. src/interpreter.js knows it too. */
const BOOT = "lib/python314.zip";

const WHAT = {
  "worker.js": "the worker that runs Python",
  "pyodide.asm.wasm": "CPython 3.14, the interpreter",
  "stdlib.zip": "Python's own library",
  "packages.zip": "boto3, botocore and Pillow",
};

/** Every file below `folder`, in order. */
async function filesBelow(folder) {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name)).sort();
}

/** A text that changes whenever what is built would. */
async function fingerprint() {
  const hash = createHash("sha256");
  const shared = await filesBelow(path.join(HERE, "../shared")).catch(() => []);
  for (const file of [...(await filesBelow(HERE)), ...shared, path.join(PYODIDE, "package.json")]) {
    if (file.includes("__pycache__")) continue;
    hash.update(path.relative(ROOT, file)).update(await fs.readFile(file));
  }
  return hash.digest("hex");
}

/**
 * Files as the interpreter is to find them: sources as bytecode, where Python keeps it, with the source itself only if
 * tracebacks are to show it.
 */
class Tree {
  files = new Map();
  /** The modules of each folder: their bytecode's size, and whether they are packages. */
  modules = new Map();
  #compile;

  constructor(compile) {
    this.#compile = compile;
  }

  put(file, bytes, shown = false) {
    if (!file.endsWith(".py")) return this.files.set(file, bytes);
    if (shown) this.files.set(file, bytes);
    const code = this.#compile(bytes, `/${file}`);
    const [folder, name] = [path.dirname(file), path.basename(file, ".py")];
    this.files.set(`${folder}/__pycache__/${name}.cpython-314.pyc`, code);
    if (name !== "__init__") this.#found(folder, name, code.length, false);
    else this.#found(path.dirname(folder), path.basename(folder), code.length, true);
  }

  #found(folder, name, size, isPackage) {
    if (!this.modules.has(folder)) this.modules.set(folder, new Map());
    // A package comes before a module of its name.
    if (isPackage || !this.modules.get(folder).has(name)) this.modules.get(folder).set(name, [size, isPackage]);
  }
}

/** Python's own library. */
function library(compile, own) {
  const tree = new Tree(compile);
  for (const [name, bytes] of own) {
    if (ofTheLibrary(name)) tree.put(`${LIBRARY}/${name}`, bytes, librarySourceIsShown(name));
  }
  return tree;
}

/** boto3 and its kin, Pillow, and Lambda's runtime. */
async function packages(compile) {
  const tree = new Tree(compile);
  for (const [name, bytes] of await wheelFiles(WHEEL_CACHE)) {
    const kept = packaged(name, bytes);
    if (kept) tree.put(`${PACKAGES}/${kept[0]}`, kept[1], sourceIsShown(name));
  }
  for (const file of await filesBelow(path.join(HERE, "lib"))) {
    if (file.endsWith(".py")) tree.put(`${RUNTIME}/${path.relative(path.join(HERE, "lib"), file)}`, await fs.readFile(file));
  }
  // The C module of Pillow, in Python over a wasm of our own.
  const pillow = path.join(HERE, "pillow");
  for (const file of await filesBelow(pillow).catch(() => [])) {
    if (file.endsWith(".py")) tree.put(`${PACKAGES}/PIL/${path.basename(file)}`, await fs.readFile(file));
  }
  return tree;
}

/** What Python imports before it can be told where its library is. */
const BEFORE_THE_LIBRARY = ["encodings/__init__.py", "encodings/aliases.py", "encodings/utf_8.py"];

/** The archive that Python starts from: boot/sitecustomize.py leads on from there. */
async function boot(compile, own, trees, compiled) {
  const files = new Map();
  for (const name of BEFORE_THE_LIBRARY) files.set(`${name}c`, compile(own.get(name), `/${LIBRARY}/${name}`));
  const ours = {
    "sitecustomize.py": await fs.readFile(path.join(HERE, "boot/sitecustomize.py")),
    "_modules.py": `FOLDERS = ${foldersAsPython(trees)}\n`,
    "_compiled.py": compiled,
  };
  for (const [name, source] of Object.entries(ours)) {
    files.set(`${name}c`, compile(Buffer.from(source), `/${LIBRARY}/${name}`));
  }
  return writeZip(files);
}

/** Which modules each folder has, as Python's source. */
function foldersAsPython(trees) {
  const asDict = (entries) => `{${entries.map(([key, value]) => `${JSON.stringify(key)}: ${value}`).join(", ")}}`;
  const asModules = (modules) =>
    asDict([...modules].map(([name, [size, isPackage]]) => [name, `(${size}, ${isPackage ? "True" : "False"})`]));
  const folders = trees.flatMap(({ modules }) => [...modules]);
  return asDict(folders.map(([folder, modules]) => [`/${folder}`, asModules(modules)]));
}

/** The archives that a worker takes: Python's own library with what it starts from, and the packages. */
async function archives() {
  const compile = await compiler();
  const own = readZip(await fs.readFile(path.join(PYODIDE, "python_stdlib.zip")));
  const trees = [library(compile, own), await packages(compile)];
  const plain = trees.map(({ files }) => writeZip(files));
  const recorder = await fs.readFile(path.join(HERE, "boot/recorder.py"), "utf8");
  const compiled = await compiledInAStart(await boot(compile, own, trees, recorder), plain);
  const start = await boot(compile, own, trees, compiled);
  return [writeZip([[BOOT, start], ...trees[0].files]), plain[1]];
}

async function worker(mark) {
  const exports = (await usedExports(PYODIDE)).join(" ");
  const made = await esbuild.build({
    entryPoints: [path.join(HERE, "worker.js")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    // Pyodide asks where it stands only to fetch from there, which it never does here.
    define: { "import.meta.url": '"https://python.invalid/"', BUILD: JSON.stringify(mark), EXPORTS: JSON.stringify(exports) },
    external: ["node:*"],
    logLevel: "error",
    absWorkingDir: ROOT,
  });
  return made.outputFiles[0].contents;
}

const packedSize = (bytes) =>
  zlib.brotliCompressSync(bytes, {
    params: {
      [zlib.constants.BROTLI_PARAM_QUALITY]: 10,
      [zlib.constants.BROTLI_PARAM_LGWIN]: 24,
      [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }).length;

/** Sizes already taken, by the bytes' checksum: packing the interpreter alone takes half a minute. */
async function packedSizes(made) {
  const kept = path.join(WHEEL_CACHE, "brotli.json");
  const known = JSON.parse(await fs.readFile(kept, "utf8").catch(() => "{}"));
  const sizes = {};
  for (const [name, bytes] of Object.entries(made)) {
    const sum = createHash("sha256").update(bytes).digest("hex");
    sizes[name] = known[sum] ??= packedSize(bytes);
  }
  await fs.writeFile(kept, JSON.stringify(known));
  return sizes;
}

/** Writes FOLDER/python/ and gives its part of FOLDER/assets.json: what each file is, and what it weighs. */
export async function build(folder) {
  const out = path.join(folder, "python");
  await fs.mkdir(out, { recursive: true });
  const stamp = path.join(out, ".fingerprint");
  const now = await fingerprint();
  const before = JSON.parse(await fs.readFile(stamp, "utf8").catch(() => "{}"));
  if (before.fingerprint === now) return before.part;

  const [stdlib, site] = await archives();
  const made = {
    "worker.js": await worker(now),
    "pyodide.asm.wasm": await fs.readFile(path.join(PYODIDE, "pyodide.asm.wasm")),
    "stdlib.zip": stdlib,
    "packages.zip": site,
  };
  await fs.mkdir(WHEEL_CACHE, { recursive: true });
  const sizes = await packedSizes(made);
  const part = [];
  for (const [name, bytes] of Object.entries(made)) {
    await fs.writeFile(path.join(out, name), bytes);
    part.push({ name, file: `python/${name}`, bytes: bytes.length, brotli: sizes[name], what: WHAT[name] });
  }
  const total = part.reduce((sum, { brotli }) => sum + brotli, 0);
  for (const { name, bytes, brotli } of part) console.log(`python/${name}: ${bytes} bytes, ${brotli} with brotli`);
  console.log(`python: ${total} bytes with brotli, of ${MOST_BROTLI} at most`);
  if (total > MOST_BROTLI) throw new Error(`Python's assets take ${total} bytes with brotli: over ${MOST_BROTLI}`);
  await fs.writeFile(stamp, JSON.stringify({ fingerprint: now, part }));
  return part;
}

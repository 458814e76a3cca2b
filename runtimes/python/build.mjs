// Makes what python3.14 needs to run in a page. `runtimes/build.mjs` calls it.
import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";
import * as esbuild from "esbuild";
import { compiler } from "./build/compile.mjs";
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

/** Python's own library as one archive of bytecode, and the sources of it that tracebacks show. */
async function library(compile) {
  const shown = new Map();
  const files = new Map();
  for (const [name, bytes] of readZip(await fs.readFile(path.join(PYODIDE, "python_stdlib.zip")))) {
    if (!ofTheLibrary(name)) continue;
    if (!name.endsWith(".py")) files.set(name, bytes);
    else files.set(`${name}c`, compile(bytes, `/${LIBRARY}/${name}`));
    if (librarySourceIsShown(name)) shown.set(`${LIBRARY}/${name}`, bytes);
  }
  return { files, shown };
}

/** A package's file under the names it is found by: bytecode alone, or beside its source in __pycache__. */
function put(files, folder, name, bytes, shown, compile) {
  const whole = `${folder}/${name}`;
  if (!name.endsWith(".py")) return files.set(whole, bytes);
  const code = compile(bytes, `/${whole}`);
  if (!shown) return files.set(`${whole}c`, code);
  files.set(whole, bytes);
  return files.set(`${path.dirname(whole)}/__pycache__/${path.basename(name, ".py")}.cpython-314.pyc`, code);
}

/** boto3 and its kin, Pillow, and Lambda's runtime, by their places in the file system. */
async function packages(compile) {
  const files = new Map();
  for (const [name, bytes] of await wheelFiles(WHEEL_CACHE)) {
    const kept = packaged(name, bytes);
    if (kept) put(files, PACKAGES, ...kept, sourceIsShown(name), compile);
  }
  for (const file of await filesBelow(path.join(HERE, "lib"))) {
    if (!file.endsWith(".py")) continue;
    put(files, RUNTIME, path.relative(path.join(HERE, "lib"), file), await fs.readFile(file), false, compile);
  }
  // The C module of Pillow, in Python over a wasm of our own.
  const pillow = path.join(HERE, "pillow");
  for (const file of await filesBelow(pillow).catch(() => [])) {
    if (file.endsWith(".py")) put(files, `${PACKAGES}/PIL`, path.basename(file), await fs.readFile(file), false, compile);
  }
  return files;
}

async function worker(mark) {
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
    define: { "import.meta.url": '"https://python.invalid/"', BUILD: JSON.stringify(mark) },
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

  const compile = await compiler();
  const own = await library(compile);
  const made = {
    "worker.js": await worker(now),
    "pyodide.asm.wasm": await fs.readFile(path.join(PYODIDE, "pyodide.asm.wasm")),
    "stdlib.zip": writeZip(own.files),
    "packages.zip": writeZip([...(await packages(compile)), ...own.shown]),
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

// ES modules: each file becomes a blob whose imports name the blobs of what it imports. Builtins, SDKs, JSON and
// CommonJS get a facade, a module that exports what they hold.

import { RealBlob, createUrl, realImport } from "../cage/primordials.js";
import { pause } from "../time/clock.js";
import { hold } from "../time/loop.js";
import { entries, load as loadCommonJs } from "./commonjs.js";
import { builtin, isBuiltin } from "./builtins.js";
import { folderOf, kindOf, resolve, textOf } from "./resolve.js";
import { RUNTIME, isModuleCode, lexed, rewriteModule } from "./rewrite.js";
import { isSdk, sdk } from "./sdk.js";
import { located } from "./syntax.js";
import { holdsCode } from "../lambda/holds.js";

/** Addresses by file or name. @type {Map<string, string>} */
const addresses = new Map();
/** What facades export, by their key. @type {Map<string, () => any>} */
const facades = new Map();
/** Files that import each other get each other's exports late. @type {Map<string, {set?: (values: any) => void}>} */
const late = new Map();
/** Imports that are fetched and compiled right now, by number. @type {Map<number, () => void>} */
const fetching = new Map();
let imports = 0;

const coded = (error, code) => Object.assign(error, { code });
const addressOf = (code) => createUrl(new RealBlob([code], { type: "text/javascript" }));
const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** The address of a module that exports what `give` gives. */
function facade(key, give) {
  if (!addresses.has(key)) {
    facades.set(key, give);
    const value = give();
    const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
    const names = isObject ? Object.keys(value).filter((name) => name !== "default" && identifier.test(name)) : [];
    const lines = names.map((name, at) => `const e${at}=m[${JSON.stringify(name)}];export{e${at} as ${name}};`);
    addresses.set(
      key,
      addressOf(`const m=${RUNTIME}.module(${JSON.stringify(key)});export default m;${lines.join("")}`),
    );
  }
  return addresses.get(key);
}

function notFound(name, path) {
  const relative = /^(?:\/|\.\.?(?:\/|$))/.test(name);
  const [packageName] = /^(?:@[^/]+\/)?[^/]+/.exec(name) ?? [name];
  const what = relative ? `module '${new URL(name, `file://${path}`).pathname}'` : `package '${packageName}'`;
  return coded(new Error(`Cannot find ${what} imported from ${path}`), "ERR_MODULE_NOT_FOUND");
}

/** The address of what `name` means in the file `path`. */
function imported(name, attributes, path, above) {
  if (name.startsWith("data:")) return name;
  if (isBuiltin(name)) return facade(`node:${name.replace(/^node:/, "")}`, () => builtin(name));
  const plain = name.startsWith("file:") ? decodeURIComponent(new URL(name).pathname) : name.replace(/[?#].*$/, "");
  const file = resolve(plain.startsWith(".") ? decodeURIComponent(plain) : plain, folderOf(path), "import");
  if (!file && isSdk(name)) return facade(name, () => sdk(name));
  if (!file) throw notFound(name, path);
  return addressOfFile(file, attributes, above);
}

function addressOfFile(file, attributes, above) {
  const kind = kindOf(file);
  if (kind === "json") {
    if (!/type["']?\s*:\s*["']json/.test(attributes)) {
      throw coded(
        new TypeError(`Module "file://${file}" needs an import attribute of "type: json"`),
        "ERR_IMPORT_ATTRIBUTE_MISSING",
      );
    }
    return facade(file, () => loadCommonJs(file));
  }
  const source = textOf(file);
  if (kind !== "module" && !(kind === "unsure" && isModuleCode(source))) return facade(file, () => loadCommonJs(file));
  if (addresses.has(file)) return addresses.get(file);
  if (above.includes(file)) return lateFacade(file, source);

  const found = lexed(source);
  // Code that the lexer cannot read is left to the browser, which says what is wrong with it.
  const code = found
    ? rewriteModule(source.replace(/^#!/, "//"), found, file, (name, given) =>
        named(name, imported(name, given, file, [...above, file])),
      )
    : source;
  const fill = late.has(file)
    ? `;${RUNTIME}.fill(${JSON.stringify(file)},{${locals(found).map(([name, local]) => `get ${name}(){return ${local}}`)}});`
    : "";
  const shown = entries.has(file) ? holdsCode(source) : "";
  addresses.set(file, addressOf(`${code}\n${fill}${shown}\n//# sourceURL=file://${file}`));
  return addresses.get(file);
}

/** The names that code gave to addresses, for messages that speak of them. @type {Map<string, string>} */
const specifiers = new Map();
function named(name, address) {
  specifiers.set(address, name);
  return address;
}
function spoken(error) {
  error.message = error.message.replace(/blob:[^'"\s]+/g, (address) => specifiers.get(address) ?? address);
  return error;
}

/** Exported names with the variables that hold them. */
const locals = (found) => found.exports.filter(({ n, ln }) => ln && identifier.test(n)).map(({ n, ln }) => [n, ln]);

/** What a file sees of one that imports it, and so is not there yet: its exports, as soon as it has run. */
function lateFacade(file, source) {
  const key = `late:${file}`;
  if (!addresses.has(key)) {
    late.set(file, {});
    const exported = locals(lexed(source) ?? { exports: [] });
    const variables = exported.map((_, at) => `v${at}`).join(",");
    const takes = exported.map(([name], at) => `v${at}=m.${name};`).join("");
    const gives = exported.map(([name], at) => `v${at} as ${name}`).join(",");
    const code = exported.length
      ? `let ${variables};${RUNTIME}.late(${JSON.stringify(file)},m=>{${takes}});export{${gives}};`
      : "";
    addresses.set(key, addressOf(code));
  }
  return addresses.get(key);
}

/** Imports an address. Fetching and compiling is the browser's work; the stretch waits for it, and not for the code. */
async function importAddress(address, files) {
  const number = ++imports;
  const release = hold();
  const count = pause();
  fetching.set(number, () => {
    count();
    release();
  });
  const marker = addressOf(`${RUNTIME}.started(${number})`);
  const wrapper = addressOf(`import "${marker}";import * as ns from "${address}";export{ns}`);
  try {
    return (await realImport(wrapper)).ns;
  } catch (error) {
    throw error instanceof SyntaxError && fetching.has(number) ? await located(spoken(error), files, "module") : error;
  } finally {
    fetching.get(number)?.();
    fetching.delete(number);
  }
}

/** The files of a module and of what it imports: where a SyntaxError may be. */
const learners = () => [...addresses.keys()].filter((key) => key.startsWith("/"));

/** Runs the ES module in `file` and gives its namespace. */
export const importFile = async (file) => importAddress(addressOfFile(file, "", []), learners());

/** What rewritten code calls. */
export const runtime = Object.freeze({
  __proto__: null,
  module: (key) => facades.get(key)(),
  started(number) {
    fetching.get(number)?.();
    fetching.delete(number);
  },
  late: (file, set) => void (late.get(file).set = set),
  fill: (file, values) => late.get(file)?.set?.(values),
  meta: (path) => meta(path),
  importFrom: (path) => async (specifier, options) => {
    const attributes = options?.with?.type === "json" ? 'type: "json"' : "";
    return importAddress(imported(String(specifier), attributes, path, []), learners());
  },
});

/** @type {Map<string, any>} */
const metas = new Map();
function meta(path) {
  if (!metas.has(path)) {
    const resolved = (name) => {
      if (isBuiltin(name)) return `node:${name.replace(/^node:/, "")}`;
      const file = resolve(name, folderOf(path), "import");
      if (!file) throw notFound(name, path);
      return `file://${file}`;
    };
    metas.set(
      path,
      Object.assign(Object.create(null), {
        dirname: folderOf(path),
        filename: path,
        main: false,
        resolve: resolved,
        url: `file://${path}`,
      }),
    );
  }
  return metas.get(path);
}

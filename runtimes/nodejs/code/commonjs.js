// CommonJS: require, module and exports, as Node has them.

import { realEval } from "../cage/primordials.js";
import { builtin, isBuiltin, names } from "./builtins.js";
import { folderOf, kindOf, resolve, searched, textOf } from "./resolve.js";
import { isSdk, sdk } from "./sdk.js";
import { isModuleCode, rewriteDynamicImports } from "./rewrite.js";
import { shifted } from "./trace.js";
import { holdsCode } from "../lambda/holds.js";

/** What stands before the code, on its first line. */
const OPENING = "(function (exports, require, module, __filename, __dirname) { ";

/** Modules by file. @type {Record<string, Module>} */
const cache = Object.create(null);
const coded = (error, code, more) => Object.assign(error, { code, ...more });

function stackOf(module) {
  const stack = [];
  for (let at = module; at; at = at.parent) stack.push(at.filename ?? at.id);
  return [...stack, "/var/runtime/index.mjs"];
}

function notFound(name, module) {
  const requireStack = stackOf(module);
  const list = requireStack.map((path) => `\n- ${path}`).join("");
  return coded(new Error(`Cannot find module '${name}'\nRequire stack:${list}`), "MODULE_NOT_FOUND", { requireStack });
}

class Module {
  constructor(id, parent) {
    Object.assign(this, {
      id,
      path: folderOf(id),
      exports: {},
      filename: id,
      loaded: false,
      children: [],
      paths: searched(folderOf(id)),
    });
    Object.defineProperty(this, "parent", { value: parent, enumerable: false });
    this.require = requireOf(this);
    parent?.children.push(this);
  }
  _compile(source, filename) {
    compile(this, source, filename);
  }
}

/** Files that begin the program: what the page shows as globals stands in these. */
export const entries = new Set();

function compile(module, source, filename) {
  const code = rewriteDynamicImports(source.replace(/^#!.*/, ""), filename);
  const added = entries.has(filename) ? holdsCode(source) : "";
  shifted(filename, (line, column) => (line === 1 ? column - OPENING.length : column));
  const wrapper = realEval(`${OPENING}${code}\n${added}})\n//# sourceURL=${filename}`);
  Reflect.apply(wrapper, module.exports, [module.exports, module.require, module, filename, module.path]);
}

/** Loaders by extension, which packages may add to. */
const extensions = {
  ".js"(module, filename) {
    compile(module, textOf(filename), filename);
  },
  ".json"(module, filename) {
    try {
      module.exports = JSON.parse(textOf(filename).replace(/^\ufeff/, ""));
    } catch (error) {
      error.message = `${filename}: ${error.message}`;
      throw error;
    }
  },
  ".node"(_module, filename) {
    throw coded(new Error(`${filename}: native code does not run here`), "ERR_DLOPEN_FAILED");
  },
};

/** The exports of the file `filename`. */
export function load(filename, parent) {
  const cached = cache[filename];
  if (cached) return cached.exports;
  const kind = kindOf(filename);
  if (kind === "module" || (kind === "unsure" && isModuleCode(textOf(filename)))) {
    throw coded(
      new Error(
        `require() of ES Module ${filename} from ${parent?.filename ?? "/var/runtime/index.mjs"} is not simulated. Use import instead.`,
      ),
      "ERR_REQUIRE_ESM",
    );
  }
  const module = new Module(filename, parent);
  cache[filename] = module;
  try {
    const extension = /\.[^./]+$/.exec(filename)?.[0];
    (extensions[extension] ?? extensions[".js"])(module, filename);
  } catch (error) {
    delete cache[filename];
    throw error;
  }
  module.loaded = true;
  return module.exports;
}

function resolved(name, module) {
  if (typeof name !== "string")
    throw coded(new TypeError(`The "id" argument must be of type string. Received ${name}`), "ERR_INVALID_ARG_TYPE");
  if (name === "")
    throw coded(new TypeError("The argument 'id' must be a non-empty string. Received ''"), "ERR_INVALID_ARG_VALUE");
  if (isBuiltin(name)) return name;
  const file = resolve(name, module.path, "require");
  if (file) return file;
  if (isSdk(name)) return `/var/runtime/node_modules/${name}`;
  if (name.startsWith("node:"))
    throw coded(new Error(`No such built-in module: ${name}`), "ERR_UNKNOWN_BUILTIN_MODULE");
  throw notFound(name, module);
}

/** The `require` of a module. */
function requireOf(module) {
  function require(name) {
    if (isBuiltin(name)) return builtin(name);
    const file = resolved(name, module);
    return cache[file]
      ? cache[file].exports
      : isSdk(name) && file.startsWith("/var/runtime/")
        ? sdk(name)
        : load(file, module);
  }
  require.resolve = (name, options) => {
    if (!options?.paths) return resolved(name, module);
    const found = options.paths.map((folder) => resolve(name, folder, "require")).find(Boolean);
    if (found) return found;
    throw notFound(name, module);
  };
  require.resolve.paths = (name) =>
    isBuiltin(name) ? null : name.startsWith(".") ? [module.path] : searched(module.path);
  require.cache = cache;
  require.extensions = extensions;
  require.main = undefined;
  return require;
}

/** The error for a handler's file that is not there. */
export const missingEntry = (name) => notFound(name, undefined);

Object.assign(Module, {
  Module,
  builtinModules: names,
  isBuiltin,
  _cache: cache,
  _extensions: extensions,
  _nodeModulePaths: searched,
  _resolveFilename: (name, parent) => resolved(name, parent),
  _load: (name, parent) => parent.require(name),
  createRequire: (from) => requireOf(new Module(String(from).replace(/^file:\/\//, ""), undefined)),
  syncBuiltinESMExports() {},
  enableCompileCache: () => ({ status: 3 }),
  register() {
    throw coded(new Error("module.register is not simulated"), "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM");
  },
});
export const moduleModule = Module;

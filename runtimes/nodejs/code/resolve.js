// Which file a module's name means: Node's rules for require and import, over the files of the package.

import * as tree from "../files/tree.js";

const decoder = new TextDecoder();
const isFile = (path) => tree.look(path)?.kind === "file";
const isFolder = (path) => tree.look(path)?.kind === "folder";
export const textOf = (path) => decoder.decode(tree.content(tree.find(path, "open")));
export const folderOf = (path) => path.slice(0, path.lastIndexOf("/")) || "/";
const joined = (...names) => `/${tree.parts(names.join("/")).join("/")}`;

/** @type {Map<string, any>} */
const manifests = new Map();
/** The package.json of a folder, or nothing. */
function manifest(folder) {
  if (!manifests.has(folder)) {
    const path = joined(folder, "package.json");
    manifests.set(folder, isFile(path) ? parsed(path) : undefined);
  }
  return manifests.get(folder);
}
function parsed(path) {
  try {
    return JSON.parse(textOf(path));
  } catch (error) {
    throw Object.assign(new Error(`Invalid package config ${path}.`, { cause: error }), {
      code: "ERR_INVALID_PACKAGE_CONFIG",
    });
  }
}

/** The package.json that a file belongs to, with its folder. */
export function scope(path) {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const found = manifest(folder);
    if (found) return { folder, manifest: found };
    if (folder === "/") return undefined;
  }
}

/** What kind of code a file holds. @returns {"module" | "commonjs" | "json" | "native" | "unsure"} */
export function kindOf(path) {
  if (path.endsWith(".mjs")) return "module";
  if (path.endsWith(".cjs")) return "commonjs";
  if (path.endsWith(".json")) return "json";
  if (path.endsWith(".node")) return "native";
  const type = scope(path)?.manifest.type;
  if (type === "module" || type === "commonjs") return type;
  // Without a word in package.json, Node looks at the code.
  return path.includes("/node_modules/") ? "commonjs" : "unsure";
}

/** The folders of node_modules that code in `folder` looks into, and then Lambda's layers and runtime. */
export function searched(folder) {
  const found = [];
  for (let at = folder; ; at = folderOf(at)) {
    if (!at.endsWith("/node_modules")) found.push(joined(at, "node_modules"));
    if (at === "/") break;
  }
  return [...found, ...(process.env.NODE_PATH ?? "").split(":").filter(Boolean)];
}

function withExtension(path) {
  if (isFile(path)) return path;
  return [".js", ".json", ".node"].map((extension) => path + extension).find(isFile);
}

function inFolder(path) {
  if (!isFolder(path)) return undefined;
  const main = manifest(path)?.main;
  const named =
    typeof main === "string"
      ? (withExtension(joined(path, main)) ?? withExtension(joined(path, main, "index")))
      : undefined;
  return named ?? withExtension(joined(path, "index"));
}

/** What the conditions of an `exports` or `imports` entry choose. */
function chosen(target, conditions, star) {
  if (typeof target === "string") return target.replaceAll("*", star ?? "*");
  if (Array.isArray(target)) return target.map((one) => chosen(one, conditions, star)).find(Boolean);
  if (target === null || typeof target !== "object") return undefined;
  for (const [condition, value] of Object.entries(target)) {
    if (condition !== "default" && !conditions.includes(condition)) continue;
    const found = chosen(value, conditions, star);
    if (found) return found;
  }
  return undefined;
}

/** The entry of `table` for `name`: exact ones first, then the longest pattern. */
function entry(table, name, conditions) {
  if (Object.hasOwn(table, name)) return chosen(table[name], conditions);
  const patterns = Object.keys(table).filter((key) => {
    const [before, after] = key.split("*");
    return after !== undefined && name.startsWith(before) && name.endsWith(after) && name.length >= key.length;
  });
  const best = patterns.sort((a, b) => b.indexOf("*") - a.indexOf("*"))[0];
  if (!best) return undefined;
  const [before, after] = best.split("*");
  return chosen(table[best], conditions, name.slice(before.length, name.length - after.length));
}

const notExported = (subpath, folder) =>
  Object.assign(
    new Error(
      subpath === "."
        ? `No "exports" main defined in ${folder}/package.json`
        : `Package subpath '${subpath}' is not defined by "exports" in ${folder}/package.json`,
    ),
    { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" },
  );

function inPackage(folder, subpath, conditions, legacy) {
  const own = manifest(folder);
  if (own?.exports !== undefined && own.exports !== null) {
    const table =
      typeof own.exports === "string" || Array.isArray(own.exports) || !Object.keys(own.exports)[0]?.startsWith(".")
        ? { ".": own.exports }
        : own.exports;
    const found = entry(table, subpath, conditions);
    if (!found) throw notExported(subpath, folder);
    return joined(folder, found);
  }
  const path = joined(folder, subpath);
  if (subpath === ".") return inFolder(folder);
  return legacy ? (withExtension(path) ?? inFolder(path)) : isFile(path) ? path : undefined;
}

/**
 * The file that `name` means in code of the folder `from`, or nothing.
 *
 * @param {string} name
 * @param {string} from the folder of the code that asks
 * @param {"require" | "import"} how
 */
export function resolve(name, from, how) {
  const legacy = how === "require";
  // Without `module-sync`: it would choose an ES module for `require`, which cannot run one here.
  const conditions = ["node", how, "node-addons"];
  if (/^(?:\/|\.\.?(?:\/|$))/.test(name)) {
    const path = name.startsWith("/") ? joined(name) : joined(from, name);
    if (!legacy) return isFile(path) ? path : undefined;
    return (name.endsWith("/") ? undefined : withExtension(path)) ?? inFolder(path);
  }
  const own = scope(joined(from, "x"));
  if (name.startsWith("#")) {
    const found = entry(own?.manifest.imports ?? {}, name, conditions);
    if (!found) return undefined;
    return found.startsWith(".") ? joined(own.folder, found) : resolve(found, own.folder, how);
  }
  const [, packageName, rest] = /^(@[^/]+\/[^/]+|[^/]+)(\/.*)?$/.exec(name) ?? [];
  if (!packageName) return undefined;
  const subpath = rest ? `.${rest}` : ".";
  if (own?.manifest.name === packageName && own.manifest.exports !== undefined)
    return inPackage(own.folder, subpath, conditions, legacy);
  for (const folder of searched(from)) {
    const candidate = joined(folder, packageName);
    if (isFolder(candidate)) {
      const found = inPackage(candidate, subpath, conditions, legacy);
      if (found) return found;
    } else if (legacy && subpath === ".") {
      const found = withExtension(candidate);
      if (found) return found;
    }
  }
  return undefined;
}

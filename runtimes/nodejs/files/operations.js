// The synchronous file operations of `fs`; the others are made from these.

import { Buffer } from "../shims/buffer.js";
import { nowMs } from "../time/clock.js";
import * as chance from "../time/chance.js";
import { failure } from "./errors.js";
import { Dirent, Stats } from "./stats.js";
import * as tree from "./tree.js";

export const constants = {
  F_OK: 0,
  R_OK: 4,
  W_OK: 2,
  X_OK: 1,
  COPYFILE_EXCL: 1,
  COPYFILE_FICLONE: 2,
  O_RDONLY: 0,
  O_WRONLY: 1,
  O_RDWR: 2,
  O_CREAT: 64,
  O_EXCL: 128,
  O_TRUNC: 512,
  O_APPEND: 1024,
  S_IFMT: 61440,
  S_IFREG: 32768,
  S_IFDIR: 16384,
  S_IFLNK: 40960,
};
const FLAGS = {
  r: 0,
  "r+": 2,
  rs: 0,
  "rs+": 2,
  w: 577,
  wx: 705,
  "w+": 578,
  "wx+": 706,
  a: 1089,
  ax: 1217,
  "a+": 1090,
  "ax+": 1218,
};

/** @type {Map<number, {node: any, path: string, flags: number, position: number}>} */
const open = new Map();
/** Numbers below are the standard streams and Lambda's own. */
let lastNumber = 20;

/** The text of a path, a file address or a buffer. */
export function pathOf(path) {
  if (typeof path === "string") {
    if (!path.includes("\0")) return path;
    throw Object.assign(
      new TypeError(`The argument 'path' must be a string, Uint8Array, or URL without null bytes. Received '${path}'`),
      { code: "ERR_INVALID_ARG_VALUE" },
    );
  }
  if (path instanceof URL) return require("../shims/url.js").default.fileURLToPath(path);
  if (path instanceof Uint8Array) return Buffer.from(path).toString();
  throw Object.assign(
    new TypeError(`The "path" argument must be of type string or an instance of Buffer or URL. Received ${path}`),
    { code: "ERR_INVALID_ARG_TYPE" },
  );
}
const encodingOf = (options) => (typeof options === "string" ? options : options?.encoding);
const bytesOf = (data, options) => {
  if (typeof data === "string") return Buffer.from(data, encodingOf(options) ?? "utf8");
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  throw Object.assign(
    new TypeError(
      `The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received ${typeof data}`,
    ),
    { code: "ERR_INVALID_ARG_TYPE" },
  );
};
const opened = (number, syscall) => {
  const entry = open.get(number);
  if (!entry) throw failure("EBADF", syscall);
  return entry;
};

export function openSync(given, flags = "r", mode = 0o666) {
  const path = pathOf(given);
  const bits = typeof flags === "number" ? flags : FLAGS[flags];
  const writes = (bits & 3) !== 0;
  let node = tree.look(path);
  if (node && bits & constants.O_EXCL) throw failure("EEXIST", "open", path);
  if (writes) tree.writable(path, "open");
  if (!node && bits & constants.O_CREAT) {
    const { parent, name } = tree.place(path, "open");
    node = tree.file(undefined, mode & ~0o22);
    parent.entries.set(name, node);
  }
  node ??= tree.find(path, "open");
  if (node.kind === "folder" && writes) throw failure("EISDIR", "open", path);
  if (bits & constants.O_TRUNC) tree.resize(node, 0, "open", path);
  open.set(++lastNumber, { node, path, flags: bits, position: 0 });
  return lastNumber;
}

export function closeSync(number) {
  opened(number, "close");
  open.delete(number);
}

export function readSync(number, buffer, offsetOrOptions = 0, length, position = null) {
  const options =
    typeof offsetOrOptions === "object" && offsetOrOptions !== null
      ? offsetOrOptions
      : { offset: offsetOrOptions, length, position };
  const { offset = 0, length: wanted = buffer.byteLength - offset, position: from = null } = options;
  const entry = opened(number, "read");
  if (entry.node.kind === "folder") throw failure("EISDIR", "read");
  const at = from === null || from < 0 ? entry.position : Number(from);
  const bytes = tree.content(entry.node).subarray(at, at + wanted);
  new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).set(bytes, offset);
  if (from === null || from < 0) entry.position += bytes.length;
  return bytes.length;
}

export function writeSync(number, data, offset, length, position) {
  const text = typeof data === "string";
  const bytes = text
    ? Buffer.from(data, length)
    : bytesOf(data).subarray(offset ?? 0, length === undefined || length === null ? undefined : (offset ?? 0) + length);
  const from = text ? offset : position;
  if (number === 1 || number === 2) {
    process[number === 1 ? "stdout" : "stderr"].write(Buffer.from(bytes).toString());
    return bytes.length;
  }
  const entry = opened(number, "write");
  if ((entry.flags & 3) === 0) throw failure("EBADF", "write");
  if (entry.path === "/dev/null") return bytes.length;
  const at = entry.flags & constants.O_APPEND ? entry.node.size : (from ?? entry.position);
  if (at + bytes.length > entry.node.size) tree.resize(entry.node, at + bytes.length);
  entry.node.bytes.set(bytes, at);
  entry.node.changedMs = nowMs();
  if (from === undefined || from === null) entry.position = at + bytes.length;
  return bytes.length;
}

/** Opens, works, and closes again: what takes a path or a number. */
function withFile(path, flags, mode, work) {
  if (typeof path === "number") return work(path);
  const number = openSync(path, flags, mode);
  try {
    return work(number);
  } finally {
    closeSync(number);
  }
}

export function readFileSync(path, options) {
  return withFile(path, options?.flag ?? "r", undefined, (number) => {
    const entry = opened(number, "read");
    if (entry.node.kind === "folder") throw failure("EISDIR", "read");
    const buffer = Buffer.from(tree.content(entry.node).slice(entry.position).buffer);
    const encoding = encodingOf(options);
    return encoding && encoding !== "buffer" ? buffer.toString(encoding) : buffer;
  });
}

export function writeFileSync(path, data, options) {
  const bytes = bytesOf(data, options);
  withFile(path, options?.flag ?? "w", options?.mode, (number) => writeSync(number, bytes));
}
export const appendFileSync = (path, data, options) =>
  writeFileSync(path, data, { flag: "a", ...(typeof options === "string" ? { encoding: options } : options) });

export const existsSync = (path) => {
  try {
    return tree.look(pathOf(path)) !== undefined;
  } catch {
    return false;
  }
};

export function accessSync(given, mode = 0) {
  const path = pathOf(given);
  tree.find(path, "access");
  if (mode & constants.W_OK) tree.writable(path, "access");
}

const statOf = (given, options, syscall, follow) => {
  const path = pathOf(given);
  if (options?.throwIfNoEntry === false && !tree.look(path)) return undefined;
  return new Stats(tree.find(path, syscall, { follow }), options?.bigint);
};
export const statSync = (path, options) => statOf(path, options, "stat", true);
export const lstatSync = (path, options) => statOf(path, options, "lstat", false);
export const fstatSync = (number, options) => new Stats(opened(number, "fstat").node, options?.bigint);
export const statfsSync = () => ({
  type: 61267,
  bsize: 4096,
  blocks: 131072,
  bfree: 131072,
  bavail: 131072,
  files: 0,
  ffree: 0,
});

export function readdirSync(given, options) {
  const path = pathOf(given);
  const node = tree.find(path, "scandir");
  if (node.kind !== "folder") throw failure("ENOTDIR", "scandir", path);
  const found = [];
  for (const [name, entry] of [...node.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    found.push(options?.withFileTypes ? new Dirent(name, path, entry) : name);
    if (options?.recursive && entry.kind === "folder") {
      for (const below of readdirSync(`${path}/${name}`, options))
        found.push(options.withFileTypes ? below : `${name}/${below}`);
    }
  }
  return found;
}

export function mkdirSync(given, options) {
  const path = pathOf(given);
  const { recursive = false, mode = 0o777 } =
    typeof options === "object" && options !== null ? options : { mode: options };
  if (tree.look(path)) {
    if (recursive && tree.look(path).kind === "folder") return undefined;
    throw failure("EEXIST", "mkdir", path);
  }
  const above = `/${tree.parts(path).slice(0, -1).join("/")}`;
  tree.writable(path, "mkdir");
  const first = recursive && !tree.look(above) ? mkdirSync(above, options) : undefined;
  const { parent, name } = tree.place(path, "mkdir");
  parent.entries.set(name, tree.folder(mode & ~0o22));
  return recursive ? (first ?? path) : undefined;
}

export function mkdtempSync(prefix) {
  const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  const path = `${pathOf(prefix)}${Array.from({ length: 6 }, () => letters[Math.floor(chance.random() * letters.length)]).join("")}`;
  mkdirSync(path);
  return path;
}

function detach(path, node, syscall) {
  tree.writable(path, syscall);
  const { parent, name } = tree.place(path, syscall);
  parent.entries.delete(name);
  if (node.kind === "file") tree.account(-node.size, syscall, path);
}

export function unlinkSync(given) {
  const path = pathOf(given);
  const node = tree.find(path, "unlink", { follow: false });
  if (node.kind === "folder") throw failure("EISDIR", "unlink", path);
  detach(path, node, "unlink");
}

export function rmdirSync(given, options) {
  const path = pathOf(given);
  const node = tree.find(path, "rmdir", { follow: false });
  if (node.kind !== "folder") throw failure("ENOTDIR", "rmdir", path);
  if (options?.recursive) return rmSync(given, { recursive: true });
  if (node.entries.size) throw failure("ENOTEMPTY", "rmdir", path);
  detach(path, node, "rmdir");
}

export function rmSync(given, { recursive = false, force = false } = {}) {
  const path = pathOf(given);
  if (force && !tree.look(path)) return;
  const node = tree.find(path, "rm", { follow: false });
  if (node.kind === "folder") {
    if (!recursive) {
      throw Object.assign(new Error(`Path is a directory: rm returned EISDIR (is a directory) ${path}`), {
        name: "SystemError",
        code: "ERR_FS_EISDIR",
        path,
      });
    }
    for (const name of [...node.entries.keys()]) rmSync(`${path}/${name}`, { recursive });
  }
  detach(path, node, "rm");
}

export function renameSync(from, to) {
  const [source, target] = [pathOf(from), pathOf(to)];
  const node = tree.find(source, "rename", { follow: false });
  tree.writable(source, "rename", target);
  tree.writable(target, "rename", target);
  const old = tree.look(target);
  if (old === node) return;
  if (old?.kind === "folder" && node.kind !== "folder") throw failure("EISDIR", "rename", source, target);
  if (old?.kind === "folder" && old.entries.size) throw failure("ENOTEMPTY", "rename", source, target);
  const { parent, name } = tree.place(target, "rename");
  if (old?.kind === "file") tree.account(-old.size, "rename", target);
  const { parent: above, name: former } = tree.place(source, "rename");
  above.entries.delete(former);
  parent.entries.set(name, node);
}

export function copyFileSync(from, to, mode = 0) {
  const node = tree.find(pathOf(from), "copyfile");
  if (node.kind === "folder") throw failure("EISDIR", "copyfile", pathOf(from), pathOf(to));
  if (mode & constants.COPYFILE_EXCL && existsSync(to)) throw failure("EEXIST", "copyfile", pathOf(from), pathOf(to));
  writeFileSync(to, tree.content(node));
}

export function cpSync(from, to, options = {}) {
  if (!statSync(from).isDirectory()) return copyFileSync(from, to);
  if (!options.recursive) throw failure("EISDIR", "cp", pathOf(from), pathOf(to));
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) cpSync(`${pathOf(from)}/${name}`, `${pathOf(to)}/${name}`, options);
}

export function symlinkSync(target, given) {
  const path = pathOf(given);
  tree.writable(path, "symlink", path);
  const { parent, name } = tree.place(path, "symlink");
  if (parent.entries.has(name)) throw failure("EEXIST", "symlink", pathOf(target), path);
  parent.entries.set(name, tree.link(pathOf(target)));
}
export function readlinkSync(given) {
  const node = tree.find(pathOf(given), "readlink", { follow: false });
  if (node.kind !== "link") throw failure("EINVAL", "readlink", pathOf(given));
  return node.target;
}
export function realpathSync(given) {
  const path = pathOf(given);
  tree.find(path, "lstat");
  const node = tree.find(path, "lstat", { follow: false });
  if (node.kind !== "link") return `/${tree.parts(path).join("/")}`;
  return realpathSync(node.target.startsWith("/") ? node.target : `${path}/../${node.target}`);
}
realpathSync.native = realpathSync;

export const truncateSync = (path, size = 0) =>
  withFile(path, "r+", undefined, (number) => ftruncateSync(number, size));
export const ftruncateSync = (number, size = 0) => tree.resize(opened(number, "ftruncate").node, size, "ftruncate");
export const fsyncSync = (number) => void opened(number, "fsync");
export const fdatasyncSync = fsyncSync;

function change(path, syscall, work) {
  const node = tree.find(pathOf(path), syscall);
  tree.writable(pathOf(path), syscall);
  work(node);
}
export const chmodSync = (path, mode) =>
  change(path, "chmod", (node) => (node.mode = typeof mode === "string" ? parseInt(mode, 8) : mode));
export const chownSync = (path) => change(path, "chown", () => {});
export const utimesSync = (path, _accessed, modified) =>
  change(
    path,
    "utime",
    (node) => (node.changedMs = modified instanceof Date ? modified.getTime() : Number(modified) * 1000),
  );
export const opendirSync = (path) => {
  const entries = readdirSync(path, { withFileTypes: true });
  return {
    path,
    readSync: () => entries.shift() ?? null,
    read: async () => entries.shift() ?? null,
    closeSync() {},
    close: async () => {},
    async *[Symbol.asyncIterator]() {
      yield* entries.splice(0);
    },
  };
};

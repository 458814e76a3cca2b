// The files of one environment, in memory: /var/task with the package, which is read-only as all else is, and /tmp,
// which may be written and is full at Lambda's 512 MB.

import { nowMs } from "../time/clock.js";
import { failure } from "./errors.js";

/** Lambda's ephemeral storage when nothing else is set. */
const TMP_BYTES = 512 * 1024 * 1024;
const MOST_LINKS = 40;

/**
 * @typedef {{kind: "folder" | "file" | "link", entries?: Map<string, Node>, bytes?: Uint8Array, size?: number, target?: string,
 *   mode: number, number: number, createdMs: number, changedMs: number}} Node
 */
let numbers = 1;
const made = (kind, mode, more) => ({ kind, mode, number: ++numbers, createdMs: nowMs(), changedMs: nowMs(), ...more });
export const folder = (mode = 0o755) => made("folder", mode, { entries: new Map() });
export const file = (bytes = new Uint8Array(), mode = 0o644) => made("file", mode, { bytes, size: bytes.length });
export const link = (target) => made("link", 0o777, { target });

/** @type {Node} */
export const root = folder();
let usedBytes = 0;

/** The folders and names of `path`, without dots. */
export function parts(path) {
  const full = path.startsWith("/") ? path : `${process.cwd()}/${path}`;
  const names = [];
  for (const name of full.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return names;
}

/**
 * The node at `path`, following links; without `last`, a link at the end is given as it is.
 *
 * @returns {Node}
 */
export function find(path, syscall, { follow = true, shown = path } = {}, depth = 0) {
  if (depth > MOST_LINKS) throw failure("ELOOP", syscall, shown);
  const names = parts(path);
  let node = root;
  for (let at = 0; at < names.length; at++) {
    if (node.kind !== "folder") throw failure("ENOTDIR", syscall, shown);
    const next = node.entries.get(names[at]);
    if (!next) throw failure("ENOENT", syscall, shown);
    if (next.kind === "link" && (follow || at < names.length - 1)) {
      const base = next.target.startsWith("/") ? next.target : `/${names.slice(0, at).join("/")}/${next.target}`;
      return find([base, ...names.slice(at + 1)].join("/"), syscall, { follow, shown }, depth + 1);
    }
    node = next;
  }
  return node;
}

/** The node at `path`, or nothing. */
export function look(path) {
  try {
    return find(path, "stat");
  } catch {
    return undefined;
  }
}

/** The folder that holds `path`, and its name there. */
export function place(path, syscall) {
  const names = parts(path);
  const name = names.pop();
  if (name === undefined) throw failure("EEXIST", syscall, path);
  const parent = find(`/${names.join("/")}`, syscall, { shown: path });
  if (parent.kind !== "folder") throw failure("ENOTDIR", syscall, path);
  return { parent, name };
}

/** Throws unless `path` is below /tmp, where alone a function may write. */
export function writable(path, syscall, dest) {
  const names = parts(path);
  if (names[0] === "tmp" || (names[0] === "dev" && names[1] === "null")) return;
  throw failure("EROFS", syscall, path, dest);
}

/** Puts `more` bytes on /tmp's account, or throws when they do not fit. */
export function account(more, syscall, path) {
  if (usedBytes + more > TMP_BYTES) throw failure("ENOSPC", syscall, path);
  usedBytes += more;
}

/** Gives a file a new size, growing its memory by halves again so that appending stays cheap. */
export function resize(node, size, syscall = "write", path = undefined) {
  account(size - node.size, syscall, path);
  if (size > node.bytes.length) {
    const grown = new Uint8Array(Math.max(size, node.bytes.length + (node.bytes.length >> 1)));
    grown.set(node.bytes.subarray(0, node.size));
    node.bytes = grown;
  } else if (size < node.size) {
    node.bytes.fill(0, size, node.size);
  }
  node.size = size;
  node.changedMs = nowMs();
}

/** What the file holds. */
export const content = (node) => node.bytes.subarray(0, node.size);

/** Puts a file of the runtime or the package where it belongs, making the folders above. */
export function provide(path, bytes) {
  const names = parts(path);
  const name = names.pop();
  let parent = root;
  for (const above of names) {
    if (!parent.entries.has(above)) parent.entries.set(above, folder());
    parent = parent.entries.get(above);
  }
  parent.entries.set(name, bytes === null ? folder() : file(bytes));
}

/** All files below `path`, as [path, node]. */
export function* files(path) {
  const node = look(path);
  if (node?.kind === "file") yield [path, node];
  if (node?.kind !== "folder") return;
  for (const name of node.entries.keys()) yield* files(`${path === "/" ? "" : path}/${name}`);
}

for (const path of ["/var/task", "/var/runtime", "/var/lang/bin", "/opt", "/tmp", "/dev", "/etc", "/proc"])
  provide(path, null);
provide("/dev/null", new Uint8Array());
provide("/etc/hosts", new TextEncoder().encode("127.0.0.1 localhost\n"));
provide(
  "/etc/os-release",
  new TextEncoder().encode(
    'NAME="Amazon Linux"\nVERSION="2023"\nID="amzn"\nVERSION_ID="2023"\nPRETTY_NAME="Amazon Linux 2023"\n',
  ),
);
root.entries.get("tmp").mode = 0o700;

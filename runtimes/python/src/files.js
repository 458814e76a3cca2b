// Files of the interpreter: packages put where Lambda has them, and a file system that is written to in /tmp alone.

const SIGNATURE = 0x04034b50;
/** A file that its owner may write. */
const FILE_MODE = 0o100644;

/** The files of a stored archive, each with its path and its bytes, which are not copied. */
export function* filesOf(archive) {
  const view = new DataView(archive);
  const decoder = new TextDecoder();
  for (let at = 0; view.getUint32(at, true) === SIGNATURE; ) {
    const size = view.getUint32(at + 18, true);
    const [name, extra] = [view.getUint16(at + 26, true), view.getUint16(at + 28, true)];
    const begin = at + 30 + name + extra;
    const path = decoder.decode(new Uint8Array(archive, at + 30, name));
    yield { path, bytes: new Uint8Array(archive, begin, size) };
    at = begin + size;
  }
}

/** Puts the files of a stored archive below the root, where there are none of these names. */
export function unpack(FS, archive) {
  const folders = new Map();
  const folderOf = (path) => {
    if (!folders.has(path)) {
      FS.mkdirTree(path);
      folders.set(path, FS.lookupPath(path).node);
    }
    return folders.get(path);
  };
  for (const { path, bytes } of filesOf(archive)) {
    const slash = path.lastIndexOf("/");
    const folder = folderOf(`/${path.slice(0, slash)}`);
    // As FS.writeFile would, but for looking up the path: there are two thousand files.
    const node = folder.node_ops.mknod(folder, path.slice(slash + 1), FILE_MODE, 0);
    node.contents = bytes;
    node.usedBytes = bytes.length;
  }
}

/** "Read-only file system", as Emscripten numbers it. */
const READ_ONLY = 69;
/** The flags of `open` that write: O_WRONLY, O_RDWR, O_CREAT, O_TRUNC. */
const WRITES = 1 | 2 | 64 | 512;

/** From here on the file system is Lambda's: /tmp can be written to, all else is read only. */
export function protect(FS) {
  const writable = (node) => /^\/(tmp|dev|proc)(\/|$)/.test(FS.getPath(node));
  const guarded = (name, writes, nodeOf = (node) => node) => {
    const plain = FS[name];
    FS[name] = (...args) => (writes(...args) && !writable(nodeOf(...args)) ? READ_ONLY : plain(...args));
  };
  guarded("mayCreate", () => true);
  guarded("mayDelete", () => true);
  guarded("mayOpen", (node, flags) => node && FS.isFile(node.mode) && (flags & WRITES) !== 0);
}

// Files of the interpreter: packages put where Lambda has them, and a file system that is written to in /tmp alone.

const SIGNATURE = 0x04034b50;

/** Puts the files of a stored archive below the root. The bytes are not copied. */
export function unpack(FS, archive) {
  const view = new DataView(archive);
  const decoder = new TextDecoder();
  const folders = new Set();
  for (let at = 0; view.getUint32(at, true) === SIGNATURE; ) {
    const size = view.getUint32(at + 18, true);
    const [name, extra] = [view.getUint16(at + 26, true), view.getUint16(at + 28, true)];
    const begin = at + 30 + name + extra;
    const path = `/${decoder.decode(new Uint8Array(archive, at + 30, name))}`;
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (!folders.has(folder)) {
      FS.mkdirTree(folder);
      folders.add(folder);
    }
    FS.writeFile(path, new Uint8Array(archive, begin, size), { canOwn: true });
    at = begin + size;
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

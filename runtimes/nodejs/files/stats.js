// What `stat` and `readdir` tell of a node.

const KIND_BITS = { folder: 0o040000, file: 0o100000, link: 0o120000 };

class Kind {
  #kind;
  constructor(kind) {
    this.#kind = kind;
  }
  isFile() {
    return this.#kind === "file";
  }
  isDirectory() {
    return this.#kind === "folder";
  }
  isSymbolicLink() {
    return this.#kind === "link";
  }
  isFIFO() {
    return false;
  }
  isSocket() {
    return false;
  }
  isBlockDevice() {
    return false;
  }
  isCharacterDevice() {
    return false;
  }
}

export class Stats extends Kind {
  constructor(node, big = false) {
    super(node.kind);
    const size = node.kind === "file" ? node.size : node.kind === "link" ? node.target.length : 4096;
    const numbers = {
      dev: 64768,
      mode: KIND_BITS[node.kind] | node.mode,
      nlink: 1,
      uid: 993,
      gid: 990,
      rdev: 0,
      blksize: 4096,
      ino: node.number,
      size,
      blocks: Math.ceil(size / 512),
      atimeMs: node.changedMs,
      mtimeMs: node.changedMs,
      ctimeMs: node.changedMs,
      birthtimeMs: node.createdMs,
    };
    for (const [name, value] of Object.entries(numbers)) this[name] = big ? BigInt(value) : value;
    for (const name of ["atime", "mtime", "ctime", "birthtime"]) this[name] = new Date(numbers[`${name}Ms`]);
  }
}

export class Dirent extends Kind {
  constructor(name, parentPath, node) {
    super(node.kind);
    this.name = name;
    this.parentPath = parentPath;
    this.path = parentPath;
  }
}

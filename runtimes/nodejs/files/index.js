// The module `fs`, with callbacks and promises made from the synchronous operations.

import * as operations from "./operations.js";
import { Dirent, Stats } from "./stats.js";
import { ReadStream, WriteStream } from "./streams.js";
import { immediate } from "../time/loop.js";

const { constants, pathOf, realpathSync, ...rest } = operations;
const synchronous = { ...rest, realpathSync };

const fs = {
  ...synchronous,
  constants,
  ...constants,
  Stats,
  Dirent,
  ReadStream,
  WriteStream,
  createReadStream: (path, options) => new ReadStream(path, options),
  createWriteStream: (path, options) => new WriteStream(path, options),
  watch() {
    throw Object.assign(new Error("fs.watch is not simulated"), { code: "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM" });
  },
};
const promises = { constants };

/** What a callback gets beside the result: reads and writes give the buffer again. */
const also = { read: (values) => [values[1]], write: (values) => [values[1]] };

for (const [syncName, work] of Object.entries(synchronous)) {
  if (!syncName.endsWith("Sync")) continue;
  const name = syncName.slice(0, -4);
  fs[name] = (...values) => {
    const callback = values.pop();
    if (typeof callback !== "function") {
      throw Object.assign(new TypeError(`The "cb" argument must be of type function. Received ${callback}`), {
        code: "ERR_INVALID_ARG_TYPE",
      });
    }
    let result;
    try {
      result = work(...values);
    } catch (error) {
      if (error.code?.startsWith("ERR_")) throw error;
      return void immediate(() => callback(error));
    }
    immediate(() => callback(null, result, ...(also[name]?.(values) ?? [])));
  };
  // A promise of Node's is settled by its event loop, so that code after the call runs first.
  promises[name] = (...values) =>
    new Promise((resolve, reject) => {
      let settle;
      try {
        const result = work(...values);
        settle = () => resolve(result);
      } catch (error) {
        settle = () => reject(error);
      }
      immediate(settle);
    });
}
fs.exists = (path, callback) => immediate(() => callback(operations.existsSync(path)));

/** What `fs.promises.open` gives. */
class FileHandle {
  constructor(fd) {
    this.fd = fd;
  }
  readFile(options) {
    return promises.readFile(this.fd, options);
  }
  writeFile(data, options) {
    return promises.writeFile(this.fd, data, options);
  }
  appendFile(data, options) {
    return promises.writeFile(this.fd, data, options);
  }
  async read(buffer, ...more) {
    return { bytesRead: await promises.read(this.fd, buffer, ...more), buffer };
  }
  async write(buffer, ...more) {
    return { bytesWritten: await promises.write(this.fd, buffer, ...more), buffer };
  }
  stat(options) {
    return promises.fstat(this.fd, options);
  }
  truncate(size) {
    return promises.ftruncate(this.fd, size);
  }
  sync() {
    return promises.fsync(this.fd);
  }
  close() {
    return promises.close(this.fd);
  }
  createReadStream(options) {
    return new ReadStream(undefined, { ...options, fd: this.fd });
  }
  createWriteStream(options) {
    return new WriteStream(undefined, { ...options, fd: this.fd });
  }
  [Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose")]() {
    return this.close();
  }
}
const openNumber = promises.open;
promises.open = async (...values) => new FileHandle(await openNumber(...values));
for (const name of ["exists", "close", "read", "write", "fstat", "ftruncate", "fsync", "fdatasync"]) {
  Object.defineProperty(promises, name, { enumerable: false });
}
fs.promises = promises;

export default fs;

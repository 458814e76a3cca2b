// File streams: createReadStream and createWriteStream.

import { Buffer } from "../shims/buffer.js";
import { Readable, Writable } from "../shims/stream.js";
import * as operations from "./operations.js";

/** How much a read stream gives at once. */
const CHUNK_BYTES = 64 * 1024;

export class ReadStream extends Readable {
  constructor(path, options = {}) {
    const {
      start = 0,
      end = Infinity,
      flags = "r",
      fd,
      encoding,
      highWaterMark = CHUNK_BYTES,
      signal,
    } = typeof options === "string" ? { encoding: options } : options;
    super({ highWaterMark, encoding, signal });
    Object.assign(this, { path, fd, flags, position: start, end, bytesRead: 0, pending: true });
  }
  _construct(callback) {
    try {
      this.fd ??= operations.openSync(this.path, this.flags);
      this.pending = false;
      callback();
      this.emit("open", this.fd);
      this.emit("ready");
    } catch (error) {
      callback(error);
    }
  }
  _read(size) {
    const wanted = Math.min(size, this.end - this.position + 1);
    try {
      const buffer = Buffer.alloc(Math.max(0, wanted));
      const read = wanted > 0 ? operations.readSync(this.fd, buffer, 0, wanted, this.position) : 0;
      this.position += read;
      this.bytesRead += read;
      this.push(read > 0 ? buffer.subarray(0, read) : null);
    } catch (error) {
      this.destroy(error);
    }
  }
  _destroy(error, callback) {
    release(this);
    callback(error);
  }
  close(callback) {
    if (callback) this.once("close", callback);
    this.destroy();
  }
}

export class WriteStream extends Writable {
  constructor(path, options = {}) {
    const {
      flags = "w",
      fd,
      encoding,
      mode,
      start,
      signal,
      highWaterMark,
    } = typeof options === "string" ? { encoding: options } : options;
    super({ defaultEncoding: encoding ?? "utf8", signal, highWaterMark });
    Object.assign(this, { path, fd, flags, mode, position: start, bytesWritten: 0, pending: true });
  }
  _construct(callback) {
    try {
      this.fd ??= operations.openSync(this.path, this.flags, this.mode);
      this.pending = false;
      callback();
      this.emit("open", this.fd);
      this.emit("ready");
    } catch (error) {
      callback(error);
    }
  }
  _write(chunk, _encoding, callback) {
    try {
      const written = operations.writeSync(this.fd, chunk, 0, chunk.length, this.position);
      if (this.position !== undefined) this.position += written;
      this.bytesWritten += written;
      callback();
    } catch (error) {
      callback(error);
    }
  }
  _destroy(error, callback) {
    release(this);
    callback(error);
  }
  close(callback) {
    if (callback) this.once("close", callback);
    this.end();
  }
}

function release(stream) {
  if (typeof stream.fd !== "number") return;
  try {
    operations.closeSync(stream.fd);
  } catch {
    // Somebody closed the number before: the stream is closed all the same.
  }
  stream.fd = null;
}

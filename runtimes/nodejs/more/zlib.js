// The module `zlib`: gzip and deflate by pako, at once, with a callback, and as streams. Brotli and Zstandard are not
// here: a codec for them weighs more than all of this runtime.

import { Deflate, Inflate } from "pako";
import { Buffer } from "buffer";
import { Transform } from "stream";
import { bytesOf } from "../shims/bytes.js";
import { crc32 } from "../shims/crc32.js";

/** What each of Node's names is in pako: its class and options. */
const FORMATS = {
  gzip: [Deflate, { gzip: true }],
  gunzip: [Inflate, { windowBits: 31 }],
  deflate: [Deflate, {}],
  inflate: [Inflate, { windowBits: 15 }],
  deflateRaw: [Deflate, { raw: true }],
  inflateRaw: [Inflate, { raw: true }],
  unzip: [Inflate, { windowBits: 47 }],
};
const ERRORS = {
  1: "Z_STREAM_END",
  2: "Z_NEED_DICT",
  "-1": "Z_ERRNO",
  "-2": "Z_STREAM_ERROR",
  "-3": "Z_DATA_ERROR",
  "-4": "Z_MEM_ERROR",
  "-5": "Z_BUF_ERROR",
};

const failed = (number, message) =>
  Object.assign(new Error(message || "unexpected end of file"), {
    errno: number,
    code: ERRORS[number] ?? "Z_DATA_ERROR",
  });

/** Pako's coder for `name`, with Node's options. */
function coder(name, { level = -1, memLevel = 8, strategy = 0, dictionary } = {}) {
  const [Coder, fixed] = FORMATS[name];
  return new Coder({ level, memLevel, strategy, ...(dictionary && { dictionary: bytesOf(dictionary) }), ...fixed });
}

function work(name, data, options) {
  const made = coder(name, options);
  const chunks = [];
  made.onData = (chunk) => chunks.push(chunk);
  let ended = false;
  made.onEnd = (status) => {
    ended = true;
    if (status !== 0) throw failed(status, made.msg || made.strm?.msg);
  };
  made.push(bytesOf(data), true);
  if (made.err) throw failed(made.err, made.msg || made.strm?.msg);
  if (!ended) throw failed(-5);
  return Buffer.concat(chunks);
}

/** One of zlib's streams. */
class Coding extends Transform {
  #coder;
  #failure;
  bytesWritten = 0;
  constructor(name, options = {}) {
    super(options);
    this.#coder = coder(name, options);
    this.#coder.onData = (chunk) => this.push(Buffer.from(chunk));
    this.#coder.onEnd = (status) => {
      if (status !== 0) this.#failure = failed(status, this.#coder.msg || this.#coder.strm?.msg);
    };
  }
  _transform(chunk, encoding, callback) {
    const bytes = bytesOf(chunk, encoding);
    this.bytesWritten += bytes.length;
    this.#coder.push(bytes, false);
    callback(this.#failure);
  }
  _flush(callback) {
    if (!this.#coder.ended) this.#coder.push(new Uint8Array(), true);
    callback(this.#failure ?? (this.#coder.err ? failed(this.#coder.err, this.#coder.msg) : null));
  }
  flush(kind, callback = kind) {
    this.#coder.push(new Uint8Array(), 2);
    if (typeof callback === "function") process.nextTick(callback);
  }
  close(callback) {
    this.destroy();
    if (callback) process.nextTick(callback);
  }
}

const refuse = (name) => () => {
  throw Object.assign(new Error(`zlib.${name} is not simulated: gzip and deflate are`), {
    code: "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
  });
};
const REFUSED = [
  "brotliCompress",
  "brotliCompressSync",
  "brotliDecompress",
  "brotliDecompressSync",
  "createBrotliCompress",
  "createBrotliDecompress",
  "zstdCompress",
  "zstdCompressSync",
  "zstdDecompress",
  "zstdDecompressSync",
];

const zlib = Object.fromEntries(REFUSED.map((name) => [name, refuse(name)]));
for (const name of Object.keys(FORMATS)) {
  const Name = name[0].toUpperCase() + name.slice(1);
  zlib[Name] = {
    [Name]: class extends Coding {
      constructor(options) {
        super(name, options);
      }
    },
  }[Name];
  zlib[`create${Name}`] = (options) => new zlib[Name](options);
  zlib[`${name}Sync`] = (data, options) => work(name, data, options);
  zlib[name] = (data, options, callback = options) => {
    let result;
    try {
      result = work(name, data, typeof options === "function" ? {} : options);
    } catch (error) {
      return void setImmediate(callback, error);
    }
    setImmediate(callback, null, result);
  };
}

const CONSTANTS = {
  Z_NO_FLUSH: 0,
  Z_PARTIAL_FLUSH: 1,
  Z_SYNC_FLUSH: 2,
  Z_FULL_FLUSH: 3,
  Z_FINISH: 4,
  Z_BLOCK: 5,
  Z_OK: 0,
  Z_STREAM_END: 1,
  Z_NO_COMPRESSION: 0,
  Z_BEST_SPEED: 1,
  Z_BEST_COMPRESSION: 9,
  Z_DEFAULT_COMPRESSION: -1,
  Z_DEFAULT_STRATEGY: 0,
  BROTLI_PARAM_QUALITY: 1,
  BROTLI_OPERATION_FLUSH: 1,
};
zlib.constants = CONSTANTS;
Object.assign(zlib, CONSTANTS);
zlib.crc32 = (data, value) => crc32(bytesOf(data), value);

export default zlib;

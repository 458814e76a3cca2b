// The module `buffer`: npm's buffer, with what newer Nodes added.

import * as npm from "npm:buffer";
import { fill } from "../time/chance.js";

export const { Buffer, SlowBuffer, kMaxLength, INSPECT_MAX_BYTES } = npm;

const { from, isEncoding, byteLength, allocUnsafe } = Buffer;
const { toString, write } = Buffer.prototype;
const isUrl = (encoding) => typeof encoding === "string" && encoding.toLowerCase() === "base64url";
const asBase64 = (encoding) => (isUrl(encoding) ? "base64" : encoding);
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
/** Below this many bytes npm's own decoding is as quick. */
const LONG = 64;

/** Told of each buffer's size before it is made. */
export const limits = { largest: (_bytes) => {} };

const { alloc } = Buffer;
Buffer.alloc = (size, ...fill) => {
  limits.largest(size);
  return alloc(size, ...fill);
};
Buffer.from = (value, encoding, length) => from(value, asBase64(encoding), length);
Buffer.isEncoding = (encoding) => isUrl(encoding) || isEncoding(encoding);
Buffer.byteLength = (value, encoding) => byteLength(value, asBase64(encoding));
Buffer.prototype.write = function (text, ...rest) {
  return Reflect.apply(write, this, [text, ...rest.map(asBase64)]);
};
Buffer.prototype.toString = function (encoding, start = 0, end = this.length) {
  if (isUrl(encoding)) {
    return Reflect.apply(toString, this, ["base64", start, end])
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  }
  const utf8 = encoding === undefined || encoding === null || /^utf-?8$/i.test(encoding);
  if (utf8 && end - start > LONG) return decoder.decode(this.subarray(start, end));
  return Reflect.apply(toString, this, [encoding ?? "utf8", start, end]);
};
// Fresh memory holds whatever was there; here it is zeros, the same in every run.
Buffer.allocUnsafe = (size) => {
  limits.largest(size);
  return allocUnsafe(size).fill(0);
};
Buffer.allocUnsafeSlow = Buffer.allocUnsafe;
Buffer.poolSize = 8192;

export const constants = { MAX_LENGTH: kMaxLength, MAX_STRING_LENGTH: 536870888 };
export const { atob, btoa, Blob, File } = globalThis;
export const isUtf8 = (bytes) => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};
export const isAscii = (bytes) =>
  new Uint8Array(bytes.buffer ?? bytes, bytes.byteOffset, bytes.byteLength).every((byte) => byte < 128);
export const transcode = (bytes, fromEncoding, toEncoding) =>
  Buffer.from(Buffer.from(bytes).toString(fromEncoding), toEncoding);
/** A buffer of chance. */
export const randomBuffer = (size) => Buffer.from(fill(new Uint8Array(size)).buffer);

export default {
  Buffer,
  SlowBuffer,
  kMaxLength,
  INSPECT_MAX_BYTES,
  constants,
  atob,
  btoa,
  Blob,
  File,
  isUtf8,
  isAscii,
  transcode,
};

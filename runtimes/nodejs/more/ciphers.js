// createCipheriv and createDecipheriv for AES, by @noble/ciphers. All that was fed comes out at `final`, because the
// library takes a whole text at once; what comes out is the same.

import { cbc, ctr, gcm } from "@noble/ciphers/aes.js";
import { Buffer } from "buffer";
import { Transform } from "stream";
import { bytesOf } from "../shims/bytes.js";

const MODES = { cbc, ctr, gcm };
const TAG_BYTES = 16;

class Cipher extends Transform {
  #make;
  #chunks = [];
  #encrypts;
  #mode;
  #tag;
  #additional;
  #padded = true;

  constructor(encrypts, algorithm, key, iv) {
    super();
    const [, bits, mode] = /^aes-?(128|192|256)-(cbc|ctr|gcm)$/i.exec(algorithm) ?? [];
    if (!mode) throw Object.assign(new Error("Unknown cipher"), { code: "ERR_CRYPTO_UNKNOWN_CIPHER" });
    const keyBytes = bytesOf(key);
    if (keyBytes.length * 8 !== Number(bits))
      throw Object.assign(new RangeError("Invalid key length"), { code: "ERR_CRYPTO_INVALID_KEYLEN" });
    const ivBytes = iv === null ? new Uint8Array() : bytesOf(iv);
    if (mode !== "gcm" && ivBytes.length !== 16) {
      throw Object.assign(new TypeError("Invalid initialization vector"), { code: "ERR_CRYPTO_INVALID_IV" });
    }
    this.#encrypts = encrypts;
    this.#mode = mode.toLowerCase();
    this.#make = (extra) => MODES[this.#mode](new Uint8Array(keyBytes), new Uint8Array(ivBytes), extra);
  }
  update(data, inputEncoding, outputEncoding) {
    this.#chunks.push(Buffer.from(bytesOf(data, inputEncoding)));
    return outputEncoding ? "" : Buffer.alloc(0);
  }
  final(encoding) {
    const result = Buffer.from(this.#work(Buffer.concat(this.#chunks)));
    return encoding ? result.toString(encoding) : result;
  }
  #work(data) {
    if (this.#mode === "cbc") {
      const cipher = this.#make({ disablePadding: !this.#padded });
      return this.#encrypts ? cipher.encrypt(data) : decrypted(() => cipher.decrypt(data), "bad decrypt");
    }
    if (this.#mode === "ctr") return this.#make().encrypt(data);
    const cipher = this.#make(this.#additional);
    if (this.#encrypts) {
      const sealed = cipher.encrypt(data);
      this.#tag = Buffer.from(sealed.slice(-TAG_BYTES));
      return sealed.slice(0, -TAG_BYTES);
    }
    return decrypted(
      () => cipher.decrypt(Buffer.concat([data, this.#tag])),
      "Unsupported state or unable to authenticate data",
    );
  }
  setAAD(data) {
    this.#additional = new Uint8Array(bytesOf(data));
    return this;
  }
  getAuthTag() {
    return this.#tag;
  }
  setAuthTag(tag) {
    this.#tag = Buffer.from(tag);
    return this;
  }
  setAutoPadding(padded = true) {
    this.#padded = padded;
    return this;
  }
  _transform(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  }
  _flush(callback) {
    try {
      this.push(this.final());
      callback();
    } catch (error) {
      callback(error);
    }
  }
}

function decrypted(work, message) {
  try {
    return work();
  } catch {
    throw new Error(message);
  }
}

export const createCipheriv = (algorithm, key, iv) => new Cipher(true, algorithm, key, iv);
export const createDecipheriv = (algorithm, key, iv) => new Cipher(false, algorithm, key, iv);

// The module `crypto`: hashes, HMACs and key derivation by @noble/hashes, AES by @noble/ciphers, chance by the seed.

import { hmac } from "@noble/hashes/hmac.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha224, sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { Buffer, randomBuffer } from "./buffer.js";
import { KEY_BYTES, bytesOf } from "./bytes.js";
import { Transform } from "./stream.js";
import { webcrypto } from "./webcrypto.js";
import { more } from "../code/more.js";
import * as chance from "../time/chance.js";

const HASHES = { md5, sha1, sha224, sha256, sha384, sha512 };

function hashOf(name) {
  const hash = HASHES[String(name).toLowerCase().replace(/^rsa-/, "").replace("-", "")];
  if (hash) return hash;
  throw Object.assign(new Error("Digest method not supported"), { code: "ERR_CRYPTO_INVALID_DIGEST" });
}

const encoded = (bytes, encoding) => {
  const buffer = Buffer.from(bytes);
  return encoding && encoding !== "buffer" ? buffer.toString(encoding) : buffer;
};

/** A hash or an HMAC: both are fed and then asked, and both are streams. */
class Digest extends Transform {
  #state;
  #asked = false;
  constructor(state) {
    super();
    this.#state = state;
  }
  update(data, encoding) {
    if (this.#asked) throw Object.assign(new Error("Digest already called"), { code: "ERR_CRYPTO_HASH_FINALIZED" });
    this.#state.update(bytesOf(data, encoding));
    return this;
  }
  digest(encoding) {
    if (this.#asked) throw Object.assign(new Error("Digest already called"), { code: "ERR_CRYPTO_HASH_FINALIZED" });
    this.#asked = true;
    return encoded(this.#state.digest(), encoding);
  }
  copy() {
    return new this.constructor(this.#state.clone());
  }
  _transform(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  }
  _flush(callback) {
    this.push(this.digest());
    callback();
  }
}
class Hash extends Digest {}
class Hmac extends Digest {}

/** A secret key. */
class KeyObject {
  constructor(bytes) {
    Object.defineProperty(this, KEY_BYTES, { value: bytes });
  }
  type = "secret";
  get symmetricKeySize() {
    return this[KEY_BYTES].length;
  }
  export({ format } = {}) {
    return format === "jwk"
      ? { kty: "oct", k: Buffer.from(this[KEY_BYTES]).toString("base64url") }
      : Buffer.from(this[KEY_BYTES]);
  }
}

function timingSafeEqual(a, b) {
  const [left, right] = [bytesOf(a), bytesOf(b)];
  if (left.length !== right.length) {
    throw Object.assign(new RangeError("Input buffers must have the same byte length"), {
      code: "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH",
    });
  }
  return left.every((byte, at) => byte === right[at]);
}

/** Makes of a synchronous function the one with a callback. */
const withCallback =
  (work) =>
  (...values) => {
    const callback = values.pop();
    let result;
    try {
      result = work(...values);
    } catch (error) {
      return void process.nextTick(callback, error);
    }
    setImmediate(callback, null, result);
  };

function randomBytes(size, callback) {
  const bytes = randomBuffer(size);
  if (!callback) return bytes;
  setImmediate(callback, null, bytes);
}

function randomInt(from, to, callback) {
  const [low, high, done] = typeof to === "number" ? [from, to, callback] : [0, from, to];
  if (!(low < high))
    throw Object.assign(
      new RangeError(
        `The value of "max" is out of range. It must be greater than the value of "min" (${low}). Received ${high}`,
      ),
      { code: "ERR_OUT_OF_RANGE" },
    );
  const value = low + Math.floor(chance.random() * (high - low));
  if (!done) return value;
  setImmediate(done, null, value);
}

function randomFillSync(target, offset = 0, size) {
  const bytes = bytesOf(target);
  chance.fill(bytes.subarray(offset, size === undefined ? undefined : offset + size));
  return target;
}

const pbkdf2Sync = (...values) => more("derivation").pbkdf2Sync(...values);
const scryptSync = (...values) => more("derivation").scryptSync(...values);
const hkdfSync = (...values) => more("derivation").hkdfSync(...values);

const refuse = (name) => () => {
  throw Object.assign(new Error(`crypto.${name} is not simulated: hashes, HMACs, AES and key derivation are`), {
    code: "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
  });
};
const REFUSED = [
  "createSign",
  "createVerify",
  "sign",
  "verify",
  "createDiffieHellman",
  "createECDH",
  "generateKeyPair",
  "generateKeyPairSync",
  "createPublicKey",
  "createPrivateKey",
  "publicEncrypt",
  "privateDecrypt",
];

export default {
  createHash: (name) => new Hash(hashOf(name).create()),
  createHmac: (name, key) => new Hmac(hmac.create(hashOf(name), bytesOf(key))),
  hash: (name, data, encoding = "hex") => encoded(hashOf(name)(bytesOf(data)), encoding),
  getHashes: () => Object.keys(HASHES),
  getCiphers: () => [
    "aes-128-cbc",
    "aes-128-ctr",
    "aes-128-gcm",
    "aes-192-cbc",
    "aes-256-cbc",
    "aes-256-ctr",
    "aes-256-gcm",
  ],
  createCipheriv: (...values) => more("ciphers").createCipheriv(...values),
  createDecipheriv: (...values) => more("ciphers").createDecipheriv(...values),
  createSecretKey: (key, encoding) => new KeyObject(bytesOf(key, encoding)),
  KeyObject,
  Hash,
  Hmac,
  randomBytes,
  pseudoRandomBytes: randomBytes,
  randomInt,
  randomFillSync,
  randomFill: withCallback(randomFillSync),
  randomUUID: chance.uuid,
  getRandomValues: (target) => webcrypto.getRandomValues(target),
  timingSafeEqual,
  pbkdf2Sync,
  pbkdf2: withCallback(pbkdf2Sync),
  scryptSync,
  scrypt: (password, salt, length, options, callback = options) =>
    withCallback(scryptSync)(password, salt, length, callback === options ? {} : options, callback),
  hkdfSync,
  hkdf: withCallback(hkdfSync),
  webcrypto,
  subtle: webcrypto.subtle,
  constants: {},
  ...Object.fromEntries(REFUSED.map((name) => [name, refuse(name)])),
};

// The global `crypto`: chance from the seed, and the part of `subtle` that handlers use. The browser gives none at all
// in a caged worker, because it is no secure context there.

import * as chance from "../time/chance.js";

/** @typedef {{type: "secret", extractable: boolean, algorithm: any, usages: string[]}} Key */
const secrets = new WeakMap();
const bytesOf = (data) =>
  ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
const nodeCrypto = () => require("./crypto.js").default;
const nameOf = (algorithm) => (typeof algorithm === "string" ? algorithm : algorithm.name).toUpperCase();
const hashOf = (algorithm) => nameOf(algorithm).replace("-", "").toLowerCase();
const exact = (buffer) => new Uint8Array(buffer).buffer;
const unsupported = () =>
  new DOMException("The algorithm is not simulated: SHA, HMAC and AES are", "NotSupportedError");

class CryptoKey {
  constructor(algorithm, extractable, usages, bytes) {
    Object.assign(this, { type: "secret", algorithm, extractable, usages });
    secrets.set(this, bytes);
  }
}

function aes(makes, algorithm, key, data) {
  const mode = { "AES-CBC": "cbc", "AES-GCM": "gcm", "AES-CTR": "ctr" }[nameOf(algorithm)];
  if (!mode) throw unsupported();
  const secret = secrets.get(key);
  const encrypts = makes === "createCipheriv";
  const cipher = nodeCrypto()[makes](
    `aes-${secret.length * 8}-${mode}`,
    secret,
    bytesOf(algorithm.iv ?? algorithm.counter),
  );
  if (algorithm.additionalData) cipher.setAAD(bytesOf(algorithm.additionalData));
  let input = bytesOf(data);
  if (mode === "gcm" && !encrypts) {
    cipher.setAuthTag(input.slice(-16));
    input = input.slice(0, -16);
  }
  cipher.update(input);
  const output = cipher.final();
  return exact(mode === "gcm" && encrypts ? Buffer.concat([output, cipher.getAuthTag()]) : output);
}

const subtle = {
  digest: async (algorithm, data) => exact(nodeCrypto().createHash(hashOf(algorithm)).update(bytesOf(data)).digest()),
  async importKey(format, data, algorithm, extractable, usages) {
    if (format !== "raw" && format !== "jwk") throw unsupported();
    const bytes = format === "jwk" ? Buffer.from(data.k, "base64url") : bytesOf(data).slice();
    const name = nameOf(algorithm);
    if (name !== "HMAC" && !name.startsWith("AES-") && !/^(PBKDF2|HKDF)$/.test(name)) throw unsupported();
    return new CryptoKey({ ...(typeof algorithm === "string" ? { name } : algorithm) }, extractable, usages, bytes);
  },
  async exportKey(format, key) {
    if (!key.extractable) throw new DOMException("key is not extractable", "InvalidAccessError");
    const bytes = secrets.get(key);
    return format === "jwk" ? { kty: "oct", k: Buffer.from(bytes).toString("base64url"), ext: true } : exact(bytes);
  },
  async generateKey(algorithm, extractable, usages) {
    const bytes = chance.fill(new Uint8Array((algorithm.length ?? 512) / 8));
    return new CryptoKey({ ...algorithm }, extractable, usages, bytes);
  },
  async sign(algorithm, key, data) {
    if (nameOf(algorithm) !== "HMAC") throw unsupported();
    return exact(nodeCrypto().createHmac(hashOf(key.algorithm.hash), secrets.get(key)).update(bytesOf(data)).digest());
  },
  async verify(algorithm, key, signature, data) {
    const [wanted, given] = [new Uint8Array(await subtle.sign(algorithm, key, data)), bytesOf(signature)];
    return wanted.length === given.length && wanted.every((byte, at) => byte === given[at]);
  },
  encrypt: async (algorithm, key, data) => aes("createCipheriv", algorithm, key, data),
  decrypt: async (algorithm, key, data) => aes("createDecipheriv", algorithm, key, data),
  async deriveBits(algorithm, key, bits) {
    if (nameOf(algorithm) !== "PBKDF2") throw unsupported();
    const { salt, iterations, hash } = algorithm;
    return exact(nodeCrypto().pbkdf2Sync(secrets.get(key), bytesOf(salt), iterations, bits / 8, hashOf(hash)));
  },
};

/** The most bytes that one call of getRandomValues gives. */
const MOST_RANDOM_BYTES = 65536;

export const webcrypto = {
  subtle,
  randomUUID: chance.uuid,
  getRandomValues(target) {
    if (target.byteLength > MOST_RANDOM_BYTES)
      throw new DOMException("The requested length exceeds 65,536 bytes", "QuotaExceededError");
    chance.fill(bytesOf(target));
    return target;
  },
};
Object.defineProperty(webcrypto, Symbol.toStringTag, { value: "Crypto" });

// Keys made from passwords: PBKDF2, scrypt and HKDF, by @noble/hashes.

import { hkdf } from "@noble/hashes/hkdf.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { pbkdf2 } from "@noble/hashes/pbkdf2.js";
import { scrypt } from "@noble/hashes/scrypt.js";
import { sha224, sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { bytesOf } from "../shims/bytes.js";

const HASHES = { md5, sha1, sha224, sha256, sha384, sha512 };

function hashOf(name) {
  const hash = HASHES[String(name).toLowerCase().replace("-", "")];
  if (hash) return hash;
  throw Object.assign(new TypeError(`Invalid digest: ${name}`), { code: "ERR_CRYPTO_INVALID_DIGEST" });
}

export const pbkdf2Sync = (password, salt, iterations, length, digest) =>
  Buffer.from(pbkdf2(hashOf(digest), bytesOf(password), bytesOf(salt), { c: iterations, dkLen: length }));

export const scryptSync = (password, salt, length, options = {}) =>
  Buffer.from(
    scrypt(bytesOf(password), bytesOf(salt), {
      N: options.N ?? options.cost ?? 16384,
      r: options.r ?? options.blockSize ?? 8,
      p: options.p ?? options.parallelization ?? 1,
      dkLen: length,
    }),
  );

export const hkdfSync = (digest, key, salt, info, length) =>
  new Uint8Array(hkdf(hashOf(digest), bytesOf(key), bytesOf(salt), bytesOf(info), length)).buffer;

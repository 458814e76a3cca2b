// Parts of Node that come as an asset of their own.

import { uncounted } from "../time/clock.js";

/** What in a package's code asks for them. */
export const SPOKEN =
  /["'`](?:node:)?(?:zlib|assert)(?:\/strict)?["'`]|create(?:Cipher|Decipher)iv|pbkdf2|scrypt|hkdf|CompressionStream|DeepStrictEqual|AES-|PBKDF2/;

/** @type {Record<string, () => any>} */
let makers = {};
const made = new Map();
export const provide = (parts) => void (makers = parts);

/** Whether the part was loaded. */
export const has = (name) => name in makers;

/** The part `name`. */
export function more(name) {
  if (!made.has(name)) {
    const make = makers[name];
    if (!make) throw new Error(`The runtime did not load its part "${name}", because no code of the package names it.`);
    made.set(name, uncounted(make));
  }
  return made.get(name);
}

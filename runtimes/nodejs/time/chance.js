// Chance from the environment's seed: the same seed gives the same numbers on every machine.

/** The state of xoshiro128**, which is small, quick, and long enough for any handler. */
const state = new Uint32Array(4);

/** Begins anew from `seed`. Each word of the state is a hash of the whole text (FNV-1a, then mixed). */
export function begin(seed) {
  for (let word = 0; word < 4; word++) {
    let hash = 0x811c9dc5 ^ Math.imul(word + 1, 0x9e3779b1);
    for (let at = 0; at < seed.length; at++) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    state[word] = hash ^ (hash >>> 16);
  }
  // All zeros is the one state that it never leaves.
  state[0] |= 1;
}

const rotated = (value, by) => (value << by) | (value >>> (32 - by));

/** The next 32 bits. */
export function word() {
  const result = Math.imul(rotated(Math.imul(state[1], 5), 7), 9) >>> 0;
  const shifted = state[1] << 9;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = rotated(state[3], 11);
  return result;
}

/** A number from 0 to below 1, with 53 random bits. */
export const random = () => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;

/** Fills `bytes`. @param {Uint8Array} bytes */
export function fill(bytes) {
  for (let at = 0; at < bytes.length; at += 4) {
    const value = word();
    for (let byte = 0; byte < 4 && at + byte < bytes.length; byte++) bytes[at + byte] = value >>> (8 * byte);
  }
  return bytes;
}

/** A version 4 UUID. */
export function uuid() {
  const bytes = fill(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

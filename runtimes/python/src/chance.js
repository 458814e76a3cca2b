// Chance from the environment's seed: os.urandom, and with it random, uuid and secrets, give the same on every machine.

/** The state of the generator sfc32: four words. One for the function's code, one for what the runtime loads. */
const states = [new Uint32Array(4), new Uint32Array(4)];
let state = states[0];

/**
 * From here on, or no longer, the runtime's own parts are being loaded. What they draw is drawn aside, so that the
 * function's code finds the same chance whether they were loaded now or came with a snapshot.
 */
export function aside(begins) {
  state = states[begins ? 1 : 0];
}

/** Begins anew from the text `seed`. */
export function begin(seed) {
  for (const one of [1, 0]) beginOne(one, seed);
}

function beginOne(one, seed) {
  state = states[one];
  let hash = 2166136261;
  const stir = (value) => {
    hash = Math.imul(hash ^ value, 16777619);
    hash ^= hash >>> 15;
  };
  for (let at = 0; at < seed.length; at++) stir(seed.charCodeAt(at));
  for (let word = 0; word < 3; word++) {
    stir(word + 1);
    state[word] = hash;
  }
  state[3] = 1;
  for (let round = 0; round < 16; round++) next();
}

/** The next 32 bits. */
function next() {
  const [a, b, c, counter] = state;
  const sum = (a + b + counter) >>> 0;
  state[3] = counter + 1;
  state[0] = b ^ (b >>> 9);
  state[1] = c + (c << 3);
  state[2] = ((c << 21) | (c >>> 11)) + sum;
  return sum;
}

/** Fills an array of bytes, as `crypto.getRandomValues` does, and gives it back. */
function fill(view) {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let at = 0; at < bytes.length; at++) bytes[at] = next() >>> 8;
  return view;
}

/** Puts this chance in place of the worker's. */
export function install() {
  Object.defineProperty(globalThis, "crypto", { value: Object.freeze({ getRandomValues: fill }) });
}

// Runs functions in Rust (runtime provided.al2023) inside the cage: many execution environments in one worker,
// each a wasm instance with a memory of its own. The compiled module is shared.
//
// The page sends one task at a time and waits for its answer; it ends the worker when that takes too long.
//   {task, environment, invocation, module, memory_mb, start, resumes}   compute a stretch
//   {forget: [environment, …]}                                           drop instances; no answer
// `start` and `resumes` are messages {header, body}: JSON text and bytes. `start` is there when the invocation
// begins, or begins again because its instance was lost: then `resumes` holds every answer it was ever given, and
// the instance goes through them once more to where it stood. A handler is deterministic, so it gets there.
// Else `resumes` holds the one new answer. Only the last stretch is measured and told:
//   {task, computed_us, memory_bytes, header, body}                      how it stopped
//   {task, computed_us, memory_bytes, died: "out of memory" | how}       the process is gone
//   {task, lost: true}                                                   the instance is not here: begin again
"use strict";

/** What a process of this runtime holds before the function asks for anything. */
const PROCESS_BYTES = 16 * 1024 * 1024;
const PAGE_BYTES = 64 * 1024;
/** The first size of the memory, as the module is linked (--initial-memory). */
const INITIAL_PAGES = 32;

/**
 * Browsers reserve gigabytes of address space for each memory: Chromium gives one process about 120, for all its
 * workers together. So instances beyond these limits are dropped; an invocation that comes back begins again.
 * The page knows how many workers share the process, and says how many instances this one may keep.
 */
let mostInstances = 32;
const MOST_BYTES = 512 * 1024 * 1024;

/** The instances by environment, the one used longest ago first. */
const instances = new Map();

/** Drops instances until the limits hold: idle ones first, then those longest parked; never `kept`. */
function makeRoom(kept, most = mostInstances) {
  const victims = [...instances].filter(([, instance]) => instance !== kept);
  victims.sort(([, a], [, b]) => Number(a.parked) - Number(b.parked));
  let bytes = 0;
  for (const instance of instances.values()) bytes += instance.memory.buffer.byteLength;
  for (const [environment, instance] of victims) {
    if (instances.size <= most && bytes <= MOST_BYTES) return;
    bytes -= instance.memory.buffer.byteLength;
    instances.delete(environment);
  }
}

/** The wasm side of one execution environment. */
class Instance {
  constructor(module, memoryMb) {
    const allowed = Math.floor((memoryMb * 1024 * 1024 - PROCESS_BYTES) / PAGE_BYTES);
    this.maximum = Math.min(65536, Math.max(INITIAL_PAGES, allowed));
    this.memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: this.maximum });
    this.exports = new WebAssembly.Instance(module, { env: { memory: this.memory } }).exports;
    /** The invocation that ran last, and whether it waits for something. */
    this.invocation = undefined;
    this.parked = false;
  }

  /** What the process holds. One that asked for more than it may have had all there was. */
  get memoryBytes() {
    if (this.exports.function_ran_out()) return PROCESS_BYTES + this.maximum * PAGE_BYTES;
    return PROCESS_BYTES + this.memory.buffer.byteLength;
  }

  /** Hands `message` to the export `name`, and gives what it answers. */
  step(name, { header, body }) {
    const head = new TextEncoder().encode(header);
    const length = 8 + head.length + body.length;
    const at = this.exports.function_alloc(length) >>> 0;
    if (at === 0) throw new WebAssembly.RuntimeError("no memory for the message");
    const view = new DataView(this.memory.buffer, at, length);
    view.setUint32(0, head.length, true);
    view.setUint32(4, body.length, true);
    const bytes = new Uint8Array(this.memory.buffer, at, length);
    bytes.set(head, 8);
    bytes.set(body, 8 + head.length);
    return this.read(this.exports[name](at, length) >>> 0);
  }

  /** The frame at `at`, copied out of the memory. */
  read(at) {
    const view = new DataView(this.memory.buffer, at, 8);
    const [head, body] = [view.getUint32(0, true), view.getUint32(4, true)];
    const bytes = new Uint8Array(this.memory.buffer, at + 8, head + body).slice();
    return { header: new TextDecoder().decode(bytes.subarray(0, head)), body: bytes.slice(head) };
  }

  /** What became of the process after `error`, as far as it can still say so. */
  lastWords(error) {
    // `unreachable` is how a panic or a refused allocation ends; any other trap is a fault that nobody saw coming.
    const foreseen = error instanceof WebAssembly.RuntimeError && /unreachable|no memory/.test(error.message);
    const ranOut = this.exports.function_ran_out() !== 0;
    if (!foreseen && !ranOut) return { died: "signal: segmentation fault" };
    try {
      return this.read(this.exports.function_last_words() >>> 0);
    } catch {
      return { died: ranOut ? "out of memory" : "signal: aborted" };
    }
  }
}

/** A new instance, for which others make room when the browser has none left. */
function made(module, memoryMb) {
  try {
    return new Instance(module, memoryMb);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    makeRoom(undefined, mostInstances >> 2);
    return new Instance(module, memoryMb);
  }
}

function compute(modules, { task, environment, invocation, module, memory_mb, start, resumes }) {
  let instance = instances.get(environment);
  if (!start && instance?.invocation !== invocation) return { task, lost: true };
  let begun = performance.now();
  const measured = () => Math.round((performance.now() - begun) * 1000);
  try {
    instance ??= made(modules.get(module), memory_mb);
  } catch (error) {
    return { task, computed_us: measured(), memory_bytes: PROCESS_BYTES, died: `fork/exec: ${error.message}` };
  }
  // A map keeps the order of insertion: this puts the environment last, as the one used just now.
  instances.delete(environment);
  instances.set(environment, instance);
  instance.invocation = invocation;
  makeRoom(instance);

  const steps = resumes.map((message) => ["function_resume", message]);
  if (start) steps.unshift(["function_start", start]);
  try {
    let stop;
    for (const [name, message] of steps) {
      begun = performance.now();
      stop = instance.step(name, message);
    }
    const computed_us = measured();
    // The header says {"next": {"End": …}} once it is over; what a handler prints is quoted there.
    instance.parked = !/"next":\{"End"/.test(stop.header);
    // The module has told that its memory ran out; a process that was killed for it is not used again.
    if (instance.exports.function_ran_out()) instances.delete(environment);
    return { task, computed_us, memory_bytes: instance.memoryBytes, ...stop };
  } catch (error) {
    instances.delete(environment);
    const computed_us = measured();
    return { task, computed_us, memory_bytes: instance.memoryBytes, ...instance.lastWords(error) };
  }
}

onmessage = ({ data: { port, modules, data } }) => {
  mostInstances = data?.most_instances ?? mostInstances;
  port.onmessage = ({ data: message }) => {
    if (message.forget) {
      for (const environment of message.forget) instances.delete(environment);
      return;
    }
    const answer = compute(modules, message);
    port.postMessage(answer, answer.body ? [answer.body.buffer] : []);
  };
};

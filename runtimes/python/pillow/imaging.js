// Puts `imaging.wasm` (crates/imaging) behind the Python module `_imaging_host`, on which `_imaging.py` beside this file
// builds what Pillow calls `PIL._imaging`.
//
// Use, in a worker with Pyodide, before anything imports PIL:
//
//     const {memoryBytes} = installImaging(pyodide, module, {mostPages: 4096});
//
// - `pyodide`: what loadPyodide gave.
// - `module`: the compiled WebAssembly.Module of imaging.wasm. It is instantiated here, synchronously.
// - `mostPages`: how large its memory may become, in pages of 64 KiB; 16384 (1 GiB) when nothing is said. Beyond it Python
//   sees a MemoryError.
// - `memoryBytes()` says how much memory it holds now.
//
// The Python files of this folder belong into the folder PIL of the unchanged package Pillow 12.2 from PyPI (without its
// compiled modules), beside its own files. They need nothing but the standard library, with zlib.
//
// A snapshot of Python's memory may be taken once PIL is imported and no picture exists: Python keeps only numbers of
// operations. In a worker that starts from it, call `installImaging` again before any code runs.
//
// What Python gets are five functions without prototype, that take and give numbers and copy bytes; the instance, its
// memory and what is used of the browser stay in this closure. (Pyodide's own methods of any JavaScript object, such as
// `to_weakref`, still lead to the worker's globals: what must not be reached there has to be taken away there.)

'use strict';

const installImaging = (pyodide, module, {mostPages = 16_384} = {}) => {
  /** Pages at the start: what the build says in xtask/src/site/function.rs. */
  const FIRST_PAGES = 32;
  /** What a call that failed midway says. */
  const NO_MEMORY = 'MemoryError: ';

  const memory = new WebAssembly.Memory({initial: FIRST_PAGES, maximum: Math.max(FIRST_PAGES, mostPages)});
  const wasm = new WebAssembly.Instance(module, {env: {memory}}).exports;
  const numbersAt = wasm.imaging_numbers();
  const {Uint8Array, Float64Array, String, Number} = globalThis;
  const {setPrototypeOf, freeze, create} = Object;
  const {ownKeys} = Reflect;
  const fromCharCode = String.fromCharCode;

  // Growing the memory detaches its buffer, and with it every view.
  let bytes = new Uint8Array(memory.buffer);
  let numbers = new Float64Array(memory.buffer, numbersAt, 32);
  const refresh = () => {
    if (bytes.length === 0) {
      bytes = new Uint8Array(memory.buffer);
      numbers = new Float64Array(memory.buffer, numbersAt, 32);
    }
  };

  const fault = () => {
    let text = '';
    const start = wasm.imaging_fault();
    const end = start + wasm.imaging_fault_length();
    for (let at = start; at < end; at += 1) text += fromCharCode(bytes[at]);
    return text;
  };

  /** What a call gives: a number, or the text of what failed. */
  const perform = (operation, ...given) => {
    try {
      refresh();
      const count = given.length < 32 ? given.length : 32;
      for (let at = 0; at < count; at += 1) numbers[at] = Number(given[at]);
      const failed = wasm.imaging_perform(operation, count);
      refresh();
      return failed === 0 ? numbers[0] : fault();
    } catch {
      return NO_MEMORY;
    }
  };

  /** A new buffer with a copy of what a Python object holds: its number, or -1. */
  const put = (object) => {
    try {
      const view = object.getBuffer('u8');
      try {
        const {data} = view;
        const number = wasm.imaging_allocate(data.length);
        refresh();
        if (number >= 0) bytes.set(data, wasm.imaging_pointer(number));
        return number;
      } finally {
        view.release();
      }
    } catch {
      return -1;
    }
  };

  /** Copies a buffer into a Python object that can be written and is as long. */
  const take = (number, object) => {
    try {
      const view = object.getBuffer('u8');
      try {
        refresh();
        const start = wasm.imaging_pointer(number);
        const length = wasm.imaging_length(number);
        if (view.data.length !== length || view.readonly) return false;
        view.data.set(bytes.subarray(start, start + length));
        return true;
      } finally {
        view.release();
      }
    } catch {
      return false;
    }
  };

  const length = (number) => wasm.imaging_length(Number(number));

  /** The number of the operation of that name, or -1. */
  const find = (name) => {
    try {
      const text = String(name);
      const number = wasm.imaging_allocate(text.length);
      refresh();
      const start = wasm.imaging_pointer(number);
      for (let at = 0; at < text.length; at += 1) bytes[start + at] = text.charCodeAt(at);
      const found = wasm.imaging_find(number);
      perform(release, number);
      return found;
    } catch {
      return -1;
    }
  };
  let release = 0;
  release = find('release_bytes');

  /** Without prototype, name and length a function leads nowhere. */
  const bare = (made) => {
    setPrototypeOf(made, null);
    for (const key of ownKeys(made)) delete made[key];
    return freeze(made);
  };
  const host = create(null);
  for (const [name, made] of [['perform', perform], ['put', put], ['take', take], ['length', length], ['find', find]]) {
    host[name] = bare(made);
  }
  pyodide.registerJsModule('_imaging_host', freeze(host));
  return {memoryBytes: () => memory.buffer.byteLength};
};

export {installImaging};

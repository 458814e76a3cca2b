// Pillow's core: the module `imaging`, a wasm of its own, behind the Python module `_imaging_host` on which
// pillow/_imaging.py builds. A snapshot of Python's memory names what Python held of it, and finds it again by name.
import { installImaging } from "../pillow/imaging.js";

const MODULE = "_imaging_host";
const PAGE = 65536;

export class Imaging {
  #host;
  #parts = new Map();
  #memoryBytes;

  /** @param {WebAssembly.Module} module @param {number} mostBytes how large its memory may become */
  constructor(module, mostBytes) {
    // What is registered is kept until there is an interpreter to register it with.
    const registry = { registerJsModule: (_, host) => (this.#host = host) };
    const mostPages = Math.max(1, Math.floor(mostBytes / PAGE));
    this.#memoryBytes = installImaging(registry, module, { mostPages }).memoryBytes;
    this.#parts.set("host", this.#host);
    for (const name of Reflect.ownKeys(this.#host)) this.#parts.set(`host.${name}`, this.#host[name]);
  }

  /** What its memory holds now. */
  get bytes() {
    return this.#memoryBytes();
  }

  /** Makes it known to an interpreter that knows it not from a snapshot. */
  register(python) {
    python.registerJsModule(MODULE, this.#host);
    // Later no module of JavaScript can be imported any more.
    python.runPython(`import ${MODULE}`);
  }

  /** The name under which a snapshot remembers what Python holds of it. */
  nameOf = (held) => {
    for (const [name, part] of this.#parts) if (part === held) return name;
    throw new Error(`A snapshot cannot hold ${typeof held}.`);
  };

  /** What a snapshot remembered under `name`. */
  named = (name) => this.#parts.get(name);
}

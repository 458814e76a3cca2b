// Objects of the web that Node has too, made anew where the browser's would do their work out of the loop's sight.

import * as loop from "../time/loop.js";
import { setTimeout } from "../time/timers.js";

/** The bytes of a blob as a stream. */
function blobStream() {
  const blob = this;
  return new ReadableStream({
    async pull(controller) {
      const bytes = new Uint8Array(await blob.arrayBuffer());
      if (bytes.length) controller.enqueue(bytes);
      controller.close();
    },
  });
}

/** CompressionStream and DecompressionStream over zlib. */
const coding = (kinds) =>
  class {
    constructor(format) {
      if (!kinds[format]) throw new TypeError(`Unsupported compression format: '${format}'`);
      const coder = new (require("../code/more.js").more("zlib")[kinds[format]])();
      let controller;
      coder.on("data", (chunk) => controller.enqueue(new Uint8Array(chunk)));
      const { readable, writable } = new TransformStream({
        start: (given) => void (controller = given),
        transform: (chunk) =>
          new Promise((resolve, reject) => coder.write(chunk, (error) => (error ? reject(error) : resolve()))),
        flush: () =>
          new Promise((resolve, reject) => {
            coder.once("end", resolve).once("error", reject);
            coder.end();
          }),
      });
      Object.assign(this, { readable, writable });
    }
  };

/** MessageChannel within the environment, through the loop. */
class MessagePort extends EventTarget {
  #other;
  #handler;
  #closed = false;
  static pair() {
    const [one, two] = [new MessagePort(), new MessagePort()];
    one.#other = two;
    two.#other = one;
    return [one, two];
  }
  get onmessage() {
    return this.#handler ?? null;
  }
  set onmessage(handler) {
    if (this.#handler) this.removeEventListener("message", this.#handler);
    this.#handler = handler;
    if (handler) this.addEventListener("message", handler);
  }
  postMessage(message) {
    const data = structuredClone(message);
    const other = this.#other;
    loop.immediate(() => other.#closed || other.dispatchEvent(new MessageEvent("message", { data })));
  }
  on(name, listener) {
    this.addEventListener(name, (event) => listener(event.data));
    return this;
  }
  start() {}
  ref() {}
  unref() {}
  close() {
    this.#closed = true;
    this.#other.#closed = true;
  }
}
class MessageChannel {
  constructor() {
    [this.port1, this.port2] = MessagePort.pair();
  }
}

/** Puts all of it into the global scope. @param {(name: string, value: any) => void} put */
export function install(put) {
  Blob.prototype.stream = blobStream;
  put("CompressionStream", coding({ gzip: "Gzip", deflate: "Deflate", "deflate-raw": "DeflateRaw" }));
  put("DecompressionStream", coding({ gzip: "Gunzip", deflate: "Inflate", "deflate-raw": "InflateRaw" }));
  put("MessagePort", MessagePort);
  put("MessageChannel", MessageChannel);
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    const timedOut = () =>
      controller.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
    setTimeout(timedOut, ms).unref();
    return controller.signal;
  };
}

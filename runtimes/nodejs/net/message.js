// The answer's side of a request: the message that came in, and the socket that it came over.

import { Buffer } from "../shims/buffer.js";
import EventEmitter from "../shims/events.js";
import { Readable } from "../shims/stream.js";
import { STATUS_CODES } from "./status.js";
import { clearTimeout, setTimeout } from "../time/timers.js";

/** What clients do with the connection itself: nothing but wait for it. */
export class Socket extends EventEmitter {
  connecting = true;
  destroyed = false;
  encrypted = true;
  authorized = true;
  writable = true;
  readable = true;
  remoteAddress = "52.94.133.131";
  remotePort = 443;
  #timer;
  #settled = false;

  setTimeout(ms, callback) {
    if (callback) this.once("timeout", callback);
    clearTimeout(this.#timer);
    // Once the answer is there, a connection kept alive waits for nothing.
    if (ms && !this.#settled) this.#timer = setTimeout(() => this.emit("timeout"), ms).unref();
    return this;
  }
  settle() {
    this.#settled = true;
    clearTimeout(this.#timer);
  }
  setKeepAlive() {
    return this;
  }
  setNoDelay() {
    return this;
  }
  ref() {
    return this;
  }
  unref() {
    return this;
  }
  end() {
    return this;
  }
  destroy() {
    this.destroyed = true;
    return this;
  }
}

/** Headers that a second one replaces nothing of: all others are joined by commas, and these keep the first. */
const SINGLE = new Set([
  "age",
  "authorization",
  "content-length",
  "content-type",
  "etag",
  "expires",
  "from",
  "host",
  "last-modified",
  "location",
  "retry-after",
  "server",
  "user-agent",
]);

export class IncomingMessage extends Readable {
  #body = null;
  constructor(socket) {
    super();
    Object.assign(this, {
      socket,
      complete: false,
      aborted: false,
      httpVersion: "1.1",
      httpVersionMajor: 1,
      httpVersionMinor: 1,
    });
    Object.assign(this, {
      headers: {},
      rawHeaders: [],
      trailers: {},
      rawTrailers: [],
      method: null,
      url: "",
      statusCode: null,
      statusMessage: null,
    });
  }
  get connection() {
    return this.socket;
  }

  /** Fills it with the page's answer to a call. */
  fill({ status, headers, body }, withoutBody) {
    Object.assign(this, { statusCode: status, statusMessage: STATUS_CODES[status] ?? "", complete: true });
    for (const [name, value] of headers) {
      this.rawHeaders.push(name, value);
      const key = name.toLowerCase();
      if (key === "set-cookie") (this.headers[key] ??= []).push(value);
      else if (this.headers[key] === undefined) this.headers[key] = value;
      else if (!SINGLE.has(key)) this.headers[key] += `, ${value}`;
    }
    this.#body =
      withoutBody || body.byteLength === 0 ? null : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    return this;
  }
  _read() {
    const body = this.#body;
    this.#body = null;
    if (body) this.push(body);
    this.push(null);
  }
  setTimeout(ms, callback) {
    this.socket?.setTimeout?.(ms, callback);
    return this;
  }
}

// The server's side of an exchange, for frameworks that are given an event as if it were a request: they make a
// ServerResponse, hand it a socket of their own, and take from that what was written.

import Stream from "../shims/stream.js";
import { tick } from "../time/loop.js";
import { STATUS_CODES } from "./status.js";

const HEADERS = Symbol("headers");
const sent = () =>
  Object.assign(new Error("Cannot set headers after they are sent to the client"), { code: "ERR_HTTP_HEADERS_SENT" });

export class OutgoingMessage extends Stream {
  constructor() {
    super();
    Object.defineProperty(this, HEADERS, { value: new Map() });
    Object.assign(this, {
      _header: null,
      socket: null,
      finished: false,
      writable: true,
      destroyed: false,
      sendDate: true,
    });
    Object.assign(this, {
      writableEnded: false,
      writableFinished: false,
      chunkedEncoding: false,
      useChunkedEncodingByDefault: true,
    });
  }
  get connection() {
    return this.socket;
  }
  get headersSent() {
    return Boolean(this._header);
  }
  setHeader(name, value) {
    if (this._header) throw sent();
    this[HEADERS].set(String(name).toLowerCase(), [String(name), value]);
    return this;
  }
  setHeaders(headers) {
    for (const [name, value] of headers) this.setHeader(name, value);
    return this;
  }
  appendHeader(name, value) {
    const before = this.getHeader(name);
    return this.setHeader(name, before === undefined ? value : [before, value].flat());
  }
  getHeader(name) {
    return this[HEADERS].get(String(name).toLowerCase())?.[1];
  }
  getHeaders() {
    return Object.assign(
      Object.create(null),
      Object.fromEntries(Array.from(this[HEADERS], ([name, [, value]]) => [name, value])),
    );
  }
  getHeaderNames() {
    return [...this[HEADERS].keys()];
  }
  hasHeader(name) {
    return this[HEADERS].has(String(name).toLowerCase());
  }
  removeHeader(name) {
    if (this._header) throw sent();
    this[HEADERS].delete(String(name).toLowerCase());
  }
  addTrailers() {}
  flushHeaders() {
    if (!this._header) this._implicitHeader();
  }
  _implicitHeader() {}
  setTimeout() {
    return this;
  }
  cork() {}
  uncork() {}

  #headSent = false;
  write(chunk, encoding, callback) {
    if (!this._header) this._implicitHeader();
    if (!this.#headSent) {
      this.#headSent = true;
      this.socket?.write(this._header, "latin1");
    }
    const done = typeof encoding === "function" ? encoding : callback;
    const data =
      typeof chunk === "string" ? Buffer.from(chunk, typeof encoding === "string" ? encoding : "utf8") : chunk;
    if (data.length && this._hasBody !== false) this.socket?.write(data);
    if (done) tick(done);
    return true;
  }
  end(chunk, encoding, callback) {
    const done = [chunk, encoding, callback].find((value) => typeof value === "function");
    if (this.finished) return this;
    const data = typeof chunk === "function" || chunk === undefined || chunk === null ? "" : chunk;
    this.write(data, encoding);
    Object.assign(this, { finished: true, writableEnded: true });
    tick(() => {
      this.writableFinished = true;
      this.emit("finish");
      done?.();
      this.emit("close");
    });
    return this;
  }
  destroy(error) {
    this.destroyed = true;
    this.socket?.destroy?.(error);
    return this;
  }
}

export class ServerResponse extends OutgoingMessage {
  constructor(request = {}) {
    super();
    Object.assign(this, {
      req: request,
      statusCode: 200,
      statusMessage: undefined,
      _hasBody: request.method !== "HEAD",
    });
  }
  assignSocket(socket) {
    this.socket = socket;
    this.emit("socket", socket);
  }
  detachSocket() {
    this.socket = null;
  }
  writeContinue() {}
  _implicitHeader() {
    this.writeHead(this.statusCode);
  }
  writeHead(status, reason, headers) {
    if (this._header) throw sent();
    const given = typeof reason === "string" ? headers : reason;
    const pairs = Array.isArray(given)
      ? given.flatMap((name, at) => (at % 2 ? [] : [[name, given[at + 1]]]))
      : Object.entries(given ?? {});
    for (const [name, value] of pairs) if (value !== undefined) this.setHeader(name, value);
    this.statusCode = Number(status);
    this.statusMessage =
      typeof reason === "string" ? reason : (this.statusMessage ?? STATUS_CODES[status] ?? "unknown");
    const lines = Array.from(this[HEADERS].values(), ([name, value]) =>
      [value]
        .flat()
        .map((one) => `${name}: ${one}\r\n`)
        .join(""),
    );
    this._header = `HTTP/1.1 ${status} ${this.statusMessage}\r\n${lines.join("")}\r\n`;
    return this;
  }
}

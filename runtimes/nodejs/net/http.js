// The modules `http` and `https`, as clients. A request becomes a call when it is complete.

import { Buffer } from "../shims/buffer.js";
import EventEmitter from "../shims/events.js";
import * as context from "../time/context.js";
import { later, tick } from "../time/loop.js";
import { IncomingMessage, Socket } from "./message.js";
import { OutgoingMessage, ServerResponse } from "./response.js";
import { STATUS_CODES } from "./status.js";
import { Writable } from "../shims/stream.js";
import { send } from "./calls.js";
import { refusal } from "./hosts.js";

export class Agent extends EventEmitter {
  constructor(options = {}) {
    super();
    this.options = { ...options };
    Object.assign(this, {
      maxSockets: options.maxSockets ?? Infinity,
      maxFreeSockets: 256,
      keepAlive: Boolean(options.keepAlive),
    });
    Object.assign(this, { sockets: {}, freeSockets: {}, requests: {}, defaultPort: 443, protocol: "https:" });
  }
  getName({ host = "localhost", port = "" } = {}) {
    return `${host}:${port}:`;
  }
  destroy() {}
}

const aborted = () => Object.assign(new Error("The operation was aborted"), { name: "AbortError", code: "ABORT_ERR" });
const hangUp = () => Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });

export class ClientRequest extends Writable {
  #headers = new Map();
  #chunks = [];
  #forget;
  #timeout;

  constructor(options, callback) {
    super({ decodeStrings: false, autoDestroy: false });
    this.host = options.hostname ?? options.host ?? "localhost";
    this.protocol = options.protocol;
    this.port = options.port || (options.protocol === "http:" ? 80 : 443);
    this.method = (options.method ?? "GET").toUpperCase();
    this.path = options.path ?? "/";
    Object.assign(this, { agent: options.agent, aborted: false, reusedSocket: false, finished: false, res: null });
    const given = Array.isArray(options.headers) ? options.headers : Object.entries(options.headers ?? {});
    for (const [name, value] of given) if (value !== undefined) this.setHeader(name, value);
    if (options.auth) this.setHeader("Authorization", `Basic ${Buffer.from(options.auth).toString("base64")}`);
    if (callback) this.once("response", callback);
    this.#timeout = options.timeout;
    options.signal?.addEventListener("abort", () => this.destroy(aborted()), { once: true });
    if (options.signal?.aborted) tick(() => this.destroy(aborted()));
    tick(() => this.#connect());
  }

  #connect() {
    if (this.destroyed) return;
    const refused = refusal(this.host, this.port);
    if (refused) return later(() => this.destroy(refused));
    this.socket = this.connection = new Socket();
    this.socket.on("timeout", () => this.emit("timeout"));
    if (this.#timeout) this.socket.setTimeout(this.#timeout);
    this.emit("socket", this.socket);
    tick(() => {
      this.socket.connecting = false;
      this.socket.emit("connect");
      this.socket.emit("secureConnect");
    });
    // A server that is asked whether to go on says so at once.
    if (/^100-continue$/i.test(this.getHeader("expect") ?? "")) later(() => this.emit("continue"));
  }

  setHeader(name, value) {
    this.#headers.set(String(name).toLowerCase(), [String(name), value]);
    return this;
  }
  appendHeader(name, value) {
    const before = this.getHeader(name);
    return this.setHeader(name, before === undefined ? value : [before, value].flat());
  }
  getHeader(name) {
    return this.#headers.get(String(name).toLowerCase())?.[1];
  }
  getHeaders() {
    return Object.fromEntries(Array.from(this.#headers, ([name, [, value]]) => [name, value]));
  }
  getHeaderNames() {
    return [...this.#headers.keys()];
  }
  getRawHeaderNames() {
    return Array.from(this.#headers.values(), ([name]) => name);
  }
  hasHeader(name) {
    return this.#headers.has(String(name).toLowerCase());
  }
  removeHeader(name) {
    this.#headers.delete(String(name).toLowerCase());
  }
  flushHeaders() {}
  setNoDelay() {}
  setSocketKeepAlive() {}
  setTimeout(ms, callback) {
    if (callback) this.once("timeout", callback);
    this.#timeout = ms;
    this.socket?.setTimeout(ms);
    return this;
  }
  get headersSent() {
    return this.writableEnded;
  }

  _write(chunk, encoding, callback) {
    this.#chunks.push(typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk);
    callback();
  }
  _final(callback) {
    callback();
    this.finished = true;
    const entered = context.current();
    // One turn later everybody has seen the socket, and whoever wanted to abort has.
    tick(() => tick(() => this.#send(entered)));
  }
  #send(entered) {
    if (this.destroyed || refusal(this.host, this.port)) return;
    const body = Buffer.concat(this.#chunks);
    const standard = this.port === (this.protocol === "http:" ? 80 : 443) || Number(this.port) === 443;
    if (!this.hasHeader("host")) this.setHeader("Host", standard ? this.host : `${this.host}:${this.port}`);
    if (
      !this.hasHeader("content-length") &&
      !this.hasHeader("transfer-encoding") &&
      (body.length || /^(?:POST|PUT|PATCH)$/.test(this.method))
    ) {
      this.setHeader("Content-Length", String(body.length));
    }
    const headers = [];
    for (const [name, value] of this.#headers.values())
      for (const one of [value].flat()) headers.push([name, String(one)]);
    const call = { method: this.method, host: this.host, path: this.path, headers, body };
    this.#forget = send(call, (answer) => context.within(entered, () => this.#answered(answer)));
  }
  #answered(answer) {
    this.#forget = undefined;
    this.socket.settle();
    if (this.destroyed) return;
    this.res = new IncomingMessage(this.socket).fill(answer, this.method === "HEAD");
    this.res.req = this;
    this.res.once("close", () => this.destroy());
    // Nobody who listens means nobody who reads: the body is let go.
    if (!this.emit("response", this.res)) this.res.resume();
  }

  abort() {
    this.aborted = true;
    this.emit("abort");
    this.destroy();
  }
  _destroy(error, callback) {
    const answered = this.res !== null;
    this.#forget?.();
    this.socket?.settle();
    if (!answered && !error) error = hangUp();
    if (answered && error && !this.res.destroyed) this.res.destroy(error);
    callback(answered ? null : error);
    this.socket?.emit("close");
  }
}

/** What `request(url, options, callback)` was given, as options. */
function optionsOf(given, protocol) {
  let [first, options, callback] = given;
  if (typeof options === "function") [options, callback] = [{}, options];
  let fromUrl = {};
  if (typeof first === "string" || first instanceof URL) {
    const url = new URL(first);
    fromUrl = {
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port || undefined,
      path: url.pathname + url.search,
    };
    if (url.username) fromUrl.auth = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  } else {
    options = first;
  }
  return [{ protocol, ...fromUrl, ...options }, callback];
}

function module(protocol) {
  const request = (...given) => {
    const [options, callback] = optionsOf(given, protocol);
    if (!/^https?:$/.test(options.protocol)) {
      throw Object.assign(new TypeError(`Protocol "${options.protocol}" not supported. Expected "${protocol}"`), {
        code: "ERR_INVALID_PROTOCOL",
      });
    }
    return new ClientRequest(options, callback);
  };
  const refuse = () => {
    throw Object.assign(new Error("A function in Lambda listens to nobody: its requests come as events"), {
      code: "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
    });
  };
  return {
    request,
    get: (...given) => request(...given).end(),
    Agent,
    globalAgent: new Agent({ keepAlive: true }),
    ClientRequest,
    IncomingMessage,
    OutgoingMessage,
    ServerResponse,
    Server: class Server extends EventEmitter {},
    createServer: refuse,
    STATUS_CODES,
    METHODS: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
    maxHeaderSize: 81920,
    validateHeaderName() {},
    validateHeaderValue() {},
  };
}
export const http = module("http:");
export const https = module("https:");

// The global `fetch`, over calls. Bodies are streams made here, so that reading one needs no work of the browser that
// the runtime could not see.

import * as context from "../time/context.js";
import { later } from "../time/loop.js";
import { send } from "./calls.js";
import { refusal } from "./hosts.js";
import { STATUS_CODES } from "./status.js";

const MOST_REDIRECTS = 20;
const BODILESS = new Set([101, 204, 205, 304]);
const RealRequest = globalThis.Request;
const RealResponse = globalThis.Response;

/** A stream that gives `bytes`. */
const streamOf = (bytes) =>
  new ReadableStream({
    start(controller) {
      if (bytes.byteLength) controller.enqueue(bytes);
      controller.close();
    },
  });

/** All bytes of a stream. */
async function drain(stream) {
  const chunks = [];
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    chunks.push(typeof read.value === "string" ? new TextEncoder().encode(read.value) : read.value);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** The bytes and the content type of what a request or a response was made from. */
function bodyOf(body) {
  if (body === undefined || body === null) return undefined;
  if (body instanceof ReadableStream) return { stream: body };
  if (body instanceof URLSearchParams)
    return { bytes: Buffer.from(body.toString()), type: "application/x-www-form-urlencoded;charset=UTF-8" };
  if (body instanceof Blob) return { stream: body.stream(), type: body.type || undefined };
  if (body instanceof ArrayBuffer) return { bytes: new Uint8Array(body) };
  if (ArrayBuffer.isView(body)) return { bytes: new Uint8Array(body.buffer, body.byteOffset, body.byteLength) };
  if (body instanceof FormData) return formOf(body);
  if (typeof body[Symbol.asyncIterator] === "function") return { stream: ReadableStream.from?.(body) };
  return { bytes: Buffer.from(String(body)), type: "text/plain;charset=UTF-8" };
}

function formOf(form) {
  const boundary = "----formdata-undici-064852916437";
  const parts = [];
  for (const [name, value] of form) {
    if (typeof value !== "string") throw new TypeError("Files in a FormData are not simulated");
    parts.push(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  }
  return {
    bytes: Buffer.from(`${parts.join("")}--${boundary}--\r\n`),
    type: `multipart/form-data; boundary=${boundary}`,
  };
}

/** Reading methods of a body, by streams alone. @param {any} Real */
const reading = (Real) =>
  class extends Real {
    async bytes() {
      if (this.bodyUsed) throw new TypeError("Body is unusable: Body has already been read");
      return this.body ? drain(this.body) : new Uint8Array();
    }
    async arrayBuffer() {
      return (await this.bytes()).buffer;
    }
    async text() {
      return new TextDecoder().decode(await this.bytes());
    }
    async json() {
      return JSON.parse(await this.text());
    }
    async formData() {
      return new RealResponse(await this.bytes(), { headers: this.headers }).formData();
    }
    async blob() {
      return new Blob([await this.bytes()], { type: this.headers.get("content-type") ?? "" });
    }
  };

export class Response extends reading(RealResponse) {
  #url = "";
  constructor(body, init = {}) {
    const given = bodyOf(body);
    const headers = new Headers(init.headers);
    if (given?.type && !headers.has("content-type")) headers.set("content-type", given.type);
    super(given && (given.stream ?? streamOf(given.bytes)), { ...init, headers });
  }
  static json(value, init = {}) {
    return new Response(JSON.stringify(value), {
      ...init,
      headers: { "content-type": "application/json", ...Object.fromEntries(new Headers(init.headers)) },
    });
  }
  static at(url, body, init) {
    const response = new Response(body, init);
    response.#url = url;
    return response;
  }
  get url() {
    return this.#url;
  }
}

/** A request whose body is kept here: not every browser's own takes a stream. */
export class Request extends reading(RealRequest) {
  #headers;
  #body;
  #used = false;
  constructor(input, { body, ...init } = {}) {
    super(input, init);
    const given = bodyOf(body);
    if (given && /^(?:GET|HEAD)$/.test(this.method)) throw new TypeError("Request with GET/HEAD method cannot have body.");
    this.#body = given ? (given.stream ?? streamOf(given.bytes)) : input instanceof Request ? input.#body : null;
    // The browser's own keep some names back that a program may send.
    this.#headers = new Headers(init.headers ?? (input instanceof Request ? input.headers : undefined));
    if (given?.type && !this.#headers.has("content-type")) this.#headers.set("content-type", given.type);
  }
  get headers() {
    return this.#headers;
  }
  get body() {
    return this.#body;
  }
  get bodyUsed() {
    return this.#used || Boolean(this.#body?.locked);
  }
  async bytes() {
    const bytes = super.bytes();
    this.#used = Boolean(this.#body);
    return bytes;
  }
  clone() {
    if (this.bodyUsed) throw new TypeError("Request.clone: Body has already been consumed.");
    const copy = new Request(this);
    if (this.#body) [this.#body, copy.#body] = this.#body.tee();
    return copy;
  }
}

const failed = (cause) => Object.assign(new TypeError("fetch failed", { cause }));

/** One request and its answer, without redirects. */
const exchange = (method, url, headers, body, signal) =>
  new Promise((resolve, reject) => {
    const refused = refusal(url.hostname.replace(/^\[|\]$/g, ""), url.port || (url.protocol === "http:" ? 80 : 443));
    if (refused) return later(() => reject(failed(refused)));
    const sent = [["host", url.host], ["connection", "keep-alive"], ...headers];
    for (const [name, value] of [
      ["accept", "*/*"],
      ["accept-language", "*"],
      ["sec-fetch-mode", "cors"],
      ["user-agent", "node"],
    ]) {
      if (!headers.has(name)) sent.push([name, value]);
    }
    if (body || /^(?:POST|PUT|PATCH)$/.test(method)) sent.push(["content-length", String(body?.byteLength ?? 0)]);
    const call = {
      method,
      host: url.hostname,
      path: url.pathname + url.search,
      headers: sent,
      body: body ?? new Uint8Array(),
    };
    const entered = context.current();
    const forget = send(call, (answer) => context.within(entered, () => resolve(answer)));
    signal?.addEventListener(
      "abort",
      () => {
        forget();
        reject(signal.reason);
      },
      { once: true },
    );
  });

/** The global `fetch`. */
export async function fetch(input, init = {}) {
  const from = input instanceof Request ? input : undefined;
  let url;
  try {
    url = new URL(from?.url ?? String(input));
  } catch (cause) {
    throw new TypeError(`Failed to parse URL from ${input}`, { cause });
  }
  if (!/^https?:$/.test(url.protocol)) throw failed(new Error("unknown scheme"));
  let method = String(init.method ?? from?.method ?? "GET");
  if (/^(?:get|head|post|put|delete|options)$/i.test(method)) method = method.toUpperCase();
  const headers = new Headers(init.headers ?? from?.headers);
  const signal = init.signal ?? from?.signal;
  signal?.throwIfAborted();
  const given = bodyOf(init.body ?? from?.body);
  if (given && /^(?:GET|HEAD)$/.test(method)) throw new TypeError("Request with GET/HEAD method cannot have body.");
  let body = given && (given.bytes ?? (await drain(given.stream)));
  if (given?.type && !headers.has("content-type")) headers.set("content-type", given.type);

  for (let redirects = 0; ; redirects++) {
    const answer = await exchange(method, url, headers, body, signal);
    const location = answer.headers.find(([name]) => name.toLowerCase() === "location")?.[1];
    const follows =
      [301, 302, 303, 307, 308].includes(answer.status) && location && (init.redirect ?? "follow") === "follow";
    if (!follows) {
      const content = BODILESS.has(answer.status) || method === "HEAD" ? null : answer.body;
      return Response.at(url.href, content, {
        status: answer.status,
        statusText: STATUS_CODES[answer.status] ?? "",
        headers: answer.headers,
      });
    }
    if (redirects === MOST_REDIRECTS) throw failed(new Error("redirect count exceeded"));
    url = new URL(location, url);
    if (answer.status === 303 || (answer.status < 303 && method === "POST")) [method, body] = ["GET", undefined];
  }
}

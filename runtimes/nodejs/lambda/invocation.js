// One invocation: calls the handler, and finds out how it ends.

import { Buffer } from "../shims/buffer.js";
import { nowMs } from "../time/clock.js";
import * as loop from "../time/loop.js";
import { RuntimeError, logError, raised } from "./errors.js";
import { isStreaming } from "./handler.js";

/** Runtimes before Node 24 ignore what a handler returns that is no promise, and wait for its callback. */
const OLDER = /^nodejs(?:1\d|2[0-3])\./;
const AsyncFunction = (async () => {}).constructor;

const returned = (bytes) => ({ returned: bytes });

/** The JSON that a result is answered as. */
function marshalled(result) {
  try {
    const text = JSON.stringify(result === undefined ? null : result);
    return new TextEncoder().encode(text === undefined ? "null" : text);
  } catch {
    throw new RuntimeError("JSONStringifyError", "Unable to stringify response body");
  }
}

/**
 * Calls `handler`. `end` gets how the invocation ended, once.
 *
 * @returns {{stuck: () => void}} `stuck` is to be called when nothing is left that could go on
 */
export function invoke({ handler, runtime, event, details, end }) {
  let ended = false;
  const settle = (how) => {
    if (ended) return;
    ended = true;
    end(how);
  };
  const fail = (error) => {
    if (ended) return;
    logError("Invoke Error", error);
    settle(raised(error, false));
  };
  const succeed = (result) => {
    try {
      settle(returned(marshalled(result)));
    } catch (error) {
      fail(error);
    }
  };
  // What was set to run at once still runs before the answer is sent.
  const soon = (how, value) => loop.immediate(() => how(value));
  if (isStreaming(handler)) return stream({ handler, event, details, fail: (error) => soon(fail, error), settle });

  let waits = OLDER.test(runtime) || handler.length > 2;
  let answered = false;
  const once =
    (how) =>
    (...values) => {
      if (answered) return;
      answered = true;
      how(...values);
    };
  let whenEmpty;
  const context = {
    ...details,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.floor(details.deadlineMs - nowMs()),
  };
  delete context.deadlineMs;
  const done = once((error, result) => (error !== undefined && error !== null ? fail(error) : succeed(result)));
  const older = {
    done,
    succeed: (result) => done(null, result),
    fail: (error) => done(error ?? "handled"),
  };
  for (const [name, method] of Object.entries(older)) {
    // A handler that reaches for these answers by them, whatever it returns.
    Object.defineProperty(context, name, { enumerable: true, configurable: true, get: () => ((waits = true), method) });
  }
  const callback = once((error, result) => {
    if (error !== undefined && error !== null) fail(error);
    else if (context.callbackWaitsForEmptyEventLoop) whenEmpty = () => succeed(result);
    else soon(succeed, result);
  });
  try {
    const result = handler(event, context, callback);
    if (typeof result?.then === "function")
      result.then(
        (value) => soon(succeed, value),
        (error) => soon(fail, error),
      );
    else if (!waits) soon(succeed, result);
  } catch (error) {
    soon(fail, error);
  }
  return {
    stuck() {
      if (whenEmpty) whenEmpty();
      else if (handler instanceof AsyncFunction) fail(neverSettled());
      else succeed(null);
    },
  };
}

const neverSettled = () =>
  new RuntimeError(
    "NodeJsExit",
    "The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes",
  );

/** A handler that writes its answer to a stream. */
function stream({ handler, event, details, fail, settle }) {
  // Loaded here, because most handlers stream nothing and each environment would wait for it.
  const { Writable } = require("../shims/stream.js");
  const chunks = [];
  const response = new Writable({
    decodeStrings: false,
    write(chunk, encoding, callback) {
      chunks.push(typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk);
      callback();
    },
  });
  let begun = false;
  const { write } = response;
  response.setContentType = (type) => {
    if (begun) throw new RuntimeError("InvalidStreamingOperation", "Cannot set content-type, too late.");
    response.contentType = type;
  };
  response.write = (chunk, ...more) => {
    const first = !begun;
    begun = true;
    if (first) response._onBeforeFirstWrite?.((early) => Reflect.apply(write, response, [early]));
    const plain = typeof chunk === "string" || chunk instanceof Uint8Array;
    return Reflect.apply(write, response, [plain ? chunk : JSON.stringify(chunk), ...more]);
  };
  const { end } = response;
  response.end = (chunk, ...more) => {
    if (chunk !== undefined && chunk !== null && typeof chunk !== "function") {
      response.write(chunk);
      return Reflect.apply(end, response, more);
    }
    return Reflect.apply(
      end,
      response,
      [chunk, ...more].filter((value) => typeof value === "function"),
    );
  };
  const context = { ...details, getRemainingTimeInMillis: () => Math.floor(details.deadlineMs - nowMs()) };
  delete context.deadlineMs;
  const finished = new Promise((resolve, reject) => response.once("finish", resolve).once("error", reject));
  const run = async () => {
    const promise = handler(event, response, context);
    if (typeof promise?.then !== "function") throw new Error("Streaming does not support non-async handlers.");
    if ((await promise) !== undefined) console.warn("Streaming handlers ignore return values.");
    await finished;
    settle(returned(new Uint8Array(Buffer.concat(chunks))));
  };
  finished.catch(() => {});
  run().catch(fail);
  return { stuck: () => fail(new Error("Response stream is not finished.")) };
}

// python3.14 inside the cage: one worker is one execution environment. The protocol is in runtimes/README.md.
import * as captured from "./src/captured.js";
import * as chance from "./src/chance.js";
import * as clock from "./src/clock.js";
import { Environment } from "./src/environment.js";
import { canWait } from "./src/interpreter.js";

const UNSUPPORTED =
  "This browser cannot run Python functions: it lacks JavaScript Promise Integration, which lets Python wait for AWS's " +
  "answer. Chrome and Edge have it from version 137, Firefox from 153, Safari from 27. Functions in Node.js run here.";

/** @type {MessagePort} */
let port;
/** Who waits for an asset: the page answers in order. */
const waiting = [];

/** Asks the page for an asset. @returns {Promise<Blob>} */
function need(name) {
  captured.post(port, { need: [name] });
  return new Promise((resolve, reject) => {
    waiting.push(({ assets, missing }) => {
      if (assets?.[name]) resolve(assets[name]);
      else reject(new Error(missing?.[name] ?? `The page has no ${name}.`));
    });
  });
}

/** The answer to every task where Python cannot run. */
function unsupported(task) {
  const type = "Runtime.Unsupported";
  const document = JSON.stringify({ errorMessage: UNSUPPORTED, errorType: type, requestId: "", stackTrace: [] });
  const end = { raised: { type, document, exits: true } };
  const printed = [`[ERROR] ${type}: ${UNSUPPORTED}`];
  return { task, computed_us: 0, memory_bytes: 0, printed, calls: [], sleep_us: null, end, holds: [] };
}

self.onmessage = (event) => {
  const start = captured.received(event);
  self.onmessage = null;
  port = start.port;
  const assets = start.assets ?? new Map();
  const environment = new Environment({
    modules: start.modules ?? new Map(),
    asset: async (name) => assets.get(name) ?? need(name),
    has: (name) => assets.has(name),
    answer: (message, transfer) => captured.post(port, message, transfer),
    begun: (task) => captured.post(port, { began: task }),
  });
  clock.install();
  chance.install();
  port.onmessage = (told) => {
    const message = captured.received(told);
    if (message.assets || message.missing) waiting.shift()?.(message);
    // The guard asks whether this worker rests, as one does that has answered.
    else if (message.ping) captured.post(port, { pong: true });
    else if (!canWait()) captured.post(port, unsupported(message.task));
    else environment.take(message);
  };
};

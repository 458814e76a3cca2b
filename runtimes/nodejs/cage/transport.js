// The line to the page. Nothing else in the worker holds the port, and it is touched by captured functions alone,
// so that code in the cage can neither take it nor answer in the runtime's name.

import { post, received } from "./primordials.js";

/** @type {MessagePort | undefined} */
let port;
/** @type {(message: any) => void} */
let told = () => {};
/** Who waits for assets: the page answers in order. @type {((answer: any) => void)[]} */
const waiting = [];

/**
 * Takes the frame's first message, and from then on gives `onTask` each task of the page.
 *
 * @param {(start: {assets: Map<string, Blob>, data: any}) => void} onStart
 * @param {(message: any) => void} onTask
 */
export function connect(onStart, onTask) {
  told = onTask;
  addEventListener("message", (event) => {
    // The frame speaks once; whatever else arrives this way is nobody's.
    if (port) return;
    const start = received(event);
    port = start.port;
    port.onmessage = (message) => take(received(message));
    onStart({ assets: start.assets ?? new Map(), data: start.data });
  });
}

function take(message) {
  if (message.task !== undefined) told(message);
  else if (message.assets || message.missing) waiting.shift()?.(message);
  // The guard asks whether this worker rests, as one does that has answered.
  else if (message.ping) post(port, { pong: true });
}

/** Says that all is there that the runtime brings: from now on the time is the code's own. */
export function begun(task) {
  post(port, { began: task });
}

/** Answers the page. The bytes in `transfer` are gone afterwards. */
export function answer(message, transfer = []) {
  post(port, message, transfer);
}

/**
 * Asks the page for an asset.
 *
 * @param {string} name
 * @returns {Promise<Blob>} rejected with the page's reason when it has none
 */
export function need(name) {
  post(port, { need: [name] });
  return new Promise((resolve, reject) => {
    waiting.push(({ assets, missing }) => {
      if (assets?.[name]) resolve(assets[name]);
      else reject(new Error(missing?.[name] ?? `The page has no ${name}.`));
    });
  });
}

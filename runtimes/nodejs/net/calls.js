// Calls to AWS: sent with the answer to a task, and answered by the page with a later one.

import { later } from "../time/loop.js";

/** @typedef {{status: number, headers: [string, string][], body: Uint8Array}} Answer */
/** What the page is told at once at most; the rest follows with the next task. A call alone may be larger. */
const MOST_AT_ONCE = 200;
const MOST_BYTES = 16 * 1024 * 1024;

let numbers = 0;
/** Calls that the page has not been told of yet. */
let unsent = [];
/** @type {Map<number, (answer: Answer) => void>} */
const underWay = new Map();

/**
 * Sends a call; `answered` gets the answer, unless the call is forgotten before.
 *
 * @param {{method: string, host: string, path: string, headers: [string, string][], body: Uint8Array}} call `path` as sent, with its query
 * @param {(answer: Answer) => void} answered
 * @returns {() => void} forgets the call
 */
export function send({ method, host, path: target, headers, body }, answered) {
  const call = ++numbers;
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? "" : target.slice(mark + 1);
  unsent.push({ call, method, host, path, query, headers, body: new Uint8Array(body) });
  // The callback sees the stores that were there when the call was made.
  underWay.set(call, answered);
  return () => underWay.delete(call);
}

/** Takes the calls that the page is to be told of. */
export function takeUnsent() {
  let bytes = 0;
  const beyond = unsent.findIndex(({ body }, at) => at > 0 && (at === MOST_AT_ONCE || (bytes += body.byteLength) > MOST_BYTES));
  return unsent.splice(0, beyond < 0 ? unsent.length : beyond);
}

/** Takes the page's answers. @param {({call: number} & Answer)[]} answers */
export function take(answers) {
  for (const { call, status, headers, body } of answers) {
    const answered = underWay.get(call);
    underWay.delete(call);
    if (answered) later(() => answered({ status, headers, body: body ?? new Uint8Array() }));
  }
}

export const anyUnderWay = () => underWay.size > 0;

// The event loop of the environment, in virtual time. Callbacks run one to a turn, so that all microtasks are done
// between them, as in Node. When nothing is left to run but timers of a later time and calls under way, and no real
// work of the browser is pending, the stretch is over and the page is answered.

import { RealMessageChannel, post, realMicrotask, whenSettled } from "../cage/primordials.js";
import { nowUs, reach } from "./clock.js";
import * as context from "./context.js";

/** Turns without anything to do before the stretch counts as over: a rejection is reported one turn after it came. */
const IDLE_TURNS = 2;

const channel = new RealMessageChannel();
let scheduled = false;
let idle = 0;
/** Real work under way: compiling, decompressing, whatever ends without the page's help. */
let held = 0;
/** Called when a stretch is over, while there is one. @type {(() => void) | undefined} */
let whenQuiet;
/** Whether callbacks may run: after the end of an invocation they wait for the next. */
let open = true;

/** @typedef {{due: number, order: number, callback: () => void, referenced: boolean}} Timer */
/** Timers by due time, then by order. @type {Timer[]} */
const timers = [];
let order = 0;
/** Callbacks of answered calls, then of setImmediate. @type {{callback: () => void, context: any}[][]} */
const queues = [[], []];
/** Callbacks of process.nextTick. */
const ticks = [];
/** @type {(error: unknown) => void} */
let uncaught = () => {};

/** Says what happens to an exception that no one catches. */
export const onUncaught = (callback) => (uncaught = callback);

/** Begins a stretch: `quiet` is called once, when it is over. */
export function stretch(quiet, closed = false) {
  whenQuiet = quiet;
  open = !closed;
  idle = 0;
  schedule();
}

/** No more callbacks run in this stretch. */
export function close() {
  open = false;
}

function schedule() {
  idle = 0;
  if (scheduled) return;
  scheduled = true;
  post(channel.port2, 0);
}

channel.port1.onmessage = () => {
  scheduled = false;
  if (!whenQuiet || held > 0) return;
  const callback = open ? next() : undefined;
  if (callback) {
    run(callback);
    schedule();
  } else if (++idle < IDLE_TURNS) {
    scheduled = true;
    post(channel.port2, 0);
  } else {
    const quiet = whenQuiet;
    whenQuiet = undefined;
    quiet();
  }
};

function next() {
  const answered = queues[0].shift();
  if (answered) return inContext(answered);
  if (timers.length && timers[0].due <= nowUs()) return timers.shift().callback;
  const immediate = queues[1].shift();
  return immediate && inContext(immediate);
}

const inContext = (entry) => () => context.within(entry.context, entry.callback);

/** Runs `callback` as Node runs one: ticks before promises, and an exception ends the process. */
export function run(callback) {
  try {
    callback();
    drainTicks();
  } catch (error) {
    uncaught(error);
  }
}

function drainTicks() {
  while (ticks.length) {
    const { callback, context: entered } = ticks.shift();
    context.within(entered, callback);
  }
}

/** process.nextTick. Asked for by a promise's callback, it comes after the promises that are settled by then. */
export function tick(callback) {
  ticks.push({ callback, context: context.current() });
  if (ticks.length === 1) realMicrotask(() => realMicrotask(() => run(() => {})));
}

/** Runs `callback` in a turn of its own, before timers: an answer has come. */
export function later(callback) {
  queues[0].push({ callback, context: context.current() });
  schedule();
}

/** setImmediate. Gives what `forget` takes. */
export function immediate(callback) {
  const entry = { callback, context: context.current() };
  queues[1].push(entry);
  schedule();
  return entry;
}

export function forget(entry) {
  const at = queues[1].indexOf(entry);
  if (at >= 0) queues[1].splice(at, 1);
}

/** Sets `timer` to fire at its due time, after those that are due then already. @param {Timer} timer */
export function arm(timer) {
  timer.order = ++order;
  let low = 0;
  for (let high = timers.length; low < high;) {
    const middle = (low + high) >> 1;
    if (timers[middle].due <= timer.due) low = middle + 1;
    else high = middle;
  }
  timers.splice(low, 0, timer);
  schedule();
}

/** @param {Timer} timer */
export function disarm(timer) {
  const at = timers.indexOf(timer);
  if (at >= 0) timers.splice(at, 1);
}

export const isArmed = (timer) => timers.includes(timer);

/** When the first timer is due, or null. */
export const firstDueUs = () => (timers.length ? timers[0].due : null);

/** The page says that the first timer is due, whatever fractions were lost on the way. */
export function wake() {
  if (timers.length) reach(timers[0].due);
}

/** Whether something is left that keeps a Node process alive by itself. */
export const isAlive = () => queues.some((queue) => queue.length) || timers.some((timer) => timer.referenced);

/** Keeps the stretch open until `release` is called: real work is under way. */
export function hold() {
  held++;
  let done = false;
  return () => {
    if (done) return;
    done = true;
    held--;
    schedule();
  };
}

/** Keeps the stretch open until the browser has settled `promise`, which it does without the page's help. */
export function track(promise) {
  const release = hold();
  return whenSettled(
    promise,
    (value) => {
      release();
      return value;
    },
    (error) => {
      release();
      throw error;
    },
  );
}

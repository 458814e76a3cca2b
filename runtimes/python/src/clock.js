// The virtual clock of one environment, and what the interpreter reads in place of the browser's. It stands still while
// code computes for a short time, so that a run is the same on every machine; beyond that it moves by the environment's
// pace. It never goes back.
import { RealDate, realNow } from "./captured.js";

/** Real milliseconds that a task may compute before its clock moves: what is quick takes no longer on slow machines. */
const GRACE_MS = 60;
/** What such a short stretch counts for, real microseconds. */
const SHORT_US = 400;

let atUs = 0;
let latestUs = 0;
let begunUs = 0;
let pace = 1;
let startedMs = 0;
let uncountedMs = 0;
let pausedMs = 0;

/** Begins at the virtual time `us`, microseconds since 1970; `perRealUs` virtual microseconds pass for a real one. */
export function begin(us, perRealUs) {
  begunUs = us;
  pace = perRealUs;
}

/** A task has come, at the virtual time `us`. */
export function enter(us) {
  atUs = Math.max(us, latestUs);
  latestUs = atUs;
  startedMs = realNow();
  uncountedMs = 0;
  if (pausedMs) pausedMs = startedMs;
}

const elapsedMs = () => (pausedMs || realNow()) - startedMs - uncountedMs;

/** Virtual time, microseconds since 1970. */
export function nowUs() {
  const elapsed = elapsedMs();
  const now = elapsed > GRACE_MS ? atUs + Math.round(elapsed * 1000 * pace) : atUs;
  latestUs = Math.max(latestUs, now);
  return latestUs;
}

/** What this task has computed, real microseconds, as the page is told. */
export function computedUs() {
  const elapsed = elapsedMs();
  return elapsed > GRACE_MS ? Math.round(elapsed * 1000) : SHORT_US;
}

/** From here on, or no longer, the runtime's own parts are being loaded: that takes no time. */
export function uncounted(begins) {
  if (begins) pausedMs ||= realNow();
  else if (pausedMs) {
    uncountedMs += realNow() - pausedMs;
    pausedMs = 0;
  }
}

/** The interpreter's dates: on the virtual clock, and in UTC, Lambda's time zone, whatever the learner's own is. */
class VirtualDate extends RealDate {
  constructor(...values) {
    if (values.length === 0) super(nowUs() / 1000);
    else if (values.length === 1) super(values[0]);
    else super(RealDate.UTC(...values));
  }
  static now() {
    return nowUs() / 1000;
  }
  getTimezoneOffset() {
    return 0;
  }
}
for (const field of ["FullYear", "Month", "Date", "Day", "Hours", "Minutes", "Seconds", "Milliseconds"]) {
  VirtualDate.prototype[`get${field}`] = RealDate.prototype[`getUTC${field}`];
  if (field !== "Day") VirtualDate.prototype[`set${field}`] = RealDate.prototype[`setUTC${field}`];
}

/** Puts the virtual clock in place of the worker's: the C library below Python reads these two. */
export function install() {
  globalThis.Date = VirtualDate;
  const clock = Object.freeze({ now: () => (nowUs() - begunUs) / 1000 });
  Object.defineProperty(globalThis, "performance", { value: clock });
}

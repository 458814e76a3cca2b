// The virtual clock of one environment. It stands still while code computes for a short time, so that a run is the
// same on every machine; a stretch that takes longer moves it by the environment's pace. It never goes back.

/** The browser's own time, taken before anyone's code runs. */
const realNow = performance.now.bind(performance);

/** Real milliseconds that a task may compute before its clock moves: a slow machine needs no more for what is quick. */
const GRACE_MS = 60;
/** What such a short stretch counts for, in real microseconds. */
const SHORT_US = 400;

let atUs = 0;
let latestUs = 0;
let begunUs = 0;
let pace = 1;
let startedMs = 0;
let uncountedMs = 0;
let pausedMs = 0;

/** Sets the pace and the beginning: what `performance.timeOrigin` says. */
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

/** It is at least `us` now: what was due then has come. */
export function reach(us) {
  atUs = Math.max(atUs, us);
}

const elapsedMs = () => (pausedMs || realNow()) - startedMs - uncountedMs;

/** Virtual time, microseconds since 1970. */
export function nowUs() {
  const elapsed = elapsedMs();
  const now = elapsed > GRACE_MS ? atUs + Math.round(elapsed * 1000 * pace) : atUs;
  latestUs = Math.max(latestUs, now);
  return latestUs;
}
/** Virtual microseconds since the environment began, and when that was. */
export const sinceBegunUs = () => nowUs() - begunUs;
export const begunAtUs = () => begunUs;

/** What this task has computed, in real microseconds, as the page is told it. */
export function computedUs() {
  const elapsed = elapsedMs();
  return elapsed > GRACE_MS ? Math.round(elapsed * 1000) : SHORT_US;
}

/** What `work` takes is not counted: it loads what the runtime itself brings. */
export function uncounted(work) {
  if (pausedMs) return work();
  const before = (pausedMs = realNow());
  try {
    return work();
  } finally {
    uncountedMs += realNow() - before;
    pausedMs = 0;
  }
}

/** The browser works until the function given is called: that is not counted. */
export function pause() {
  const before = realNow();
  return () => void (uncountedMs += realNow() - before);
}

/** The same for work that takes several turns. */
export async function uncountedAsync(work) {
  const before = realNow();
  try {
    return await work();
  } finally {
    uncountedMs += realNow() - before;
  }
}

/** From here on, or no longer, the runtime's own parts are being loaded: that takes no time. */
export function loading(begins) {
  if (begins) pausedMs ||= realNow();
  else if (pausedMs) {
    uncountedMs += realNow() - pausedMs;
    pausedMs = 0;
  }
}

// The virtual clock as Node's own modules ask for it.
import { begunAtUs, nowUs, sinceBegunUs } from "../../shared/clock.js";

export * from "../../shared/clock.js";

/** Virtual time as `Date.now()` gives it. */
export const nowMs = () => Math.floor(nowUs() / 1000);
/** Virtual milliseconds since the environment began, with fractions. */
export const sinceBegunMs = () => sinceBegunUs() / 1000;
/** When that was: what `performance.timeOrigin` says. */
export const begunMs = () => begunAtUs() / 1000;

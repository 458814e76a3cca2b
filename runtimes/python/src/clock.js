// The virtual clock in place of the browser's, as the interpreter reads it.
import { nowUs, sinceBegunUs } from "../../shared/clock.js";
import { RealDate } from "./captured.js";

export { begin, computedUs, enter, loading as uncounted, nowUs } from "../../shared/clock.js";

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
  const clock = Object.freeze({ now: () => sinceBegunUs() / 1000 });
  Object.defineProperty(globalThis, "performance", { value: clock });
}

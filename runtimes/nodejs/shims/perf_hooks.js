// `performance` on the virtual clock, and the module `perf_hooks`.

import { begunMs, sinceBegunMs } from "../time/clock.js";

/** @type {{name: string, entryType: string, startTime: number, duration: number, detail: any}[]} */
let entries = [];

const startOf = (mark) => {
  if (typeof mark === "number") return mark;
  const found = entries.findLast((entry) => entry.entryType === "mark" && entry.name === mark);
  if (!found) throw new DOMException(`The "${mark}" performance mark has not been set`, "SyntaxError");
  return found.startTime;
};
function add(entry) {
  entries.push(entry);
  return entry;
}

export const performance = {
  now: sinceBegunMs,
  get timeOrigin() {
    return begunMs();
  },
  mark: (name, { startTime = sinceBegunMs(), detail = null } = {}) =>
    add({ name, entryType: "mark", startTime, duration: 0, detail }),
  measure(name, from, to) {
    const options = typeof from === "object" && from !== null ? from : { start: from, end: to };
    const startTime = options.start === undefined ? 0 : startOf(options.start);
    const end = options.end === undefined ? sinceBegunMs() : startOf(options.end);
    return add({ name, entryType: "measure", startTime, duration: end - startTime, detail: options.detail ?? null });
  },
  clearMarks: (name) =>
    void (entries = entries.filter((entry) => entry.entryType !== "mark" || (name && entry.name !== name))),
  clearMeasures: (name) =>
    void (entries = entries.filter((entry) => entry.entryType !== "measure" || (name && entry.name !== name))),
  getEntries: () => [...entries],
  getEntriesByName: (name, type) =>
    entries.filter((entry) => entry.name === name && (!type || entry.entryType === type)),
  getEntriesByType: (type) => entries.filter((entry) => entry.entryType === type),
  eventLoopUtilization: () => ({ idle: 0, active: 0, utilization: 0 }),
  timerify: (callback) => callback,
  toJSON: () => ({ timeOrigin: begunMs() }),
};

class PerformanceObserver {
  observe() {}
  disconnect() {}
  takeRecords() {
    return [];
  }
}

export default {
  performance,
  PerformanceObserver,
  constants: {},
  monitorEventLoopDelay: () => ({
    enable() {},
    disable() {},
    reset() {},
    min: 0,
    max: 0,
    mean: 0,
    stddev: 0,
    percentile: () => 0,
  }),
  createHistogram: () => ({ record() {}, min: 0, max: 0, mean: 0, percentile: () => 0 }),
};

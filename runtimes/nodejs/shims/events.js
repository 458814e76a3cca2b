// The module `events`: npm's events, with what newer Nodes added.

import EventEmitter from "npm:events";
import { tick } from "../time/loop.js";

const { once: onceOf } = EventEmitter;

/** The events of `emitter` as an asynchronous iterator. */
function on(emitter, name, { signal, close = [] } = {}) {
  const values = [];
  const readers = [];
  let failure;
  let finished = false;
  const give = (value) => (readers.length ? readers.shift().resolve({ value, done: false }) : values.push(value));
  const listener = (...args) => give(args);
  const end = () => {
    finished = true;
    emitter.off(name, listener);
    emitter.off("error", fail);
    for (const reader of readers.splice(0)) reader.resolve({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true });
  };
  const fail = (error) => {
    if (readers.length) readers.shift().reject(error);
    else failure = error;
    end();
  };
  emitter.on(name, listener);
  if (name !== "error") emitter.on("error", fail);
  for (const closing of close) emitter.once(closing, end);
  signal?.addEventListener("abort", () => fail(signal.reason), { once: true });
  return {
    next() {
      if (values.length) return Promise.resolve({ value: values.shift(), done: false });
      if (failure) {
        const error = failure;
        failure = undefined;
        return Promise.reject(error);
      }
      if (finished) return Promise.resolve({ value: undefined, done: true });
      return new Promise((resolve, reject) => readers.push({ resolve, reject }));
    },
    return: end,
    throw: (error) => (fail(error), Promise.resolve({ value: undefined, done: true })),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** A promise for the next `name` of an emitter or an EventTarget. */
function once(emitter, name, options) {
  if (typeof emitter.on === "function") return onceOf(emitter, name, options);
  return new Promise((resolve) => emitter.addEventListener(name, (event) => resolve([event]), { once: true }));
}

Object.assign(EventEmitter, {
  EventEmitter,
  on,
  once,
  errorMonitor: Symbol("events.errorMonitor"),
  captureRejectionSymbol: Symbol.for("nodejs.rejection"),
  captureRejections: false,
  setMaxListeners: (count, ...emitters) => emitters.forEach((emitter) => emitter.setMaxListeners?.(count)),
  getMaxListeners: (emitter) => emitter.getMaxListeners?.() ?? EventEmitter.defaultMaxListeners,
  getEventListeners: (emitter, name) => emitter.listeners?.(name) ?? [],
  addAbortListener(signal, listener) {
    if (signal.aborted) tick(listener);
    else signal.addEventListener("abort", listener, { once: true });
    return { [Symbol.dispose ?? Symbol.for("Symbol.dispose")]: () => signal.removeEventListener("abort", listener) };
  },
  EventEmitterAsyncResource: class EventEmitterAsyncResource extends EventEmitter {},
});
const { emit } = EventEmitter.prototype;
EventEmitter.prototype.emit = function (name, ...values) {
  if (name === "error" && this._events?.[EventEmitter.errorMonitor])
    emit.call(this, EventEmitter.errorMonitor, ...values);
  return emit.call(this, name, ...values);
};

export default EventEmitter;

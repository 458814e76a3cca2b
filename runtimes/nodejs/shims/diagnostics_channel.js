// The module `diagnostics_channel`, which libraries publish to, and `domain`, which the SDK v2 asks for.

import EventEmitter from "./events.js";

class Channel {
  #subscribers = [];
  constructor(name) {
    this.name = name;
  }
  get hasSubscribers() {
    return this.#subscribers.length > 0;
  }
  subscribe(subscriber) {
    this.#subscribers.push(subscriber);
  }
  unsubscribe(subscriber) {
    const at = this.#subscribers.indexOf(subscriber);
    if (at >= 0) this.#subscribers.splice(at, 1);
    return at >= 0;
  }
  publish(message) {
    for (const subscriber of [...this.#subscribers]) subscriber(message, this.name);
  }
  runStores(_message, callback, receiver, ...values) {
    return Reflect.apply(callback, receiver, values);
  }
}

const channels = new Map();
const channel = (name) => channels.get(name) ?? channels.set(name, new Channel(name)).get(name);
const tracingChannel = (name) => {
  const names = ["start", "end", "asyncStart", "asyncEnd", "error"];
  return {
    ...Object.fromEntries(names.map((kind) => [kind, channel(`tracing:${name}:${kind}`)])),
    hasSubscribers: false,
    traceSync: (callback, _context, receiver, ...values) => Reflect.apply(callback, receiver, values),
    tracePromise: (callback, _context, receiver, ...values) => Reflect.apply(callback, receiver, values),
  };
};

export const domain = {
  active: null,
  create: () =>
    Object.assign(new EventEmitter(), {
      run: (callback, ...values) => callback(...values),
      bind: (callback) => callback,
      intercept:
        (callback) =>
        (_error, ...values) =>
          callback(...values),
      add() {},
      remove() {},
      enter() {},
      exit() {},
      dispose() {},
    }),
};

export default {
  channel,
  Channel,
  tracingChannel,
  hasSubscribers: (name) => channel(name).hasSubscribers,
  subscribe: (name, subscriber) => channel(name).subscribe(subscriber),
  unsubscribe: (name, subscriber) => channel(name).unsubscribe(subscriber),
};

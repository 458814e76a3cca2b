// The module `async_hooks`. What a store can and cannot follow stands in ../time/context.js.

import * as context from "../time/context.js";

export class AsyncLocalStorage {
  static bind(callback) {
    return AsyncResource.bind(callback);
  }
  static snapshot() {
    const entered = context.current();
    return (callback, ...values) => context.within(entered, () => callback(...values));
  }
  #fallback;
  constructor({ defaultValue, name = "" } = {}) {
    this.#fallback = defaultValue;
    this.name = name;
  }
  run(store, callback, ...values) {
    return context.run(this, store, () => callback(...values));
  }
  exit(callback, ...values) {
    return context.run(this, undefined, () => callback(...values));
  }
  enterWith(store) {
    context.enter(this, store);
  }
  disable() {
    context.enter(this, undefined);
  }
  getStore() {
    const store = context.store(this);
    return store === undefined ? this.#fallback : store;
  }
}

export class AsyncResource {
  static bind(callback) {
    const entered = context.current();
    return function (...values) {
      return context.within(entered, () => Reflect.apply(callback, this, values));
    };
  }
  #entered = context.current();
  constructor(type) {
    this.type = type;
  }
  runInAsyncScope(callback, receiver, ...values) {
    return context.within(this.#entered, () => Reflect.apply(callback, receiver, values));
  }
  bind(callback) {
    return (...values) => this.runInAsyncScope(callback, undefined, ...values);
  }
  emitDestroy() {
    return this;
  }
  asyncId() {
    return 1;
  }
  triggerAsyncId() {
    return 0;
  }
}

const hook = { enable: () => hook, disable: () => hook };
export default {
  AsyncLocalStorage,
  AsyncResource,
  createHook: () => hook,
  executionAsyncId: () => 1,
  triggerAsyncId: () => 0,
  executionAsyncResource: () => ({}),
};

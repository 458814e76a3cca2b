const none = () => { throw new Error('replaced'); };
Object.assign(console, { log: none, error: none, warn: none, info: none });
Object.assign(process, { emit: none, exit: none, listenerCount: none, nextTick: none, env: null });
globalThis.Date = class { constructor() { throw new Error('replaced'); } static now() { return NaN; } };
globalThis.Promise = none; globalThis.Error = none; globalThis.Uint8Array = none; globalThis.TextEncoder = none; globalThis.Map = none;
Object.assign(globalThis, { setTimeout: none, setImmediate: none, queueMicrotask: none, Buffer: none, MessageChannel: none, structuredClone: none });
export const handler = async () => 'returned';

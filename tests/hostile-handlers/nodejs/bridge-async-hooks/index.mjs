import { AsyncLocalStorage, AsyncResource, createHook } from 'node:async_hooks';
import { attempts, scope } from './attempts.mjs';
const seen = [];
try { createHook({ init: (...values) => seen.push(values), before: (...values) => seen.push(values) }).enable(); } catch {}
const storage = new AsyncLocalStorage();
storage.enterWith({ mine: true });
export const handler = async () => attempts({
  hooks: () => { const found = seen.flat().find((value) => value instanceof MessagePort || value?.task !== undefined); if (found) return 'seen'; throw new Error(`${seen.length} seen, none of the runtime`); },
  resource: () => new AsyncResource('x').runInAsyncScope(() => Promise.reject(new Error('its own scope'))),
});

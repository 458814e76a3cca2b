import { attempts } from './attempts.mjs';
const seen = {};
const { hasOwn } = Object;
// What this looks with is itself looked at.
let looking = false;
const look = (value, where) => {
  if (looking || !value || typeof value !== 'object') return;
  looking = true;
  if (hasOwn(value, 'printed') || (hasOwn(value, 'task') && hasOwn(value, 'do'))) seen[`${where} a message`] = true;
  if (value instanceof MessagePort) seen[`${where} a port`] = true;
  looking = false;
};
const spy = (holder, label) => {
  for (const name of Reflect.ownKeys(holder)) {
    const found = Object.getOwnPropertyDescriptor(holder, name);
    if (!found.configurable || name === 'constructor') continue;
    const wrapped = (real) => function (...values) {
      look(this, `${label}.${String(name)}`);
      for (let at = 0; at < values.length; at++) look(values[at], `${label}.${String(name)}`);
      return Reflect.apply(real, this, values);
    };
    for (const key of ['value', 'get', 'set']) if (typeof found[key] === 'function') found[key] = wrapped(found[key]);
    try { Object.defineProperty(holder, name, found); } catch {}
  }
};
const apply = Reflect.apply;
Reflect.apply = (target, self, values) => (look(self, 'Reflect.apply'), apply(target, self, values));
for (const name of ['MessagePort', 'MessageChannel', 'MessageEvent', 'Event', 'EventTarget', 'Map', 'Set', 'WeakMap', 'Promise']) spy(globalThis[name].prototype, name);
for (const name of ['push', 'shift', 'map', 'forEach', 'splice', 'concat', Symbol.iterator]) {
  const real = Array.prototype[name];
  Array.prototype[name] = function (...values) { look(this[0], 'Array'); for (let at = 0; at < values.length; at++) look(values[at], 'Array'); return apply(real, this, values); };
}
for (const name of ['port', 'task', 'end', 'returned', 'data', 'printed', 'calls', 'holds', 'transfer', 'body', 'then']) {
  Object.defineProperty(Object.prototype, name, { configurable: true, set(value) { look(this, `set ${name}`); Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true }); } });
}
export const handler = async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  const found = Object.keys(seen);
  return attempts({ port: () => { if (found.length) return found.join(); throw new Error('nothing was seen'); } });
};

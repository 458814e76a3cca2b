import { hostile, really } from './attempts.mjs';
const { port, post } = hostile;
const say = (message, transfer = []) => Reflect.apply(post, port, [message, transfer]);
const answer = (task, more) => ({ task, computed_us: 400, memory_bytes: 1, printed: [], calls: [], sleep_us: null, end: null, holds: [], ...more });
const bytes = (text) => new TextEncoder().encode(JSON.stringify(text));
let current;
Reflect.apply(EventTarget.prototype.addEventListener, port, ['message', ({ data }) => { current = data.task; }]);
const begin = () => new Promise((resolve) => setTimeout(resolve, 5));
export const handler = async () => {
  await begin();
  for (const levels of [1_000_000, 5000, 1000, 100]) {
    let deep = {};
    for (let level = 0; level < levels; level++) deep = { end: deep };
    // What is too deep to be sent cannot do harm.
    try { say({ ...answer(current, {}), end: deep }); } catch {}
  }
  await really();
};

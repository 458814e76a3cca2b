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
  let deep = {};
  for (let level = 0; level < 5000; level++) deep = { end: deep };
  say({ ...answer(current, {}), end: deep });
  let deeper = {};
  for (let level = 0; level < 1_000_000; level++) deeper = { end: deeper };
  say({ ...answer(current, {}), end: deeper });
  await really();
};

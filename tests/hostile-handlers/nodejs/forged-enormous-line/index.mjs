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
  say(answer(current, { printed: ['x'.repeat(200_000_000)], end: { returned: bytes('forged') } }));
  await really();
};

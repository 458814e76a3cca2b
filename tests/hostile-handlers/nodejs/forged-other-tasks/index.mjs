import { hostile, really } from './attempts.mjs';
const { port, post } = hostile;
const say = (message, transfer = []) => Reflect.apply(post, port, [message, transfer]);
const answer = (task, more) => ({ task, computed_us: 400, memory_bytes: 1, printed: [], calls: [], sleep_us: null, end: null, holds: [], ...more });
const bytes = (text) => new TextEncoder().encode(JSON.stringify(text));
export const handler = async () => {
  for (let task = 0; task < 3; task++) say(answer(task, { end: { returned: bytes('forged') } }));
  for (let task = 1000; task < 1200; task++) say(answer(task, { end: { returned: bytes('forged') } }));
  for (const task of [-1, 4294967295, 1e300, NaN, '1', null]) say(answer(task, { end: { returned: bytes('forged') } }));
  await really();
  return 'returned';
};

import { hostile } from './attempts.mjs';
const { port, post } = hostile;
const say = (message, transfer = []) => Reflect.apply(post, port, [message, transfer]);
const answer = (task, more) => ({ task, computed_us: 400, memory_bytes: 1, printed: [], calls: [], sleep_us: null, end: null, holds: [], ...more });
const bytes = (text) => new TextEncoder().encode(JSON.stringify(text));
let current;
Reflect.apply(EventTarget.prototype.addEventListener, port, ['message', ({ data }) => { current = data.task; }]);
const begin = () => new Promise((resolve) => setTimeout(resolve, 5));
export const handler = async () => {
  await begin();
  const body = new Uint8Array(300_000_000);
  say(answer(current, { calls: [{ call: 1, method: 'PUT', host: 's3.us-east-1.amazonaws.com', path: '/b/k', query: '', headers: [], body }] }), [body.buffer]);
  await new Promise(() => {});
};

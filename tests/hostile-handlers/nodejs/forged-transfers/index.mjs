import { hostile, really } from './attempts.mjs';
const { port, post, scope: { MessageChannel, ReadableStream } } = hostile;
const say = (message, transfer = []) => Reflect.apply(post, port, [message, transfer]);
const answer = (task, more) => ({ task, computed_us: 400, memory_bytes: 1, printed: [], calls: [], sleep_us: null, end: null, holds: [], ...more });
const bytes = (text) => new TextEncoder().encode(JSON.stringify(text));
let current;
Reflect.apply(EventTarget.prototype.addEventListener, port, ['message', ({ data }) => { current = data.task; }]);
const begin = () => new Promise((resolve) => setTimeout(resolve, 5));
export const handler = async () => {
  await begin();
  for (let at = 0; at < 2000; at++) { const { port1, port2 } = new MessageChannel(); say({ port1 }, [port1]); port2.postMessage('x'); }
  const stream = new ReadableStream({ pull(controller) { controller.enqueue('x'.repeat(1000)); } });
  say(answer(current, { end: { returned: stream } }), [stream]);
  await really();
};

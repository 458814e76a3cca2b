import { hostile } from './attempts.mjs';
const { port, post } = hostile;
const say = (message, transfer = []) => Reflect.apply(post, port, [message, transfer]);
const answer = (task, more) => ({ task, computed_us: 400, memory_bytes: 1, printed: [], calls: [], sleep_us: null, end: null, holds: [], ...more });
const bytes = (text) => new TextEncoder().encode(JSON.stringify(text));
let current;
Reflect.apply(EventTarget.prototype.addEventListener, port, ['message', ({ data }) => { current = data.task; }]);
const begin = () => new Promise((resolve) => setTimeout(resolve, 5));
const { host } = new URL(process.env.LEAK);
const call = { method: 'GET', host, path: '/leak/forged', query: '', headers: [['host', host]], body: new Uint8Array(0) };
export const handler = async () => {
  await begin();
  say(answer(current, {
    calls: [
      { ...call, call: 1 }, { ...call, call: 2, host: 's3.us-east-1.amazonaws.com', path: `//${host}/leak` }, { ...call, call: 3, host: '', path: '' },
      { ...call, call: 4, method: 'GET / HTTP/1.1\r\nX: y', path: '/ HTTP/1.1\r\n\r\n' }, { ...call, call: 5, host: 's3.us-east-1.amazonaws.com', headers: [['x\r\ny', '\u0000\uffff']] },
      { ...call, call: 6, host: '\ud800', path: '\ud800', query: '%%%' },
    ],
  }));
  await new Promise(() => {});
};

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
  const sparse = []; sparse.length = 4294967295;
  const cycle = answer(current, {}); cycle.end = cycle;
  const wrong = [
    null, undefined, 1, 'text', [], new Map(), new Date(NaN), /x/, new Blob(['x']), new Error('x'), new Uint8Array(8), 10n, sparse, cycle,
    answer(current, { printed: sparse }), answer(current, { calls: [null, 1, 'x'] }), answer(current, { end: { returned: 'text' } }), answer(current, { end: { raised: {} } }),
    answer(current, { computed_us: -1 }), answer(current, { sleep_us: NaN }), answer(current, { memory_bytes: 1e300 }), answer(current, { holds: [[1, 2], null, [[], {}]] }),
    { need: sparse }, { need: [null, {}, 1] }, { need: 'x' }, { need: [] }, { task: current }, { task: { valueOf: 1 } },
  ];
  for (const message of wrong) { try { say(message); } catch {} }
  await really();
  return 'returned';
};

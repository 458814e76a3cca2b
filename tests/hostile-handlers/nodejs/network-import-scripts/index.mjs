import { addressOf, attempts, really, scope } from './attempts.mjs';
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  address: () => scope.importScripts(`${LEAK}/script`),
  data: () => scope.importScripts('data:text/javascript,globalThis.leaked=true'),
  within: async () => {
    const code = `fetch("${LEAK}/within",{mode:"no-cors"}).then(()=>globalThis.leaked=true)`;
    scope.importScripts(addressOf(code));
    return really().then(() => { if (globalThis.leaked) return 'leaked'; throw new Error('nothing came'); });
  },
});

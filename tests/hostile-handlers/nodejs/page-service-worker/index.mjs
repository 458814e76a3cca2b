import { attempts, scope } from './attempts.mjs';
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  container: () => scope.navigator.serviceWorker.getRegistrations(),
  register: () => scope.navigator.serviceWorker.register(`${LEAK}/sw.js`),
  registration: () => scope.registration.unregister(),
  clients: () => scope.clients.matchAll(),
  skip: () => scope.skipWaiting(),
});

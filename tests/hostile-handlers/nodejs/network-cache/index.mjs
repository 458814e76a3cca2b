import { attempts, scope } from './attempts.mjs';
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  add: async () => (await scope.caches.open('hostile')).add(`${LEAK}/add`),
  addAll: async () => (await scope.caches.open('hostile')).addAll([`${LEAK}/all`]),
  background: () => scope.registration.backgroundFetch.fetch('hostile', `${LEAK}/background`),
});

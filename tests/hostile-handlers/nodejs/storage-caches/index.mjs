import { attempts, scope } from './attempts.mjs';
export const handler = () => attempts({
  keys: () => scope.caches.keys(),
  open: () => scope.caches.open('hostile'),
  match: () => scope.caches.match('/index.html').then((found) => found ?? Promise.reject(new Error('nothing'))),
  drop: () => scope.caches.delete('coldstart-files'),
});

import { attempts, event, scope } from './attempts.mjs';
export const handler = () => attempts({
  open: () => event(scope.indexedDB.open('hostile'), 'success', 'upgradeneeded'),
  list: () => scope.indexedDB.databases(),
  drop: () => event(scope.indexedDB.deleteDatabase('coldstart'), 'success'),
});

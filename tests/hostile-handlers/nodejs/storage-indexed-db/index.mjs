import { attempts, event, scope } from './attempts.mjs';
// Chromium rejects some of this a second time, with nothing.
process.on('unhandledRejection', () => {});
export const handler = () => attempts({
  open: () => event(scope.indexedDB.open('hostile'), 'success', 'upgradeneeded'),
  list: () => scope.indexedDB.databases(),
  drop: () => event(scope.indexedDB.deleteDatabase('coldstart'), 'success'),
});

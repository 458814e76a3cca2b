import { attempts, event, scope } from './attempts.mjs';
export const handler = () => attempts({
  broadcast: () => {
    const channel = new scope.BroadcastChannel('coldstart');
    channel.postMessage({ type: 'coldstart:request' });
    return event(channel, 'message');
  },
  locks: () => scope.navigator.locks.request('hostile', { ifAvailable: true }, () => 'held'),
  shared: () => new SharedArrayBuffer(8).byteLength ? Promise.reject(new Error('memory of its own')) : 0,
});

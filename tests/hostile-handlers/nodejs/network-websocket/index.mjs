import { attempts, event, scope } from './attempts.mjs';
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  socket: () => event(new scope.WebSocket(LEAK.replace('http', 'ws')), 'open'),
  stream: () => new scope.WebSocketStream(LEAK.replace('http', 'ws')).opened,
});

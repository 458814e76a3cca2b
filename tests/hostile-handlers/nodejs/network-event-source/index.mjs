import { attempts, event, scope } from './attempts.mjs';
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  events: () => event(new scope.EventSource(LEAK), 'open', 'message'),
  credentials: () => event(new scope.EventSource(LEAK, { withCredentials: true }), 'open', 'message'),
});

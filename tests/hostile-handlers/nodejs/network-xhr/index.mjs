import { attempts, event, scope } from './attempts.mjs';
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  async: () => {
    const request = new scope.XMLHttpRequest();
    request.open('GET', `${LEAK}/async`);
    request.send();
    return event(request, 'load');
  },
  sync: () => {
    const request = new scope.XMLHttpRequest();
    request.open('GET', `${LEAK}/sync`, false);
    request.send();
    return request.status;
  },
});

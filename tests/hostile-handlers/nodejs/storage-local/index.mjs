import { attempts, scope } from './attempts.mjs';
export const handler = () => attempts({
  local: () => scope.localStorage.setItem('hostile', '1'),
  session: () => scope.sessionStorage.setItem('hostile', '1'),
  cookie: () => scope.document.cookie,
  store: () => scope.cookieStore.set('hostile', '1'),
  storeAll: () => scope.cookieStore.getAll(),
});
